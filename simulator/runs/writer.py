"""Writing a run folder: whole or not at all."""

import csv
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from simulator.language import Complaint, say
from simulator.language.system import reason_of

PARTIAL = ".partial"
MANIFEST = "manifest.json"


class RunWriter:
    """Collects a run's files beside their final place and moves them there when all is written.

    Used as a context manager: an exception inside it, an interruption too, leaves nothing behind.
    Raises Complaint where the folder can't be made.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._partial = directory.parent / (directory.name + PARTIAL)
        self._parent_is_new = False

    def __enter__(self) -> Self:
        with self._writing():
            self._refuse_to_overwrite()
            shutil.rmtree(self._partial, ignore_errors=True)
            self._parent_is_new = not self.directory.parent.exists()
            self._partial.mkdir(parents=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                with self._writing():
                    self._refuse_to_overwrite()
                    self._partial.rename(self.directory)
        finally:
            shutil.rmtree(self._partial, ignore_errors=True)
            if self._parent_is_new:
                with suppress(OSError):  # somebody else's run may stand there by now
                    self.directory.parent.rmdir()

    def _refuse_to_overwrite(self) -> None:
        if self.directory.exists():
            raise Complaint(
                say("実行フォルダはすでにあります。上書きしません。"),
                where=say("{path}", path=self.directory),
                mend=say("--out に別の場所を指定するか、古いフォルダを移してください。"),
            )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        # Only what goes wrong with our own files is put down to the folder.
        try:
            yield
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> Complaint:
        return Complaint(
            say("実行フォルダに書き込めません（{reason}）。", reason=reason_of(error)),
            where=say("{path}", path=self.directory),
            mend=say("--out に書き込める場所を指定してください。"),
        )

    def write_text(self, name: str, content: str) -> None:
        """Write a file of text (UTF-8, LF)."""
        with self._writing():
            (self._partial / name).write_text(content, encoding="utf-8", newline="\n")

    def write_json(self, name: str, schema: str, content: Mapping[str, object]) -> None:
        """Write JSON with its schema id; the same content gives the same bytes."""
        document = {"schema": schema, **content}
        self.write_text(name, json.dumps(document, ensure_ascii=False, indent=1) + "\n")

    def write_table(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Write a table as CSV (UTF-8, LF) with a header line."""
        with self._writing(), (self._partial / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(rows)
