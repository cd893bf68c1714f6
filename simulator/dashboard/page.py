"""What every page is made of: its sentence, the line on where it comes from, tables, cards."""

import hashlib
import logging
import traceback
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

import streamlit as st
from markupsafe import Markup, escape

from simulator.dashboard.names import verb_name
from simulator.dashboard.shelf import Run, root
from simulator.dashboard.speech import language, t
from simulator.dashboard.table import Link, Table
from simulator.language import Complaint

STALE_DAYS = 7
_LOG = logging.getLogger(__name__)


def html(body: str) -> None:
    """Show markup; whatever comes from a run folder has to be escaped before."""
    st.html(body)


def sentence(text: str) -> None:
    """The sentence that a page begins with."""
    html(Markup("<h1>{}</h1>").format(text))


def heading(text: str) -> None:
    """The title of a part of the page, with kind and unit."""
    html(Markup("<h2>{}</h2>").format(text))


def note(text: str) -> None:
    """What has to be known to read what stands above."""
    html(Markup('<p class="note">{}</p>').format(text))


def origin(run: Run, replications: int, *, forecast: bool) -> None:
    """Where the page comes from: run, verb, seed, day, and that it is synthetic."""
    parts = (
        t("実行ID {id}", id=run.id),
        verb_name(run.verb),
        t("seed {seed} × {count}回", seed=run.seed, count=f"{replications:,}"),
        t("基準日 {day}", day=run.day),
    )
    kind = t("合成データ・予測") if forecast else t("合成データ")
    html(
        Markup('<p class="origin">{}<span class="synthetic">{}</span></p>').format(
            Markup("").join(Markup("<span>{}</span>").format(part) for part in parts), kind
        )
    )
    _stale(run)


def _stale(run: Run) -> None:
    if run.made_at is None:
        return
    days = (datetime.now(run.made_at.tzinfo) - run.made_at).days
    if days > STALE_DAYS:
        note(t("この実行は {days}日前のものです。", days=days))


def link(page: str, text: str, **parameters: str) -> Link:
    """A link to another page in the same language."""
    return Link(text, f"{page or '.'}?{urlencode({**parameters, 'lang': language()})}")


def links(*found: Link) -> None:
    """Links in one line."""
    html(Markup('<p class="links">{}</p>').format(Markup(" ").join(map(escape, found))))


def table(shown: Table, key: str, *, folded: bool = False, tall: bool = False) -> None:
    """A table with its download; folded, it stands under 「表で見る」."""
    if folded:
        with st.expander(t("表で見る")):
            html(shown.html(tall=tall))
    else:
        html(shown.html(tall=tall))
    st.download_button(
        t("CSV をダウンロード"), shown.csv(), file_name=f"{key}.csv", mime="text/csv",
        key=f"csv-{key}", on_click="ignore",
    )  # fmt: skip


def reproduce(run: Run) -> None:
    """The command that makes the same run again."""
    if run.command:
        html(Markup('<p class="again">{} <code>{}</code></p>').format(t("再現:"), run.command))


def complain(complaint: Complaint) -> None:
    """Say of a mistake what, where and how to mend it."""
    rows = [(t("場所"), complaint.where), (t("直し方"), complaint.mend)]
    told = Markup("").join(
        Markup("<dt>{}</dt><dd>{}</dd>").format(name, text.render(language()))
        for name, text in rows
        if text is not None
    )
    html(
        Markup(
            '<div class="card" role="alert"><p><b aria-hidden="true">■</b> {}</p><dl>{}</dl></div>'
        ).format(complaint.what.render(language()), told)
    )


def empty(command: str, why: str) -> None:
    """Say that there is nothing yet, and what to type."""
    place = t("実行の置き場所: {path}", path=root().absolute())
    html(
        Markup(
            '<div class="card empty"><p><b>{}</b></p><p>{}</p><pre><code>{}</code></pre>'
            '<p class="note">{}</p></div>'
        ).format(t("まだ実行がありません"), why, command, place)
    )


def guarded(show: Callable[[], None]) -> Callable[[], None]:
    """The page, where a user's mistake and a fault of ours become cards instead of tracebacks."""

    def page() -> None:
        try:
            show()
        except Complaint as complaint:
            complain(complaint)
        except Exception:  # noqa: BLE001 - the last net: our own fault is said in words
            _own_fault()

    return page


def _own_fault() -> None:
    trace = traceback.format_exc()
    number = hashlib.sha256(trace.encode()).hexdigest()[:8]
    _LOG.error("fault %s\n%s", number, trace)
    _alert(
        t("画面の内部の誤りです（番号 {number}）。", number=number),
        t("同じ番号の詳しい記録が、画面を始めた端末に出ています。"),
    )


def _alert(what: str, more: str) -> None:
    html(
        Markup(
            '<div class="card" role="alert"><p><b aria-hidden="true">■</b> {}</p><div>{}</div></div>'
        ).format(what, more)
    )


def chosen(key: str, options: list[str], default: str) -> str:
    """The value of a choice before its widget is drawn: the session's, else the URL's, else the default."""
    found = st.session_state.get(key) or st.query_params.get(key)
    value = found if found in options else default
    st.session_state[key] = value
    return value


def keep(key: str, value: str, default: str = "") -> None:
    """Write a choice into the URL, so that a link or a reload shows the same view."""
    if value == default:
        if key in st.query_params:
            del st.query_params[key]
    elif st.query_params.get(key) != value:
        st.query_params[key] = value
