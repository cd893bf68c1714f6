"""What holds for the documents as files: links, first lines, generated pages, samples."""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
PNG_WIDTH = slice(16, 20)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_finds_it(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    files = [unquote(target.partition("#")[0]) for target in targets if "://" not in target]
    assert [name for name in files if name and not (page.parent / name).exists()] == []


def test_each_readme_begins_with_the_way_to_the_other() -> None:
    assert "(README.en.md)" in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[0]
    assert "(README.md)" in (ROOT / "README.en.md").read_text(encoding="utf-8").splitlines()[0]


@pytest.mark.parametrize(
    ("name", "sample"), [("README.md", "report.html"), ("README.en.md", "report.en.html")]
)
def test_the_first_link_after_the_language_is_a_report_that_needs_no_installation(
    name: str, sample: str
) -> None:
    assert LINK.findall((ROOT / name).read_text(encoding="utf-8"))[1] == f"docs/sample/{sample}"


def test_the_readmes_have_the_same_parts() -> None:
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.en.md")]
    sections, tables = (
        [len(re.findall(mark, text, re.MULTILINE)) for text in texts] for mark in ("^## ", "^[|]")
    )
    assert sections[0] == sections[1]
    assert tables[0] == tables[1]


def test_the_architecture_fits_on_a_page() -> None:
    assert len((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").splitlines()) <= 60


@pytest.mark.parametrize("script", ["reference.py", "sample.py"])
def test_generated_pages_are_those_that_the_code_gives(script: str) -> None:
    checked = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / script), "--check"],
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    assert checked.returncode == 0, f"run python3.11 scripts/{script}\n{checked.stdout}{checked.stderr}"


def test_the_picture_is_as_wide_as_a_page() -> None:
    picture = (ROOT / "docs" / "sample" / "report.png").read_bytes()
    assert int.from_bytes(picture[PNG_WIDTH]) == 1200
