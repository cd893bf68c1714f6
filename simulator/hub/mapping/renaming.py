"""Documents of the contract into those of a hub, and back, on the level of JSON."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.hub.mapping.spelling import Spelling, applied

_SEPARATOR = re.compile(r"[/.]")
_INDEX = re.compile(r"\[?([0-9]+)\]?")


@dataclass(frozen=True, slots=True)
class Renaming:
    """A field: the contract's name, the hub's, how the value is spelled, and the fields within.

    `added` members stand in every object that is written, under the hub's names. `supplied` ones are put,
    under the contract's, where the hub leaves them out. An `omitted` field is not written.
    """

    name: str
    theirs: str
    spelling: Spelling | None = None
    fields: tuple["Renaming", ...] = ()
    added: Mapping[str, object] = field(default_factory=dict)
    supplied: Mapping[str, object] = field(default_factory=dict)
    omitted: bool = False

    def write(self, value: object) -> object:
        """A value of the contract as the hub has it."""
        if isinstance(value, list):
            return [self.write(each) for each in value]
        if isinstance(value, dict):
            return self._write_object(value)
        return value if self.spelling is None else applied(self.spelling.write, value)

    def read(self, value: object) -> object:
        """A value of the hub as the contract has it."""
        if isinstance(value, list):
            return [self.read(each) for each in value]
        if isinstance(value, dict):
            return self._read_object(value)
        return value if self.spelling is None else applied(self.spelling.read, value)

    def read_pointer(self, pointer: str) -> str:
        """The place of a field as a JSON pointer in the contract's names; the hub may write dots."""
        here: Renaming | None = self
        parts: list[str] = []
        for part in filter(None, _SEPARATOR.split(pointer.removeprefix("$").removeprefix("#"))):
            index = _INDEX.fullmatch(part)
            if index is None:
                here = None if here is None else here._by_their_name(part)  # noqa: SLF001 - of this class
            parts.append(index[1] if index else part if here is None else here.name)
        return "".join(f"/{part}" for part in parts)

    def _write_object(self, value: dict[str, object]) -> dict[str, object]:
        known = {each.name: each for each in self.fields}
        written: dict[str, object] = {}
        for name, each in value.items():
            field_ = known.get(name)
            if field_ is None:
                written[name] = each
            elif not field_.omitted:
                written[field_.theirs] = field_.write(each)
        return {**written, **self.added}

    def _read_object(self, value: dict[str, object]) -> dict[str, object]:
        known = {each.theirs: each for each in self.fields}
        # A field that comes under the contract's name although the hub calls it otherwise is not the hub's.
        foreign = {each.name for each in self.fields} - set(known)
        read: dict[str, object] = {}
        for name, each in value.items():
            field_ = known.get(name)
            if field_ is not None:
                read[field_.name] = field_.read(each)
            elif name not in foreign:
                read[name] = each
        return {**self.supplied, **read}

    def _by_their_name(self, name: str) -> "Renaming | None":
        return next((each for each in self.fields if each.theirs == name), None)


Envelope = tuple[str, ...]


def wrapped(document: object, envelope: Envelope) -> object:
    """A document within objects of these names, the outermost first."""
    for name in reversed(envelope):
        document = {name: document}
    return document


def unwrapped(document: object, envelope: Envelope) -> object:
    """What stands within objects of these names; None where it does not."""
    for name in envelope:
        if not isinstance(document, dict) or name not in document:
            return None
        document = document[name]
    return document
