"""The page of the contract in a browser: it opens without a network and scripts, and nothing runs over."""

from pathlib import Path

import pytest
from browsers import Watched, needs_chromium

pytestmark = needs_chromium
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "contract.html"
# Tables and blocks that reach beyond the column that they stand in.
RUNNING_OVER = """() => {
  const edge = document.querySelector('main').getBoundingClientRect().right;
  return Array.from(document.querySelectorAll('main table, main pre'))
    .filter((each) => each.getBoundingClientRect().right > edge || each.scrollWidth > each.clientWidth + 1)
    .map((each) => each.innerText.slice(0, 80));
}"""
BROKEN = """() => Array.from(document.querySelectorAll('a[href^="#"]'))
  .map((each) => each.getAttribute('href').slice(1)).filter((id) => !document.getElementById(id))"""


@pytest.fixture
def opened(watched: Watched) -> Watched:
    watched.page.goto(PAGE.as_uri())
    return watched


def test_it_opens_by_itself(opened: Watched) -> None:
    assert opened.page.locator("h1").inner_text() == "pmh 契約 第1版 — ハブの模擬インターフェース"
    chapters = opened.page.locator("main h2").all_inner_texts()
    assert chapters[:4] == ["はじめに", "最初の朝(手引き)", "Authentication — 認証", "操作"]
    assert {"問題の符号", "登録の行の誤り", "機能の名前", "検算用の値", "データの形"} <= set(chapters)
    assert opened.page.locator("section.operation .method").count() == 35
    assert opened.page.locator("script").count() == 0
    assert opened.outside == []
    assert opened.complaints == []


def test_its_links_lead_somewhere(opened: Watched) -> None:
    assert opened.page.locator("nav a").count() > 100
    assert opened.page.evaluate(BROKEN) == []


@pytest.mark.parametrize("width", [1280, 1024, 794])
def test_nothing_runs_over_the_edge(opened: Watched, width: int) -> None:
    page = opened.page
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(RUNNING_OVER) == []


def test_nothing_runs_over_the_edge_of_a4(opened: Watched) -> None:
    # The width between the margins of the sheet at 96 pixels an inch.
    opened.page.emulate_media(media="print")
    opened.page.set_viewport_size({"width": round((210 - 2 * 13) / 25.4 * 96), "height": 900})
    assert opened.page.evaluate(RUNNING_OVER) == []
