"""Keep the message catalogues in step with the source.

`python scripts/catalogue.py update` extracts the messages, keeps every translation that still fits, and
compiles. `python scripts/catalogue.py check` changes nothing; it names what is missing, stale, untranslated
or not compiled, and exits with 1 if there is anything. Both give the same bytes for the same source.

Our own messages are Japanese in the source and translated to English; those of the argument parser are
English in its source and translated to Japanese.
"""

import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import jinja2.ext
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "simulator" / "language" / "locale"
Id = str | tuple[str, str]
Keywords = Mapping[str, tuple[int, ...] | None]


class Timeless(Catalog):
    """A catalogue whose header holds no time, tool or name, so that the same messages give the same bytes."""

    def _headers(self) -> list[tuple[str, str]]:
        headers = [("Project-Id-Version", self.project)]
        if self.locale is not None:
            headers += [("Language", str(self.locale)), ("Plural-Forms", self.plural_forms)]
        # The last header ends its line, as readers of compiled catalogues expect.
        return [*headers, ("MIME-Version", "1.0"), ("Content-Type", "text/plain; charset=utf-8\n")]

    mime_headers = property(_headers)


@dataclass(frozen=True, slots=True)
class Domain:
    """The messages of one source: where they stand, how they are marked, into what they are translated."""

    name: str
    title: str
    language: str
    root: Path
    sources: tuple[str, ...]
    keywords: Keywords
    unmarked: tuple[str, ...] = ()
    locale: Path = LOCALE

    @property
    def template(self) -> Path:
        """The messages without translation."""
        return self.locale / f"{self.name}.pot"

    @property
    def translations(self) -> Path:
        """The messages with their translations."""
        return self.locale / self.language / "LC_MESSAGES" / f"{self.name}.po"

    @property
    def compiled(self) -> Path:
        """What is read at run time."""
        return self.translations.with_suffix(".mo")

    def messages(self) -> dict[Id, list[tuple[str, int]]]:
        """The messages in the order of the source, with the files that hold them."""
        found: dict[Id, list[tuple[str, int]]] = {}
        for path in sorted({path for source in self.sources for path in self.root.glob(source)}):
            name = path.relative_to(self.root).as_posix()
            for message in _extracted(path, self.keywords):
                found.setdefault(message, []).append((name, 0))
        for message in self.unmarked:
            found.setdefault(message, [(self.sources[0], 0)])
        return found


OURS = Domain(
    "pmhsim",
    "Messages of pmhsim: Japanese in the source",
    "en",
    ROOT,
    ("simulator/**/*", "loadtests/**/*", "dashboard.py"),
    {"say": None, "t": None},
)
PARSER = Domain(
    "messages",
    "Messages of click, the argument parser: English in the source",
    "ja",
    Path(click.__file__).parent.parent,
    ("click/**/*",),
    {"_": None, "ngettext": (1, 2)},
    ("required",),  # looked up by a name at run time
)
DOMAINS = (OURS, PARSER)


def _extracted(path: Path, keywords: Keywords) -> Iterator[Id]:
    methods: dict[str, Any] = {".py": "python", ".html": jinja2.ext.babel_extract}
    method = methods.get(path.suffix)
    if method is None:
        return
    with path.open("rb") as source:
        for _, message, _, _ in extract(method, source, keywords, options={"encoding": "utf-8"}):
            yield message if isinstance(message, str) else (message[0], message[1])


def catalogue(domain: Domain, known: Catalog | None) -> Timeless:
    """The messages of the source with the translations that are known of them."""
    comment = f"# {domain.title}. Written by scripts/catalogue.py."
    locale = domain.language if known is not None else None
    made = Timeless(locale, header_comment=comment, project="pmhsim", fuzzy=False)
    for message, places in domain.messages().items():
        old = known.get(message) if known is not None else None
        made.add(message, old.string if old is not None and old.id == message else None, locations=places)
    return made


def translated(domain: Domain) -> Catalog:
    """The translations as they stand; none if there is no file yet."""
    if not domain.translations.exists():
        return Catalog(domain.language)
    with domain.translations.open("rb") as source:
        return read_po(source, locale=domain.language)


def text_of(made: Timeless) -> bytes:
    """The catalogue as text, by file and without line numbers, so that moved lines change nothing."""
    text = io.BytesIO()
    write_po(text, made, width=0, include_lineno=False, ignore_obsolete=True)
    return text.getvalue().rstrip(b"\n") + b"\n"


def compile_text(domain: Domain) -> bytes:
    """What the translations as they stand compile to."""
    made = Timeless(domain.language, project="pmhsim", fuzzy=False)
    for message in _entries(translated(domain)):
        made.add(message.id, message.string)
    compiled = io.BytesIO()
    write_mo(compiled, made)
    return compiled.getvalue()


def _entries(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def update(domain: Domain) -> None:
    """Write template, translations and compiled catalogue."""
    domain.translations.parent.mkdir(parents=True, exist_ok=True)
    domain.template.write_bytes(text_of(catalogue(domain, None)))
    domain.translations.write_bytes(text_of(catalogue(domain, translated(domain))))
    domain.compiled.write_bytes(compile_text(domain))


def faults(domain: Domain) -> Iterator[str]:
    """What is wrong with the catalogue of a domain, one line each."""
    wanted, entries = domain.messages(), _entries(translated(domain))
    known = {message.id for message in entries}
    file = domain.translations.relative_to(domain.locale).as_posix()
    yield from (f"{file}: missing: {message!r}" for message in wanted if message not in known)
    for message in entries:
        if message.id not in wanted:
            yield f"{file}: stale: {message.id!r}"
        elif message.fuzzy or not _whole(message):
            yield f"{file}: not translated: {message.id!r}"
    if not domain.compiled.exists() or domain.compiled.read_bytes() != compile_text(domain):
        yield f"{file}: not compiled"


def _whole(message: Message) -> bool:
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(forms) and all(forms)


def main(arguments: Sequence[str]) -> int:
    """Update or check all catalogues; gives the exit code."""
    if list(arguments) not in (["update"], ["check"]):
        print("usage: python scripts/catalogue.py update|check", file=sys.stderr)
        return 2
    if arguments[0] == "update":
        for domain in DOMAINS:
            update(domain)
    found = [fault for domain in DOMAINS for fault in faults(domain)]
    for fault in found:
        print(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
