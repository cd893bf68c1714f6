"""FHIR documents: read with care, as they come from somebody else, and written without empty members."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

Resource = Mapping[str, object]

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Broken(Exception):  # noqa: N818 - says what the document is
    """A document that is none of FHIR's; tells the place, never a value."""


@dataclass(frozen=True, slots=True)
class Element:
    """An object of a document and its path; a missing member is empty, one of a wrong type is Broken."""

    members: Resource
    path: str

    def __contains__(self, name: str) -> bool:
        return name in self.members

    def part(self, name: str) -> "Element":
        """An object below; an empty one where there is none."""
        return _element(self.members.get(name, {}), f"{self.path}.{name}")

    def parts(self, name: str) -> tuple["Element", ...]:
        """The objects of a list below."""
        listed = self.members.get(name, [])
        if not isinstance(listed, list):
            raise Broken(f"{self.path}.{name}")
        return tuple(_element(each, f"{self.path}.{name}[{place}]") for place, each in enumerate(listed))

    def text(self, name: str) -> str:
        """A text; decimals are given as they were written."""
        value = self.members.get(name, "")
        if not isinstance(value, str) or _LONE_SURROGATE.search(value):
            raise Broken(f"{self.path}.{name}")
        return value

    def needed(self, name: str) -> str:
        """A text that must not be missing."""
        value = self.text(name)
        if not value:
            raise Broken(f"{self.path}.{name}")
        return value

    def number(self, name: str) -> str:
        """A number as it was written; empty where there is none."""
        value = self.members.get(name, "")
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise Broken(f"{self.path}.{name}")
        return str(value)

    def whole(self, name: str) -> int:
        """A whole number that must not be missing; some servers write it as a decimal."""
        try:
            value = float(self.number(name))
            if value != int(value):
                raise Broken(f"{self.path}.{name}")
            return int(value)
        except (ValueError, OverflowError):
            raise Broken(f"{self.path}.{name}") from None

    def day(self, name: str) -> date:
        """A date, or the date of a time, that must not be missing."""
        try:
            return date.fromisoformat(self.needed(name)[:10])
        except ValueError:
            raise Broken(f"{self.path}.{name}") from None

    def coded(self, system: str) -> str:
        """The code that a CodeableConcept has in a system; empty where it has none."""
        return next((c.text("code") for c in self.parts("coding") if c.text("system") == system), "")

    def identified(self, system: str) -> str:
        """The value of the identifier in a system; empty where there is none."""
        return next((i.text("value") for i in self.parts("identifier") if i.text("system") == system), "")

    def identifies(self, system: str, value: str) -> bool:
        """Whether the resource bears an identifier."""
        return any(
            (each.text("system"), each.text("value")) == (system, value) for each in self.parts("identifier")
        )

    @property
    def kind(self) -> str:
        """The resource's type."""
        return self.text("resourceType")

    @property
    def id(self) -> str:
        """The resource's logical id."""
        return self.needed("id")

    @property
    def version(self) -> str:
        """The resource's version."""
        return self.part("meta").text("versionId")


def _element(value: object, path: str) -> Element:
    if not isinstance(value, dict):
        raise Broken(path)
    return Element(value, path)


def parse(body: bytes) -> Element:
    """Read a resource; raises Broken for what is none."""
    try:
        document = json.loads(body, parse_float=str, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Broken("not JSON") from None
    found = _element(document, "resource")
    return Element(found.members, found.needed("resourceType"))


def _no_number(name: str) -> None:
    raise ValueError(name)


def encode(resource: Resource) -> bytes:
    """Write a resource, without the empty members that FHIR forbids."""
    return json.dumps(_filled(resource), ensure_ascii=False, separators=(",", ":")).encode()


def _filled(value: object) -> object:
    if isinstance(value, Mapping):
        filled = {name: _filled(each) for name, each in value.items()}
        return {name: each for name, each in filled.items() if not _is_empty(each)}
    if isinstance(value, list | tuple):
        return [each for each in map(_filled, value) if not _is_empty(each)]
    return value


def _is_empty(value: object) -> bool:
    return value is None or value in ("", [], {})


def concept(system: str, code: str, text: str = "") -> Resource:
    """A CodeableConcept of one code."""
    return {"coding": [{"system": system, "code": code}] if code else [], "text": text}


def identifier(system: str, value: str) -> Resource:
    """An Identifier; empty where there is no value."""
    return {"system": system, "value": value} if value else {}


def reference(kind: str, logical: str, system: str = "", value: str = "") -> Resource:
    """A reference by id, and by an identifier that can be read without following it."""
    return {"reference": f"{kind}/{logical}", "identifier": identifier(system, value)}


def refers_to(element: Element, kind: str) -> str:
    """The id of the resource of a kind that a Reference names, relative or absolute; empty for any other."""
    steps = element.text("reference").split("/_history/")[0].split("/")
    return steps[-1] if steps[-2:-1] == [kind] else ""


def either(values: Iterable[str]) -> str:
    """Search values of which one must fit, in a fixed order."""
    return ",".join(sorted(values))
