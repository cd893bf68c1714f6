"""People who are easily taken for one another: same key at another body, same name and birth date."""

from dataclasses import dataclass

from simulator.facts import programs
from simulator.facts.selections import first_year_codes
from simulator.world.resident import Resident, make_resident


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another body with people who have the person keys of planted people, and namesakes of those at home.

    Both are in the order of the planted people.
    """

    municipality_code: str
    same_key: tuple[Resident, ...]
    namesakes: tuple[Resident, ...]


def neighbour(seed: int, municipality_code: str, planted: tuple[Resident, ...]) -> Neighbour:
    """Doubles of planted residents of a municipality: other people, whom a hub must keep apart from them."""
    other = neighbour_code(municipality_code)
    return Neighbour(
        other,
        tuple(
            make_resident(
                seed,
                other,
                f"same key {each.person_id}",
                each.birth,
                each.sex,
                person_key=each.at_body.person_key,
            )
            for each in planted
        ),
        tuple(
            make_resident(
                seed, municipality_code, f"namesake {each.person_id}", each.birth, each.sex, namesake_of=each
            )
            for each in planted
        ),
    )


def neighbour_code(municipality_code: str) -> str:
    """The next of the sixteen first-year bodies that runs anything, in the order of the selection."""
    running = [code for code in first_year_codes() if programs(code)]
    start = running.index(municipality_code) + 1 if municipality_code in running else 0
    return next(code for code in running[start:] + running[:start] if code != municipality_code)
