"""Takes the README's picture: the top of the sample report, with headless Chromium.

Usage: python3.11 scripts/picture.py     (needs Chromium and a Japanese font; see .ci/run)
"""

import shutil
import sys

import environment

REPORT = environment.ROOT / "docs" / "sample" / "report.html"
PICTURE = REPORT.with_suffix(".png")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDTH, HEIGHT = 1200, 760


def main() -> None:
    """Write the picture."""
    environment.inside("playwright", "dev")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - there only in the environment

    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        sys.exit(f"Chromium が見つかりません / Chromium is not found ({', '.join(BROWSERS)})")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(REPORT.as_uri())
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
