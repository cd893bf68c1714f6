import io
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from demos import Demo
from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from rollouts import write_rollout

from simulator.dashboard.settings import RUNS_VARIABLE

ROOT = Path(__file__).parents[2]
SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"
# Streamlit looks for these below the page's own path first, where they are not.
BENIGN = re.compile(r"/(body|runs)/_stcore/(health|host-config)$")
# What Streamlit or an untranslated page of ours would show.
ENGLISH = ("Deploy", "Choose options", "Page not found", "Download CSV", "Show as a table", "Synthetic",
           "Traceback", "Error", "Running", "expected", "bodies")  # fmt: skip
PAGES = {
    "outlook": ("/", "全国の見通し", "2025年4月1日までに稼働する見込み"),
    "body": ("/body?code=452025", "団体カルテ", "都城市の"),
    "no body": ("/body", "団体カルテ", "団体を選ぶと"),
    "runs": ("/runs", "実行一覧", "実行は 3件"),
    "sound run": ("/runs?run=20261123-1-demo", "実行一覧", "このハブの判定: 適合"),
    "failed run": ("/runs?run=20261123-2-demo", "実行一覧", "このハブの判定: 不適合"),
    "forecast": ("/runs?run=20261123-rollout", "実行一覧", "2025年4月1日までに"),
    "missing run": ("/runs?run=nowhere", "実行一覧", "この実行はありません"),
    "unknown body": ("/body?code=999999", "団体カルテ", "そのような団体コードはありません"),
}
CHROMIUM = os.environ.get("PMHSIM_CHROMIUM") or shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: set PMHSIM_CHROMIUM or install chromium"),
]


@dataclass
class Opened:
    """A page with what it asked for and complained of."""

    page: Page
    host: str
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("websocket", lambda websocket: self._asked(websocket.url))
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def go(self, path: str) -> None:
        self.page.goto(f"http://{self.host}{path}")
        self.settle()

    def settle(self) -> None:
        self.page.wait_for_selector(SETTLED, timeout=60_000)
        self.page.wait_for_selector(
            "[data-testid=stMain] [data-testid=stHtml] :is(h1, .card)", timeout=60_000
        )
        self.page.wait_for_function("document.fonts.status === 'loaded'")

    def text(self) -> str:
        return self.page.inner_text("body")

    def language(self) -> str | None:
        return self.page.get_attribute("html", "lang")

    def _asked(self, url: str) -> None:
        if not re.match(rf"(https?|ws)://{re.escape(self.host)}/|data:|blob:|about:", url):
            self.outside.append(url)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not BENIGN.search(message.location["url"]):
            self.errors.append(f"{message.text} {message.location['url']}")


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory, sound: Demo, defective: Demo) -> Path:
    root = tmp_path_factory.mktemp("runs")
    shutil.copytree(sound.folder, root / "20261123-1-demo")
    shutil.copytree(defective.folder, root / "20261123-2-demo")
    write_rollout(root / "20261123-rollout")
    return root


@pytest.fixture(scope="module")
def host(runs: Path) -> Iterator[str]:
    yield from served(runs)


@pytest.fixture(scope="module")
def empty_host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from served(tmp_path_factory.mktemp("nothing"))


def served(runs: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", f"--server.port={port}"]
    environment = {**os.environ, RUNS_VARIABLE: str(runs)}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as server:
        try:
            assert server.stdout is not None
            assert any(str(port).encode() in line for line in server.stdout), "Streamlit ended"
            yield f"127.0.0.1:{port}"
        finally:
            server.terminate()
            # Its last words have to be heard, or it doesn't end.
            server.communicate(timeout=60)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def opened(browser: Browser, host: str) -> Iterator[Opened]:
    yield from in_context(browser, host)


def in_context(browser: Browser, host: str) -> Iterator[Opened]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    found = Opened(context.new_page(), host)
    found.watch()
    yield found
    context.close()
    assert found.outside == [], "a page asked for something that is not on this machine"
    assert found.errors == []


def in_language(path: str, language: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


def colours(picture: bytes) -> int:
    """How many colours cover more than specks of a picture."""
    image = Image.open(io.BytesIO(picture)).convert("RGB").quantize(64)
    counted = image.getcolors() or []
    return sum(count > 40 for count, _ in counted)


@pytest.mark.parametrize(("path", "title", "told"), PAGES.values(), ids=PAGES)
def test_a_page_is_japanese_settles_and_survives_a_reload(
    opened: Opened, path: str, title: str, told: str
) -> None:
    opened.go(path)
    first = opened.text()
    assert opened.language() == "ja"
    assert opened.page.title() == title
    assert told in first
    assert [word for word in ENGLISH if word in first] == []
    assert colours(opened.page.screenshot()) >= 4
    address = opened.page.url
    opened.page.reload()
    opened.settle()
    assert opened.page.url == address
    assert told in opened.text()


@pytest.mark.parametrize(("path", "title", "told"), PAGES.values(), ids=PAGES)
def test_a_page_is_marked_english_and_stays_so_after_a_reload(
    opened: Opened, path: str, title: str, told: str
) -> None:
    opened.go(in_language(path, "en"))
    for _ in range(2):
        assert opened.language() == "en"
        assert "lang=en" in opened.page.url
        assert told not in opened.text()
        assert opened.page.title() != title
        opened.page.reload()
        opened.settle()
    assert colours(opened.page.screenshot()) >= 4


@pytest.mark.parametrize("path", ["/", "/runs", "/body?code=452025"])
def test_without_runs_a_page_says_what_to_type(browser: Browser, empty_host: str, path: str) -> None:
    for opened in in_context(browser, empty_host):
        opened.go(path)
        assert "まだ実行がありません" in opened.text() or "証跡なし" in opened.text()
        assert "pmhsim " in opened.text()


def test_the_language_goes_along_when_the_side_bar_is_used(opened: Opened) -> None:
    opened.go(in_language("/", "en"))
    opened.page.click("[data-testid=stSidebarNavLink] >> nth=2")
    opened.page.wait_for_url("**/runs?*lang=en*")
    opened.settle()
    assert opened.language() == "en"


def test_the_switch_at_the_foot_of_the_side_bar_changes_the_language(opened: Opened) -> None:
    opened.go("/runs")
    opened.page.get_by_role("radio", name="English").click()
    opened.page.wait_for_url("**/runs?*lang=en*")
    opened.page.wait_for_function("document.documentElement.lang === 'en'")
    opened.page.get_by_role("radio", name="日本語").click()
    opened.page.wait_for_function("document.documentElement.lang === 'ja'")


def test_a_body_is_reached_from_the_table_of_bodies(opened: Opened) -> None:
    opened.go("/?pref=宮崎県")
    opened.page.get_by_role("link", name="都城市").first.click()
    opened.page.wait_for_url("**/body?*code=452025*")
    opened.settle()
    assert "都城市の" in opened.text()


def test_the_map_is_drawn_in_the_colours_of_its_key(opened: Opened) -> None:
    opened.go("/")
    chart = opened.page.locator("[data-testid=stVegaLiteChart]").nth(1)
    chart.scroll_into_view_if_needed()
    chart.locator("canvas, svg").first.wait_for()
    drawn = Image.open(io.BytesIO(chart.screenshot())).convert("RGB")
    found = {colour for count, colour in drawn.getcolors(maxcolors=2**24) or [] if count > 200}
    keys = ((255, 255, 255), (0xC5, 0xD3, 0xFB), (0x70, 0x96, 0xF8), (0x00, 0x17, 0xC1), (0xE6, 0xE6, 0xE6))
    assert [key for key in keys if key not in found] == []


def test_japanese_is_drawn_with_a_font_that_has_it(opened: Opened) -> None:
    opened.go("/")
    # Letters that no font has are drawn as equal boxes.
    drawn = opened.page.evaluate(
        """() => {
            const canvas = document.createElement('canvas');
            const pen = canvas.getContext('2d');
            const font = getComputedStyle(document.querySelector('h1')).fontFamily;
            return [...'都城市稼働あア'].map(letter => {
                canvas.width = canvas.height = 40;
                pen.font = `32px ${font}`;
                pen.fillText(letter, 2, 34);
                return [...pen.getImageData(0, 0, 40, 40).data].join();
            });
        }"""
    )
    assert len(set(drawn)) == 7


def test_a_table_is_downloaded_as_a_file_for_spreadsheets(opened: Opened, tmp_path: Path) -> None:
    opened.go("/")
    with opened.page.expect_download() as download:
        opened.page.get_by_role("button", name="CSV をダウンロード").first.click()
    download.value.save_as(tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_bytes().startswith("\ufeff日付,".encode())


def test_nothing_can_be_reached_from_another_machine(host: str) -> None:
    port = int(host.rpartition(":")[2])
    addresses = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in addresses - {"127.0.0.1"}:
        with socket.socket() as caller:
            caller.settimeout(2)
            assert caller.connect_ex((str(address), port)) != 0, address
