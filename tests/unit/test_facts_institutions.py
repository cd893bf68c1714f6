"""Institutions per body and the invented vendors."""

import math
from collections import Counter

import pytest

from simulator.facts.bodies import municipalities, prefectures
from simulator.facts.errors import UnknownBody
from simulator.facts.institutions import (
    claims_computer_vendors,
    institution_counts,
    prefecture_institution_counts,
)

KINDS = ("hospital", "clinic", "dental", "pharmacy")


def test_synthetic_counts_add_up_to_those_of_the_prefecture() -> None:
    totals = Counter[tuple[str, str]]()
    for body in municipalities():
        counts = institution_counts(body.code)
        for kind in KINDS:
            totals[body.prefecture_code, kind] += getattr(counts, kind)
    for each in prefectures():
        counts = prefecture_institution_counts(each.code)
        assert [totals[each.prefecture_code, kind] for kind in KINDS] == [
            getattr(counts, kind) for kind in KINDS
        ]


def test_national_totals_are_those_published_but_for_rounding() -> None:
    counts = [prefecture_institution_counts(each.code) for each in prefectures()]
    assert sum(each.hospital for each in counts) == 8_182
    assert sum(each.dental for each in counts) == 66_818
    # scaled to 61,398 and rounded prefecture by prefecture
    assert sum(each.pharmacy for each in counts) == 61_399


def test_an_unknown_body_has_no_institutions() -> None:
    with pytest.raises(UnknownBody):
        institution_counts("450006")
    with pytest.raises(UnknownBody):
        prefecture_institution_counts("452025")


def test_vendors_are_invented_and_share_the_whole_market() -> None:
    vendors = claims_computer_vendors()
    assert len({each.name for each in vendors}) == 5
    assert all(each.name.startswith("架空") for each in vendors)
    assert math.isclose(sum(each.share for each in vendors), 1)
    assert {each.subsidy_ready for each in vendors} == {True, False}
