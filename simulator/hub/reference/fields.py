"""Fields of a result that can't be right, by the names of the contract."""

import re

from simulator.records.result import CheckupResult, Dose, Result

_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_LOT = re.compile(r"\S(.{0,28}\S)?")
_AMOUNT = re.compile(r"([0-9]{1,3}([.][0-9]{1,3})?)?")


def is_key(key: str) -> bool:
    """Whether the text can be an idempotency key: visible ASCII, 1 to 255 characters."""
    return _KEY.fullmatch(key) is not None


def wrong_fields(result: Result) -> tuple[str, ...]:
    """The fields with impossible values; measures may be left out (empty)."""
    match result:
        case Dose():
            right = {
                "doseNumber": result.dose_number >= 1,
                "lotNumber": _LOT.fullmatch(result.lot_number) is not None,
                "amountMl": _AMOUNT.fullmatch(result.amount_ml) is not None,
            }
        case CheckupResult():
            right = {
                "heightCm": _AMOUNT.fullmatch(result.height_cm) is not None,
                "weightKg": _AMOUNT.fullmatch(result.weight_kg) is not None,
            }
        case _:
            right = {"doseNumber": result.dose_number >= 1}
    return tuple(field for field, is_right in right.items() if not is_right)
