"""What a user is told about a mistake that he can mend."""

from simulator.language.text import Language, Text


class Complaint(Exception):  # noqa: N818 - it is no error of ours but a word to the user
    """A user's mistake: what is wrong, where (file, line, field), and how to mend it."""

    def __init__(self, what: Text, *, where: Text | None = None, mend: Text | None = None) -> None:
        super().__init__(str(what))
        self.what = what
        self.where = where
        self.mend = mend

    def render(self, language: Language = "ja") -> str:
        """The complaint on up to three lines: what, where, how to mend."""
        labels = {"ja": ("場所", "直し方"), "en": ("where", "how to mend")}[language]
        lines = [self.what.render(language)]
        parts = zip(labels, (self.where, self.mend), strict=True)
        lines += [f"  {label}: {part.render(language)}" for label, part in parts if part is not None]
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.render()
