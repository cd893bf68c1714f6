from collections import Counter
from datetime import date

import numpy as np
import pytest

from simulator.clock import Duration, age_on, birthday, child_scheme_end, reached_on
from simulator.facts import Program, programs, scheme
from simulator.facts.selections import first_year_codes
from simulator.records.certificate import BeneficiaryCertificate
from simulator.world import World, build
from simulator.world.dates import ages_on
from simulator.world.keys import luhn_valid
from simulator.world.subsidy_terms import terms

DAY = date(2026, 11, 30)
NOT_SUBSIDIES = {Program.VACCINATION, Program.CHECKUP}
Printed = list[tuple[int, bool, BeneficiaryCertificate]]


@pytest.fixture(scope="module")
def world() -> World:
    return build("452025", 0.25, DAY, 7)


@pytest.fixture(scope="module")
def printed(world: World) -> Printed:
    owners = sorted(set(world.certificates.owner.tolist()))
    found: Printed = []
    for owner in owners:
        held = world.certificates_of(owner)
        found += [(owner, True, each) for each in held.registered]
        found += [(owner, False, each) for each in held.paper_only]
    return found


@pytest.mark.parametrize("code", ["452025", "431001", "232033", "422053", "423238", "112259", "052108"])
def test_registered_are_exactly_the_schemes_that_the_body_runs(code: str) -> None:
    assert code in first_year_codes()
    world = build(code, 0.1 if code in {"431001", "232033"} else 0.5, DAY, 7)
    registered = {row.certificate.scheme for row in world.recipient_rows()}
    assert registered == {each.value for each in programs(code) - NOT_SUBSIDIES}
    assert {row.certificate.body_code for row in world.recipient_rows()} <= {code}


def test_intractable_disease_and_psychiatric_care_are_on_paper_from_the_prefecture(printed: Printed) -> None:
    issuers = {(each.scheme, registered, each.body_code) for _, registered, each in printed}
    assert ("nanbyo", False, "450006") in issuers
    assert ("seishin_tsuin", False, "450006") in issuers
    assert ("kosei", True, "452025") in issuers
    assert not any(registered and issuer != "452025" for _, registered, issuer in issuers)


def test_a_designated_city_issues_its_own() -> None:
    issued = {each.code: each.body_code for each in terms("431001", DAY)}
    assert issued["nanbyo"] == issued["seishin_tsuin"] == "431001"


def test_where_the_body_runs_no_subsidy_all_certificates_are_paper() -> None:
    world = build("423238", 1.0, DAY, 7)
    assert world.recipient_rows() == ()
    assert len(world.certificates) > 1000


def test_every_certificate_is_valid_on_the_day_and_begins_after_birth(world: World, printed: Printed) -> None:
    for owner, _, each in printed:
        assert each.valid_on(DAY)
        assert each.valid_from >= world.people.birth[owner].item()
        assert (each.valid_to - each.valid_from).days <= 366


def test_numbers_are_well_formed_and_unique(printed: Printed) -> None:
    numbers = Counter((each.payer_number, each.recipient_number) for _, _, each in printed)
    assert max(numbers.values()) == 1
    for payer, recipient in numbers:
        assert len(payer) == 8
        assert luhn_valid(payer)
        assert payer[2:4] == "45"
        assert payer[4] == "9"
        assert len(recipient) <= 30
    national = [each for _, _, each in printed if scheme(each.scheme).national]
    assert all(len(each.recipient_number) == 7 and luhn_valid(each.recipient_number) for each in national)
    assert any(each.recipient_number.startswith("0") for each in national)


def test_all_children_hold_the_child_scheme_to_its_end(world: World, printed: Printed) -> None:
    holders = {owner: each for owner, _, each in printed if each.scheme == "local_kodomo"}
    for index in range(len(world)):
        birth = world.people.birth[index].item()
        assert (index in holders) == (child_scheme_end(birth) >= DAY)
        if index in holders:
            assert holders[index].valid_to <= child_scheme_end(birth)


def test_the_law_s_ages_are_kept(world: World, printed: Printed) -> None:
    for owner, _, each in printed:
        birth = world.people.birth[owner].item()
        if each.scheme in {"kosei", "nanbyo"}:
            assert age_on(birth, DAY) >= 18
            assert each.valid_from >= birthday(birth, 18)
        if each.scheme in {"ikusei", "shoni_mansei"}:
            assert each.valid_to <= reached_on(birth, Duration(18, "Y"))
        if each.scheme == "local_koki":
            assert each.valid_from >= birthday(birth, 75)


def test_one_person_has_at_most_one_local_scheme_beside_the_child_scheme(printed: Printed) -> None:
    held: dict[int, list[str]] = {}
    for owner, _, each in printed:
        held.setdefault(owner, []).append(each.scheme)
    for schemes in held.values():
        assert len(set(schemes)) == len(schemes)
        assert sum(each.startswith("local_") and each != "local_kodomo" for each in schemes) <= 1
    assert all("seishin_tsuin" in schemes for schemes in held.values() if "local_seishin" in schemes)


def test_one_parent_families_hold_their_scheme_parent_and_children(world: World, printed: Printed) -> None:
    households = {
        int(world.people.household[owner]) for owner, _, each in printed if each.scheme == "local_hitorioya"
    }
    age = ages_on(world.people.birth, DAY)
    for household in households:
        ages = age[world.people.household == household]
        assert (ages >= 18).sum() == 1
        assert (ages < 18).any()


def test_ceilings_are_those_of_the_scheme(printed: Printed) -> None:
    for _, _, each in printed:
        about = scheme(each.scheme)
        if about.national:
            row = next(row for row in about.ceilings if row.income_class == each.income_class)
            assert each.monthly_ceiling_yen in {row.ceiling_yen, row.ceiling_severe_continued_yen}
            assert each.monthly_ceiling_yen is not None


def test_no_ceiling_outlives_its_transitional_special(printed: Printed) -> None:
    upper = [each for _, _, each in printed if (each.scheme, each.income_class) == ("kosei", "upper")]
    assert upper
    assert all(each.valid_to <= date(2027, 3, 31) for each in upper)
    later = {each.income_class for each in terms("452025", date(2027, 4, 1))[2].classes}
    assert "low_1" in later
    assert "upper" not in later


@pytest.mark.parametrize("code", ["nanbyo", "seishin_tsuin", "local_shogai", "local_hitorioya"])
def test_numbers_of_holders_are_near_the_scheme_s_recipients(code: str) -> None:
    world = build("452025", 1.0, DAY, 7)
    places = {each.code: place for place, each in enumerate(world.certificates.terms)}
    found = int(np.sum(world.certificates.scheme == places[code])) / len(world) * 1000
    assert found == pytest.approx(scheme(code).recipients_per_1000, rel=0.1)
