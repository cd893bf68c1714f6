"""What is said when a fact table cannot be used or does not hold what was asked for."""


class FactsError(Exception):
    """A fact table cannot be used as it stands; the message is in Japanese."""

    def __init__(
        self, problem: str, file: str, line: int | None = None, field: str | None = None, mend: str = ""
    ) -> None:
        super().__init__(problem, file, line, field, mend)
        self.problem = problem
        self.file = file
        self.line = line
        self.field = field
        self.mend = mend

    def __str__(self) -> str:
        """What is wrong, where, and how to mend it."""
        place = f"ファイル: {self.file}"
        if self.line is not None:
            place += f"、{self.line} 行目"
        if self.field is not None:
            place += f"、項目: {self.field}"
        return f"{self.problem}（{place}）。直し方: {self.mend}"


class UnknownFact(FactsError, KeyError):  # noqa: N818 - it says what is unknown, as KeyError does
    """A table holds no row of that name."""


class UnknownBody(UnknownFact):
    """No municipality or prefecture has that code."""
