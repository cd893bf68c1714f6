"""The directory of runs as the pages see it: what can be shown, and what is said of the rest."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import streamlit as st

from simulator.dashboard.settings import DEFAULT_RUNS, RUNS_VARIABLE
from simulator.language import Complaint, say
from simulator.runs import RunFolder
from simulator.runs.folder import MANIFEST_SCHEMA
from simulator.runs.writer import MANIFEST, PARTIAL

OURS = "pmhsim/"
DEMO, ROLLOUT = "demo", "rollout"
Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run; `day` is the day its results are for, `made_at` when it was written."""

    folder: RunFolder
    verb: str
    seed: str
    day: str
    made_at: datetime | None
    municipality: str
    command: str
    manifest: dict[str, Any]

    @property
    def id(self) -> str:
        """The name of the folder, under which links name the run."""
        return self.folder.path.name

    @property
    def defect(self) -> str:
        """The defect that was put into the hub on purpose, or nothing."""
        hub = self.manifest.get("hub")
        return str(hub.get("defect") or "") if isinstance(hub, dict) else ""

    @property
    def has_faults(self) -> bool:
        """Whether faults were put into the exchanges with the hub on purpose."""
        return bool(self.manifest.get("faults"))

    @property
    def stamp(self) -> Stamp:
        """Name, time and size of every file: what is read is kept until one of them changes."""
        return _stamp(self.folder.path)


@dataclass(frozen=True, slots=True)
class Unread:
    """A folder that is no readable run, with what to say of it."""

    name: str
    complaint: Complaint


@dataclass(frozen=True, slots=True)
class Shelf:
    """All folders of the directory of runs, newest name first."""

    root: Path
    runs: tuple[Run, ...]
    unread: tuple[Unread, ...]

    def of_verb(self, verb: str) -> tuple[Run, ...]:
        """The runs of one verb."""
        return tuple(run for run in self.runs if run.verb == verb)

    def find(self, name: str) -> Run:
        """The run that a link names; raises Complaint for any other word, whatever it holds."""
        for run in self.runs:
            if run.id == name:
                return run
        for unread in self.unread:
            if unread.name == name:
                raise unread.complaint
        raise Complaint(
            say("この実行はありません: {name}", name=name),
            where=say("{path}", path=self.root),
            mend=say("実行一覧から選んでください。"),
        )


def root() -> Path:
    """The directory of runs: PMHSIM_RUNS, else `runs` where the dashboard was started."""
    return Path(os.environ.get(RUNS_VARIABLE) or DEFAULT_RUNS)


def look() -> Shelf:
    """Look through the directory of runs; a missing directory is an empty one."""
    place = root()
    runs, unread = [], []
    for path in sorted(_folders(place), key=lambda each: each.name, reverse=True):
        try:
            runs.append(_run(path))
        except Complaint as complaint:
            unread.append(Unread(path.name, complaint))
    return Shelf(place, tuple(runs), tuple(unread))


def results(run: Run, name: str, schema: str) -> dict[str, Any]:
    """A JSON file of a run; raises Complaint, and says so where only the version differs."""
    return _json(run.folder, name, schema)


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what a file lacks, or holds in another form, into a complaint about that file."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise Complaint(
            say("ファイルの内容が読めません（{detail}）。", detail=str(error) or type(error).__name__),
            where=say("{path}", path=path),
            mend=say("実行をやり直すか、別の実行フォルダを選んでください。"),
        ) from error


def _folders(place: Path) -> list[Path]:
    try:
        return [path for path in place.iterdir() if path.is_dir() and not path.name.startswith(".")]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise Complaint(
            say("実行の置き場所を読めません。"),
            where=say("{path}", path=place),
            mend=say("pmhsim dashboard --runs に、読めるフォルダを指定してください。"),
        ) from error


def _run(path: Path) -> Run:
    if path.name.endswith(PARTIAL):
        raise Complaint(
            say("書き込み中か、途中で終わった実行です。"),
            where=say("{path}", path=path),
            mend=say("実行が終わるのを待ってください。実行中でなければ、このフォルダは消せます。"),
        )
    return _kept_run(str(path), _stamp(path, MANIFEST))


@st.cache_data(show_spinner=False, max_entries=2000)
def _kept_run(place: str, _stamp_of_manifest: Stamp) -> Run:
    folder = RunFolder(Path(place))
    manifest = _json(folder, MANIFEST, MANIFEST_SCHEMA)
    with reading(folder.path / MANIFEST):
        made_at = datetime.fromisoformat(manifest["made_at"]) if manifest.get("made_at") else None
        return Run(
            folder=folder,
            verb=str(manifest["verb"]),
            seed=str(manifest.get("seed", "–")),
            day=str(manifest.get("date") or (made_at.date().isoformat() if made_at else "–")),
            made_at=made_at,
            municipality=str(manifest.get("municipality", "")),
            command=str(manifest.get("command", "")),
            manifest=manifest,
        )


def _json(folder: RunFolder, name: str, schema: str) -> dict[str, Any]:
    try:
        return folder.json(name, schema)
    except Complaint as complaint:
        raise _version(folder.path / name, schema) or complaint from complaint


def _version(path: Path, schema: str) -> Complaint | None:
    """What to say of a file of ours that another version wrote."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["schema"]
    except (OSError, ValueError, TypeError, KeyError, IndexError):
        return None
    if not isinstance(found, str) or not found.startswith(OURS) or found == schema:
        return None
    return Complaint(
        say("別の版の書式です: {found}（この画面が読むのは {schema}）。", found=found, schema=schema),
        where=say("{path}", path=path),
        mend=say("同じ版の pmhsim で実行をやり直すか、書いた版の pmhsim で開いてください。"),
    )


def _stamp(path: Path, *names: str) -> Stamp:
    found = []
    for file in sorted(path / name for name in names) if names else sorted(_files(path)):
        try:
            about = file.stat()
        except OSError:
            continue
        found.append((file.name, about.st_mtime_ns, about.st_size))
    return tuple(found)


def _files(path: Path) -> list[Path]:
    try:
        return list(path.iterdir())
    except OSError:
        return []
