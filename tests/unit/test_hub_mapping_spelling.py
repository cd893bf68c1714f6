"""Values as another hub spells them, there and back."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.hub.mapping.spelling import UNREADABLE, DayFormat, Words, applied

FORMATS = ["YYYYMMDD", "YYYY/MM/DD", "DD.MM.YYYY", "YYYY年MM月DD日", "MM-DD-YYYY", "YYYY-MM-DD"]


@given(st.dates(date(1, 1, 1)), st.sampled_from(FORMATS))
def test_every_day_comes_back_from_every_form(day: date, form: str) -> None:
    spelling = DayFormat(form)
    assert spelling.read(spelling.write(day.isoformat())) == day.isoformat()


@pytest.mark.parametrize(
    ("form", "written"),
    [("YYYYMMDD", "20260405"), ("DD.MM.YYYY", "05.04.2026"), ("YYYY年MM月DD日", "2026年04月05日")],
)
def test_a_day_is_written_with_its_zeros(form: str, written: str) -> None:
    assert DayFormat(form).write("2026-04-05") == written


@pytest.mark.parametrize("value", ["2026-04-05", "2026040", "20260405 ", 20260405, True, "", "２０２６0405"])
def test_a_day_in_another_form_than_the_hubs_own_is_unreadable(value: object) -> None:
    assert DayFormat("YYYYMMDD").read(value) is UNREADABLE


def test_null_stays_null_where_a_day_may_be_missing() -> None:
    assert DayFormat("YYYYMMDD").read(None) is None
    assert DayFormat("YYYYMMDD").write(None) is None


@pytest.mark.parametrize("form", ["YYYYMM", "YYMMDD", "YYYYMMDDDD", "YYYYMMMMDD", ""])
def test_a_form_without_year_month_or_day_is_not_whole(form: str) -> None:
    assert not DayFormat(form).is_whole


def test_words_are_told_apart_by_their_types() -> None:
    numbers = Words(((False, 0), (True, 1)))
    no, yes = False, True
    assert [numbers.write(no), numbers.write(yes)] == [0, 1]
    assert json.dumps([numbers.read(0), numbers.read(1)]) == "[false, true]"
    assert numbers.read(yes) is UNREADABLE
    assert numbers.write("yes") == "yes"


def test_a_word_of_the_contract_is_unreadable_where_the_hub_has_its_own() -> None:
    words = Words((("vaccination", "V"), ("checkup", "K")))
    assert words.read("V") == "vaccination"
    assert words.read("vaccination") is UNREADABLE
    assert words.read("other") == "other"


def test_words_may_change_places() -> None:
    words = Words((("1", "2"), ("2", "1")))
    assert [words.write("1"), words.read("1")] == ["2", "2"]


@given(st.recursive(st.none() | st.booleans() | st.text() | st.integers(), st.lists))
def test_anything_can_be_put_to_words(value: object) -> None:
    words = Words((("a", "b"),))
    applied(words.write, value)
    applied(words.read, value)
