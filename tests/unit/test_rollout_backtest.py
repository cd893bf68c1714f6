"""Known facts stand beside the forecast and never in its place."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from rollout_plans import area, call, plan, step

from simulator.rollout.backtest import Comparison, back_test, last_day
from simulator.rollout.montecarlo import Played, play
from simulator.rollout.planfile import SEED_PLAN, read_plan


@pytest.fixture(scope="module")
def seed() -> Played:
    return play(read_plan(SEED_PLAN), 300, seed=42)


@pytest.fixture(scope="module")
def facts(seed: Played) -> dict[str, Comparison]:
    return {each.fact: each for each in back_test(seed)}


def of_first_city(days: int) -> dict[str, Comparison]:
    """Miyakonojō, known to have started on 23 March 2024, 100 days after this decision."""
    one = plan(
        step("a", days), areas=(area(opens=date(2020, 1, 1)),), calls=(call(1, decided=date(2023, 12, 14)),)
    )
    return {each.fact: each for each in back_test(play(one, 1, seed=1))}


def test_a_forecast_that_hits_the_known_day_agrees() -> None:
    fact = of_first_city(100)["452025-subsidy-1"]
    assert fact.day == date(2024, 3, 23)
    assert fact.forecast.p50 == fact.day.toordinal()
    assert (fact.share, fact.agrees) == (1.0, True)


@pytest.mark.parametrize(("days", "share"), [(99, 1.0), (101, 0.0)])
def test_a_forecast_that_misses_the_known_day_is_left_as_it_is(days: int, share: float) -> None:
    fact = of_first_city(days)["452025-subsidy-1"]
    assert fact.forecast.p50 == date(2023, 12, 14).toordinal() + days
    assert (fact.share, fact.agrees) == (share, False)


@pytest.mark.parametrize(("days", "agrees"), [(10, False), (400, True)])
def test_a_body_known_not_to_be_live_yet_speaks_against_an_early_forecast(days: int, *, agrees: bool) -> None:
    # Takarazuka was still preparing on 9 May 2025.
    one = plan(step("a", days), calls=(call(("282146",)),))
    (fact,) = [each for each in back_test(play(one, 1, seed=1)) if each.code]
    assert (fact.kind, fact.day, fact.agrees) == ("not_live", date(2025, 5, 9), agrees)


@pytest.mark.parametrize(("days", "agrees"), [(10, True), (400, False)])
def test_a_body_known_to_be_live_by_a_day_speaks_against_a_late_forecast(days: int, *, agrees: bool) -> None:
    # Yurihonjō was live by the end of September 2024.
    one = plan(step("a", days), calls=(call(("052108",)),))
    (fact,) = [each for each in back_test(play(one, 1, seed=1)) if each.code]
    assert (fact.kind, fact.day, fact.agrees) == ("live_by", date(2024, 9, 30), agrees)


def test_facts_about_the_number_of_bodies_are_compared_with_counts(facts: dict[str, Comparison]) -> None:
    fact = facts["national-subsidy-1"]
    assert (fact.kind, fact.code, fact.count, fact.day) == ("count", "", 5, date(2024, 3, 26))
    assert fact.agrees == (fact.forecast.p10 <= 5 <= fact.forecast.p90)


def test_bodies_outside_the_plan_and_mere_plans_are_left_out(facts: dict[str, Comparison]) -> None:
    assert set(facts) == {
        "452025-subsidy-1",
        "322032-subsidy-1",
        "052108-subsidy-1",
        "282146-subsidy-1",
        "national-subsidy-1",
        "national-subsidy-3",
    }


def test_facts_that_the_plan_was_fitted_to_are_marked(facts: dict[str, Comparison]) -> None:
    independent = {name for name, fact in facts.items() if not fact.used_for_calibration}
    assert independent == {"052108-subsidy-1", "282146-subsidy-1"}
    assert all(facts[name].agrees for name in independent)


def test_the_seed_plan_is_fitted_to_the_published_starts(seed: Played) -> None:
    days = {
        year: seed.live[:, [n for n, each in enumerate(seed.who.projects) if each.call.fiscal_year == year]]
        for year in (2023, 2024)
    }
    # First year: none before the published start; five bodies within the interval on 26 March 2024.
    assert days[2023].min() == date(2024, 3, 23).toordinal()
    # Second year: the earliest known start, after 5.7 months, is about the earliest there is.
    earliest = days[2024].min(axis=1)
    assert abs(int(earliest[len(earliest) // 2]) - date(2024, 12, 3).toordinal()) < 45
    # Half of the bodies take about ten months, as planned for the first year.
    months = (days[2024] - date(2024, 6, 14).toordinal()) / 30.44
    assert 9 < float(sorted(months.ravel())[months.size // 2]) < 12


@pytest.mark.parametrize(("pace", "months"), [(0.8, 11.7), (1.0, 13.7), (1.75, 22.8)])
def test_the_pace_of_a_call_moves_the_upper_end_from_twelve_to_twenty_four_months(
    pace: float, months: float
) -> None:
    seed_plan = read_plan(SEED_PLAN)
    first, second = seed_plan.calls
    played = play(replace(seed_plan, calls=(first, replace(second, pace=pace))), 200, seed=42)
    places = [n for n, each in enumerate(played.who.projects) if each.call.code == second.code]
    days = played.live[:, places] - second.decided.toordinal()
    assert float(np.quantile(days, 0.9)) / 30.44 == pytest.approx(months, abs=0.5)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-26", date(2024, 3, 26)),
        ("2024-02", date(2024, 2, 29)),
        ("2024-12", date(2024, 12, 31)),
        ("2024", date(2024, 12, 31)),
    ],
)
def test_a_fact_of_a_month_holds_by_its_last_day(text: str, day: date) -> None:
    assert last_day(text) == day
