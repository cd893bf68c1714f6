"""The way to the pages: language first, then the page that the URL names."""

from pathlib import Path

import streamlit as st

from simulator.dashboard import body, outlook, runlist
from simulator.dashboard.page import guarded
from simulator.dashboard.speech import PARAMETER, language, settle, t
from simulator.language import LANGUAGES

STYLE = Path(__file__).with_name("style.css")
_SCRIPTS = {
    "ja": "<script>document.documentElement.lang='ja'</script>",
    "en": "<script>document.documentElement.lang='en'</script>",
}
_CALLED = {"ja": "日本語", "en": "English"}


def show() -> None:
    """Show the page that the URL names."""
    st.set_page_config(layout="wide")
    settle()
    st.html(STYLE)
    st.html(_SCRIPTS[language()], unsafe_allow_javascript=True)
    page = st.navigation(
        [
            st.Page(guarded(outlook.show), title=t("全国の見通し"), url_path="outlook", default=True),
            st.Page(guarded(body.show), title=t("団体カルテ"), url_path="body"),
            st.Page(guarded(runlist.show), title=t("実行一覧"), url_path="runs"),
        ]
    )
    page.run()
    _foot()


def _foot() -> None:
    with st.sidebar:
        st.segmented_control(
            t("表示の言語"), LANGUAGES, format_func=_CALLED.__getitem__, key=PARAMETER, required=True
        )
        st.caption(t("合成データのみ。国・自治体の公式のものではありません。"))
