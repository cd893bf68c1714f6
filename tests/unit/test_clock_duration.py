import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.clock import Duration


@pytest.mark.parametrize(
    "written",
    ["", "P", "24M", "PM", "p24m", "P24", "P-1M", "P1.5Y", "P1Y6M", "PT24M", "P24M ", "P24H", "P２４M"],
)
def test_anything_but_a_duration_of_one_unit_is_refused_by_name(written: str) -> None:
    with pytest.raises(ValueError, match="not a duration of one unit") as refusal:
        Duration.parse(written)
    assert repr(written) in str(refusal.value)


@given(st.integers(0, 9999), st.sampled_from(["D", "W", "M", "Y"]))
def test_a_duration_is_read_as_it_is_written(count: int, unit: str) -> None:
    written = f"P{count}{unit}"
    assert str(Duration.parse(written)) == written


@given(st.integers(0, 9999))
def test_calendar_units_have_no_days_and_day_units_no_months(count: int) -> None:
    assert (Duration(count, "Y").months, Duration(count, "Y").days) == (12 * count, None)
    assert (Duration(count, "M").months, Duration(count, "M").days) == (count, None)
    assert (Duration(count, "W").months, Duration(count, "W").days) == (None, 7 * count)
    assert (Duration(count, "D").months, Duration(count, "D").days) == (None, count)
