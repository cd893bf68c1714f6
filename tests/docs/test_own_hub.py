"""The examples of files in the page on one's own hub are files that are taken."""

import re
from pathlib import Path

from simulator.hub.credentials import read_credentials
from simulator.hub.mapping.file import read_mapping
from simulator.port.operations import RecordDose, RecordGroupCheckup

BLOCK = re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples(root: Path) -> list[str]:
    return BLOCK.findall((root / "docs" / "howto" / "own-hub.md").read_text(encoding="utf-8"))


def test_the_example_of_a_mapping_is_one(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "my-hub.toml"
    file.write_text(examples(root)[0], encoding="utf-8")
    found = read_mapping(file)
    assert found.calls[RecordDose].path == "/clinics/{code}/shots"
    assert RecordGroupCheckup not in found.calls


def test_the_example_of_credentials_is_one(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.write_text(examples(root)[1].replace("…", "x"), encoding="utf-8")
    file.chmod(0o600)
    assert set(read_credentials(file)) == {("platform", None), ("institution", None), ("body", "452025")}
