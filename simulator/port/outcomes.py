"""What an operation came to, in words that hold for any hub."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ok:
    """The hub did it; `value` is a frozen record, a tuple of such, or None."""

    value: object = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The hub took it in and works on it; `task` is polled."""

    task: str


@dataclass(frozen=True, slots=True)
class Empty:
    """The hub has nothing to show, for whatever cause."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The hub refuses; `reason` is the stable code of the contract."""

    reason: str


@dataclass(frozen=True, slots=True)
class Invalid:
    """The hub finds fields wrong."""

    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else changed it first."""


@dataclass(frozen=True, slots=True)
class AlreadyRegistered:
    """It stands there already, from this key or another."""


@dataclass(frozen=True, slots=True)
class Unsupported:
    """This hub does not offer the operation; never a failure."""


@dataclass(frozen=True, slots=True)
class Unavailable:
    """The hub says that it can't serve now, and perhaps when to ask again."""

    detail: str = ""
    retry_after_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Malformed:
    """The answer is none that the hub's interface knows."""

    detail: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Sent, but no answer came: it may have been done or not."""

    detail: str = ""


Outcome = (
    Ok
    | Accepted
    | Empty
    | Refused
    | Invalid
    | Conflict
    | AlreadyRegistered
    | Unsupported
    | Unavailable
    | Malformed
    | Unknown
)
