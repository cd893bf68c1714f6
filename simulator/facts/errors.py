"""What is said when a fact table cannot be used or does not hold what was asked for."""

from simulator.language import Complaint, Text, say


class FactsError(Complaint):
    """A fact table cannot be used as it stands: what is wrong, in which file and line, and how to mend it."""

    def __init__(
        self,
        what: Text,
        file: str,
        line: int | None = None,
        field: str | None = None,
        mend: Text | None = None,
    ) -> None:
        super().__init__(what, where=_place(file, line, field), mend=mend)
        self.file = file
        self.line = line
        self.field = field
        # An exception is built again from its arguments in another process.
        self.args = (what, file, line, field, mend)


def _place(file: str, line: int | None, field: str | None) -> Text:
    parts = [say("ファイル: {file}", file=file)]
    parts += [say("{line} 行目", line=line)] if line is not None else []
    parts += [say("項目: {field}", field=field)] if field is not None else []
    return say("{parts}", parts=tuple(parts))


class UnknownFact(FactsError, KeyError):  # noqa: N818 - it says what is unknown, as KeyError does
    """A table holds no row of that name."""


class UnknownBody(UnknownFact):
    """No municipality or prefecture has that code."""
