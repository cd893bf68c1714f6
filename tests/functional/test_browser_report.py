"""The report in a browser: it opens without a network, shows its text, and asks nobody for anything."""

import os
import shutil
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest
from demos import Demo

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = (
    os.environ.get("PMHSIM_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium: name one in PMHSIM_CHROMIUM"),
]
LOCAL = ("file:", "data:")
# How many colours a picture has, and how one character is drawn in the font of the heading.
COLOURS = """async (picture) => {
  const image = new Image(); image.src = 'data:image/png;base64,' + picture; await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width; canvas.height = image.height;
  const context = canvas.getContext('2d'); context.drawImage(image, 0, 0);
  return new Set(new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer)).size;
}"""
DRAWN = """(character) => {
  const style = getComputedStyle(document.querySelector('h1'));
  const canvas = document.createElement('canvas'); canvas.width = canvas.height = 64;
  const context = canvas.getContext('2d');
  context.font = `48px ${style.fontFamily}`; context.fillText(character, 4, 52);
  return Array.from(context.getImageData(0, 0, 64, 64).data).join(',');
}"""
NOT_ASSIGNED = "\u0378"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


class Watched:
    """A page, with the requests that left this machine and what its console complained of."""

    def __init__(self, browser: Any) -> None:
        self.page = browser.new_page(viewport={"width": 1200, "height": 900})
        self.outside: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("console", lambda message: self._said(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _asked(self, url: str) -> None:
        if not url.startswith(LOCAL):
            self.outside.append(url)

    def _said(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)


@pytest.fixture
def watched(browser: Any) -> Iterator[Watched]:
    opened = Watched(browser)
    yield opened
    opened.page.close()


@pytest.mark.parametrize("name", ["report.html", "report.en.html"])
@pytest.mark.parametrize("run_name", ["sound", "defective"])
def test_the_report_opens_by_itself(
    name: str, run_name: str, watched: Watched, request: pytest.FixtureRequest
) -> None:
    run: Demo = request.getfixturevalue(run_name)
    page = watched.page
    page.goto((run.folder / name).as_uri())
    assert page.locator("h1").is_visible()
    assert page.title() == page.locator("h1").inner_text().replace("\n", "")
    page.locator("details").first.click()
    assert page.locator("details td").first.is_visible()
    picture = page.screenshot(full_page=True)
    assert page.evaluate(COLOURS, b64encode(picture).decode()) > 10
    assert watched.outside == []
    assert watched.complaints == []


def test_the_reason_of_a_failure_is_seen_without_scrolling(watched: Watched, defective: Demo) -> None:
    page = watched.page
    page.goto((defective.folder / "report.html").as_uri())
    box = page.locator(".verdict").bounding_box()
    assert box["y"] + box["height"] < 900
    assert "要件 SUB-004 に反する回答がありました。" in page.locator(".verdict").inner_text()


def test_nothing_runs_over_the_edge_of_a_narrow_screen_heading(watched: Watched, sound: Demo) -> None:
    page = watched.page
    page.set_viewport_size({"width": 400, "height": 800})
    page.goto((sound.folder / "report.html").as_uri())
    box = page.locator("h1").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 400


def test_japanese_is_drawn_as_characters_and_not_as_boxes(watched: Watched, sound: Demo) -> None:
    page = watched.page
    page.goto((sound.folder / "report.html").as_uri())
    drawn = [page.evaluate(DRAWN, character) for character in "都城市の判定 "]
    assert len(set(drawn)) == len(drawn)
    box = page.evaluate(DRAWN, NOT_ASSIGNED)
    assert box not in drawn[:-1]
