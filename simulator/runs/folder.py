"""Reading run folders that may be missing, foreign or damaged."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from simulator.language import Complaint, Text, say
from simulator.runs.writer import MANIFEST, PARTIAL

MANIFEST_SCHEMA = "pmhsim/manifest/1"


@dataclass(frozen=True, slots=True)
class RunFolder:
    """A finished run on disk."""

    path: Path

    def json(self, name: str, schema: str) -> dict[str, Any]:
        """Read a JSON file of the run; raises Complaint if it is missing, damaged or of another schema."""
        try:
            content = json.loads((self.path / name).read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise self._complaint(name, say("実行フォルダにこのファイルがありません。")) from error
        except (OSError, ValueError) as error:
            raise self._complaint(name, say("ファイルが壊れていて読めません。")) from error
        if not isinstance(content, dict) or content.get("schema") != schema:
            raise self._complaint(name, say("このツールが書いたファイルではありません。"))
        return content

    def table(self, name: str) -> list[dict[str, str]]:
        """Read a table of the run; raises Complaint if it is missing or damaged."""
        try:
            with (self.path / name).open(encoding="utf-8", newline="") as file:
                return _rows(file)
        except FileNotFoundError as error:
            raise self._complaint(name, say("実行フォルダにこのファイルがありません。")) from error
        except (OSError, ValueError, csv.Error) as error:
            raise self._complaint(name, say("ファイルが壊れていて読めません。")) from error

    def manifest(self) -> dict[str, Any]:
        """The run's manifest."""
        return self.json(MANIFEST, MANIFEST_SCHEMA)

    def is_ours(self) -> bool:
        """Whether a manifest of this tool stands in the folder."""
        try:
            self.manifest()
        except Complaint:
            return False
        return True

    def _complaint(self, name: str, what: Text) -> Complaint:
        return Complaint(
            what,
            where=say("{path}", path=self.path / name),
            mend=say("実行をやり直すか、別の実行フォルダを選んでください。"),
        )


def _rows(file: TextIO) -> list[dict[str, str]]:
    reader = csv.reader(file, strict=True)
    columns = next(reader, None)
    if columns is None:
        message = "no header line"
        raise ValueError(message)
    return [dict(zip(columns, cells, strict=True)) for cells in reader]


def list_runs(root: Path) -> tuple[RunFolder, ...]:
    """The run folders under a directory, newest name first; unfinished and foreign folders are left out."""
    if not root.is_dir():
        return ()
    folders = (path for path in root.iterdir() if path.is_dir() and not path.name.endswith(PARTIAL))
    runs = [run for run in map(RunFolder, folders) if run.is_ours()]
    return tuple(sorted(runs, key=lambda run: run.path.name, reverse=True))
