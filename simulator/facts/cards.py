"""How many people of an age and sex have been issued a My Number Card."""

from functools import cache

from simulator.facts.table import load


def issue_rate(age: int, sex: str) -> float:
    """Cards issued per person of that age (full years) and sex, from 0 to 1; whole country, 2022-12-31."""
    if sex not in {"M", "F"}:
        raise ValueError(f"性別は M か F です: 「{sex}」")
    for age_from, age_to, male, female in _rates():
        if age_from <= age and (age_to is None or age <= age_to):
            return male if sex == "M" else female
    raise ValueError(f"年齢が 0 歳未満です: {age}")


@cache
def _rates() -> tuple[tuple[int, int | None, float, float], ...]:
    return tuple(
        (
            row.whole("age_from"),
            row.optional_whole("age_to"),
            row.whole("issued_male") / row.whole("population_male"),
            row.whole("issued_female") / row.whole("population_female"),
        )
        for row in load("card_issue_by_age_sex").rows
    )
