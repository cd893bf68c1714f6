"""The language of the page: from the URL, else Japanese; the switch changes it."""

from collections.abc import Mapping
from datetime import date

import streamlit as st

from simulator.language import LANGUAGES, Language, say

PARAMETER = "lang"


def settle() -> None:
    """Take the language from the session or the URL, and write it back: navigation drops it from the URL."""
    asked = st.session_state.get(PARAMETER) or st.query_params.get(PARAMETER)
    chosen = asked if asked in LANGUAGES else "ja"
    st.session_state[PARAMETER] = chosen
    if st.query_params.get(PARAMETER) != chosen:
        st.query_params[PARAMETER] = chosen


def language() -> Language:
    """The language of this page."""
    return "en" if st.session_state.get(PARAMETER) == "en" else "ja"


def t(message: str, /, **values: object) -> str:
    """A message in the language of this page."""
    return say(message, **values).render(language())


def named(names: Mapping[str, str]) -> str:
    """The name in the language of this page."""
    return names[language()]


def long_day(day: date) -> str:
    """A day for sentences: 2025年4月1日, 1 April 2025."""
    if language() == "ja":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {day:%B %Y}"
