"""The sample reports as a municipality opens them: from a file, without a network."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

SAMPLES = Path(__file__).resolve().parents[2] / "docs" / "sample"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip(f"no Chromium ({', '.join(BROWSERS)}) on this machine")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.mark.parametrize(
    ("name", "language", "verdict"),
    [
        ("report.html", "ja", "● 適合"),
        ("report.en.html", "en", "● "),
        ("report-defect.html", "ja", "■ 不適合"),
    ],
)
def test_a_sample_shows_its_verdict_and_fetches_nothing(
    browser: Browser, name: str, language: str, verdict: str
) -> None:
    page = browser.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    address = (SAMPLES / name).as_uri()
    page.goto(address)
    assert page.locator(".verdict b").inner_text().startswith(verdict)
    assert page.locator("html").get_attribute("lang") == language
    assert asked == [address]
    assert complaints == []


def test_a_sample_is_not_wider_than_a_sheet_of_paper(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 794, "height": 1123})
    page.goto((SAMPLES / "report.html").as_uri())
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= 794
