"""A message that is put into words only where it is shown."""

import gettext
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

Language = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
LOCALE_DIRECTORY = Path(__file__).parent / "locale"
DOMAIN = "pmhsim"
_SEPARATORS: dict[Language, str] = {"ja": "、", "en": ", "}


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    if language == "ja":
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, LOCALE_DIRECTORY, languages=[language])


@dataclass(frozen=True, slots=True)
class Text:
    """A Japanese message with its values; `render` gives it in either language.

    Values that are themselves texts, or tuples of them, are rendered in the same language.
    `str()` is the Japanese wording.
    """

    message: str
    values: tuple[tuple[str, object], ...] = ()

    def render(self, language: Language = "ja") -> str:
        """Put the message into words; a message missing from the catalogue stays Japanese."""
        wording = _catalogue(language).gettext(self.message) if self.message else ""
        values = {name: _put(value, language) for name, value in self.values}
        return wording.format(**values) if values else wording

    def __str__(self) -> str:
        return self.render()


def _put(value: object, language: Language) -> object:
    if isinstance(value, Text):
        return value.render(language)
    if isinstance(value, tuple):
        return _SEPARATORS[language].join(str(_put(part, language)) for part in value)
    return value


def say(message: str, /, **values: object) -> Text:
    """Make a text; `message` is the Japanese source, with `{name}` for each value."""
    return Text(message, tuple(values.items()))
