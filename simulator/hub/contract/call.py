"""One call of the interface: how an operation stands in a request, and its value in the answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from urllib.parse import quote, urlencode

from simulator.hub.contract.documents import JSON_TYPE, dump, parse
from simulator.hub.contract.forms import FieldError, FieldErrors, Form, ListForm, Member
from simulator.hub.contract.page import PageForm, PageWish, write_wish
from simulator.port.operations import Operation

LIMIT_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Call:
    """What an operation is on the wire.

    `path` names its members in braces. `statuses` are those of success, the usual one first. `body` reads to
    the operation itself, `answer` to the value of its outcome; None where nothing is carried.
    """

    operation: type[Operation]
    method: str
    path: str
    statuses: tuple[int, ...]
    answer: Form[object] | None = None
    body: Form[Operation] | None = None
    members: tuple[Member, ...] = ()
    query: tuple[Member, ...] = ()
    headers: tuple[Member, ...] = ()
    media_type: str = JSON_TYPE
    limit_bytes: int = LIMIT_BYTES
    is_public: bool = False

    @property
    def is_paged(self) -> bool:
        """Whether the answer is a page, and the query may ask for another."""
        return isinstance(self.answer, PageForm)

    def write_path(self, operation: Operation, page: PageWish | None = None) -> str:
        """The path with its query, percent-encoded."""
        parts = {member.name: _part(str(member.of(operation))) for member in self.members}
        path = self.path.format_map(parts)
        asked = {member.name: member.of(operation) for member in self.query}
        query = urlencode({**asked, **(write_wish(page) if page else {})})
        return f"{path}?{query}" if query else path

    def write_headers(self, operation: Operation) -> dict[str, str]:
        """The headers that carry a member, and the media type of the body."""
        headers = {member.name: str(member.of(operation)) for member in self.headers}
        return headers if self.body is None else {**headers, "Content-Type": self.media_type}

    def write_body(self, operation: Operation) -> bytes:
        """The body, empty where the call has none."""
        if self.body is None:
            return b""
        document = self.body.write(operation)
        return document if isinstance(document, bytes) else dump(document)

    def read(
        self, path: Mapping[str, str], query: Mapping[str, str], headers: Mapping[str, str], body: bytes
    ) -> Operation:
        """The operation that a request stands for; `path` holds the decoded parts by name.

        Raises:
            NotJson: the body is no JSON.
            FieldErrors: fields are missing or wrong.
        """
        given = _read_all((self.members, path), (self.query, query), (self.headers, headers))
        if self.body is None:
            make: Callable[..., Operation] = self.operation
            return make(**given)
        document = parse(body) if self.media_type == JSON_TYPE else body
        return self.body.read(document, "", **given)


@dataclass(frozen=True, slots=True)
class RowsForm:
    """A body that is an array of rows and nothing beside; the rows are one attribute of the operation."""

    make: Callable[..., Operation]
    rows: ListForm[object]
    attribute: str = "rows"

    def write(self, value: Operation) -> object:
        """The rows of an operation."""
        return self.rows.write(attrgetter(self.attribute)(value))

    def read(self, value: object, pointer: str = "", **given: object) -> Operation:
        """The operation; FieldErrors with the errors of all rows."""
        return self.make(**{self.attribute: self.rows.read(value, pointer, **given)}, **given)


@dataclass(frozen=True, slots=True)
class BytesForm:
    """A body that is no JSON but the bytes of one attribute."""

    make: Callable[..., Operation]
    attribute: str

    def write(self, value: Operation) -> object:
        """The bytes."""
        return attrgetter(self.attribute)(value)

    def read(self, value: object, pointer: str = "", **given: object) -> Operation:  # noqa: ARG002 - any bytes will do
        """The operation."""
        return self.make(**{self.attribute: value}, **given)


def _part(value: str) -> str:
    """A part of a path; dots are encoded too, since `.` and `..` alone would be resolved on the way."""
    return quote(value, safe="").replace(".", "%2E")


def _read_all(*sources: tuple[tuple[Member, ...], Mapping[str, str]]) -> dict[str, object]:
    given: dict[str, object] = {}
    errors: list[FieldError] = []
    for members, values in sources:
        for member in members:
            try:
                given[member.argument] = member.read(values, "")
            except FieldErrors as wrong:
                errors += wrong.errors
    if errors:
        raise FieldErrors(*errors)
    return given
