"""The report in a browser: it opens without a network, shows its text, and asks nobody for anything."""

from base64 import b64encode

import pytest
from browsers import Watched, needs_chromium
from demos import Demo

pytestmark = needs_chromium
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
    for inside in ("td", "pre"):
        if page.locator(f"details {inside}").count():
            page.locator("details").filter(has=page.locator(inside)).first.locator("summary").click()
            assert page.locator(f"details {inside}").first.is_visible()
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
