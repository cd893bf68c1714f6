from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from simulator.clock import (
    Duration,
    earliest_after,
    fiscal_year,
    fiscal_year_end,
    fiscal_year_start,
    reached_on,
)
from simulator.facts.checkups import checkup_kind
from simulator.facts.vaccines import VaccinationRule, vaccination_rules
from simulator.records.person import Sex
from simulator.records.ticket import TicketKind
from simulator.world import PastDose, World, build

DAY = date(2026, 11, 30)
RULES = {(r.vaccine, r.course, r.dose_number): r for r in vaccination_rules() if r.row_kind == "regular"}
DAYS = [DAY, date(2020, 4, 1), date(2024, 4, 15), date(2031, 8, 31)]


@pytest.fixture(scope="module")
def worlds() -> list[World]:
    return [build("423238", 1.0, day, 11) for day in DAYS] + [build("452025", 0.1, DAY, 7)]


def window(rule: VaccinationRule, birth: date) -> tuple[date, date]:
    """The legal window by the single rules of the calendar."""
    start, end = date.min, date.max
    if rule.legal_from_day_rule == "birth":
        start = birth
    elif rule.legal_from is not None:
        start = reached_on(birth, Duration.parse(rule.legal_from))
        if rule.legal_from_day_rule == "day_after_reached":
            start += timedelta(days=1)
        if rule.legal_from_day_rule == "fiscal_year_start":
            start = fiscal_year_start(fiscal_year(start))
    if rule.legal_to is not None:
        end = reached_on(birth, Duration.parse(rule.legal_to))
        if rule.legal_to_day_rule == "fiscal_year_end":
            end = fiscal_year_end(fiscal_year(end))
    if rule.course_start_before is not None and rule.dose_number == 1:
        end = min(end, reached_on(birth, Duration.parse(rule.course_start_before)))
    return max(start, rule.effective_from or start), min(end, rule.effective_to or end)


def children(world: World) -> list[int]:
    return [index for index in range(len(world)) if world.people.guardian[index] >= 0]


def test_every_past_dose_lies_within_its_legal_window_and_before_the_day(worlds: list[World]) -> None:
    for world in worlds:
        checked = 0
        for index in children(world)[:1500]:
            birth = world.people.birth[index].item()
            for dose in world.past_doses_of(index):
                first, last = window(RULES[dose.vaccine, dose.course, dose.dose_number], birth)
                assert first <= dose.given_on <= last
                assert dose.given_on < world.day
                checked += 1
        assert checked > 5000


def test_every_interval_between_doses_of_a_course_is_kept(worlds: list[World]) -> None:
    for world in worlds:
        for index in children(world)[:1500]:
            given = {(d.vaccine, d.course, d.dose_number): d.given_on for d in world.past_doses_of(index)}
            for (vaccine, course, number), day in given.items():
                rule = RULES[vaccine, course, number]
                if rule.interval_from_dose is None:
                    continue
                last = (
                    number - 1 if rule.interval_from_dose == "last_primary" else int(rule.interval_from_dose)
                )
                earlier = given[vaccine, course, last]
                allowed = earliest_after(
                    earlier, days=rule.min_interval_days, months=rule.min_interval_months
                )
                assert day >= allowed
                assert day > given[vaccine, course, number - 1]
                if "dose2_by_12m" in rule.applies_if:
                    assert earlier <= reached_on(world.people.birth[index].item(), Duration(12, "M"))


def test_injected_live_vaccines_are_on_one_day_or_more_than_27_days_apart(worlds: list[World]) -> None:
    for world in worlds:
        for index in children(world):
            live = sorted(
                dose.given_on
                for dose in world.past_doses_of(index)
                if RULES[dose.vaccine, dose.course, dose.dose_number].vaccine_type == "live_injected"
            )
            for earlier, later in pairwise(live):
                assert later == earlier or later >= earliest_after(earlier, days=27)


def courses(doses: tuple[PastDose, ...]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for dose in doses:
        found.setdefault(dose.vaccine, set()).add(dose.course)
    return found


def test_a_child_follows_one_course_and_one_product(worlds: list[World]) -> None:
    products = set()
    for world in worlds:
        for index in children(world):
            found = courses(world.past_doses_of(index))
            assert all(len(each) == 1 for each in found.values())
            products |= found.get("rota", set())
            five = world.people.birth[index].item() >= date(2024, 2, 1)
            assert not found.keys() & ({"dpt_ipv", "hib"} if five else {"dpt_ipv_hib"})
            if str(world.people.sex[index]) == Sex.MALE.value:
                assert "hpv" not in found
    assert products == {"rota1", "rota5"}


def test_a_small_share_of_doses_is_missed(worlds: list[World]) -> None:
    world = worlds[0]
    toddlers = [
        i for i in children(world) if date(2020, 1, 1) < world.people.birth[i].item() < date(2024, 1, 1)
    ]
    without = sum("mr" not in courses(world.past_doses_of(index)) for index in toddlers) / len(toddlers)
    assert 0.005 < without < 0.12


def test_vaccination_tickets_are_open_and_carry_the_legal_window(worlds: list[World]) -> None:
    for world in worlds:
        for index in children(world):
            birth = world.people.birth[index].item()
            given = courses(world.past_doses_of(index))
            for ticket in world.tickets_of(index):
                assert ticket.valid_on(world.day)
                if ticket.kind is TicketKind.VACCINATION:
                    rule = RULES[ticket.subject, ticket.course, ticket.dose_number]
                    assert (ticket.valid_from, ticket.valid_to) == window(rule, birth)
                    assert given.get(ticket.subject, {ticket.course}) == {ticket.course}


def test_a_ticket_is_for_the_next_dose_of_each_vaccine_and_one_only(worlds: list[World]) -> None:
    for world in worlds:
        for index in children(world):
            given = {(dose.vaccine, dose.dose_number) for dose in world.past_doses_of(index)}
            tickets = [each for each in world.tickets_of(index) if each.kind is TicketKind.VACCINATION]
            assert len({each.subject for each in tickets}) == len(tickets)
            for ticket in tickets:
                rule = RULES[ticket.subject, ticket.course, ticket.dose_number]
                assert (ticket.subject, ticket.dose_number) not in given
                if rule.interval_from_dose not in {None, "last_primary"}:
                    assert (ticket.subject, ticket.dose_number - 1) in given


def test_late_starters_have_tickets_of_the_course_for_their_age(worlds: list[World]) -> None:
    late = Counter(
        row.ticket.course for world in worlds for row in world.ticket_rows() if row.ticket.dose_number == 1
    )
    assert late["start_24_59m"]
    assert late["hpv9_3dose"]


def test_checkup_tickets_are_exactly_those_whose_window_is_open(worlds: list[World]) -> None:
    for world in worlds:
        for index in children(world):
            birth = world.people.birth[index].item()
            expected = {}
            for code in ("inf01m", "inf04m", "inf10m", "chk18m", "chk3y"):
                kind = checkup_kind(code)
                first = reached_on(birth, Duration.parse(kind.timing_from or ""))
                last = reached_on(birth, Duration.parse(kind.timing_to or ""))
                if first <= world.day <= last:
                    expected[code] = (first, last)
            tickets = [each for each in world.tickets_of(index) if each.kind is TicketKind.CHECKUP]
            assert {each.subject: (each.valid_from, each.valid_to) for each in tickets} == expected


def test_ticket_numbers_are_unique_and_rows_name_the_child(worlds: list[World]) -> None:
    for world in worlds:
        rows = world.ticket_rows()
        assert len({row.ticket.ticket_number for row in rows}) == len(rows) > 500
        assert all(row.registrant.at_body.body_code == row.ticket.body_code for row in rows)


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        ("431001", set()),
        ("422053", set()),
        ("152081", {TicketKind.VACCINATION}),
        ("112259", {TicketKind.CHECKUP}),
        ("452025", set(TicketKind)),
    ],
)
def test_tickets_are_of_the_programs_that_the_body_runs(code: str, kinds: set[TicketKind]) -> None:
    world = build(code, 0.05, DAY, 7)
    assert {row.ticket.kind for row in world.ticket_rows()} == kinds
    assert bool(len(world.doses.owner)) == (TicketKind.VACCINATION in kinds)
