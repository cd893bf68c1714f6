"""Decisions about registrations: which rows are taken, in which order, and what is reported."""

from collections.abc import Iterable, Mapping, Sequence

from simulator.hub.reference.store import Store

RowErrors = Mapping[int, tuple[str, ...]]
_COLUMNS = (
    "holder, scheme, recipient_number, valid_from, valid_to, name, payer_number, income_class,"
    " monthly_ceiling, reimbursement, history_key, further"
)
CERTIFICATE = f"INTO certificate ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


class RegistrationDecisions:
    """What becomes of the rows of a registration."""

    def intake_order(self) -> str:
        """The order (SQL) in which the rows of a task are taken in: as they came."""
        return "place"

    def refused_rows(self, errors: RowErrors, places: Iterable[int]) -> RowErrors:  # noqa: ARG002 - for the defective
        """The rows that are not taken in, of all places: those that are wrong, and no others."""
        return errors

    def reported(self, errors: RowErrors) -> RowErrors:
        """The errors as the body is told of them, by the place of the row."""
        return errors

    def is_own_task(self, body_code: str, asking: str) -> bool:
        """Whether a body may know how a registration fared."""
        return body_code == asking

    def write_certificate(self, store: Store, holder: int, values: Sequence[object]) -> None:
        """Write a certificate in the place of an earlier one of the same identity."""
        store.write(f"INSERT OR REPLACE {CERTIFICATE}", holder, *values)

    def take_back_certificate(self, store: Store, holder: int, scheme: str, history_key: str) -> None:
        """Take back what stands under a history key; nothing may stand there."""
        store.write(
            "DELETE FROM certificate WHERE holder = ? AND scheme = ? AND history_key = ?",
            *(holder, scheme, history_key),
        )
