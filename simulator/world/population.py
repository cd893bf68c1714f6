"""The people of a municipality as columns, by its own age bands and sexes."""

from dataclasses import dataclass, fields
from datetime import date

import numpy as np
from numpy.typing import NDArray

from simulator.facts.bodies import age_sex, municipality
from simulator.records.person import Sex
from simulator.streams import Streams
from simulator.world.dates import Days, Whole
from simulator.world.households import FEMALE, MALE, born_by, form
from simulator.world.identity import given_names, surnames

# The oldest band has no upper end; nobody is made older than this.
_OLDEST = 104


@dataclass(frozen=True, slots=True)
class People:
    """People in the order of their households, which is a random one.

    `sex` is 1 or 2, `family` and `given` are places in the name tables, `guardian` is the place of an adult
    in the same household or -1. The first people of a municipality are the people of its smaller shares.
    """

    birth: Days
    sex: NDArray[np.uint8]
    family: NDArray[np.uint16]
    given: NDArray[np.uint16]
    household: Whole
    guardian: Whole

    def __len__(self) -> int:
        return len(self.birth)

    def first(self, count: int) -> "People":
        """The first people, who must end with a whole household."""
        return People(*(getattr(self, each.name)[:count] for each in fields(self)))


def everyone(municipality_code: str, day: date, seed: int) -> People:
    """All people of a municipality; counts by band and sex equal the table's."""
    streams = Streams(seed)
    birth, sex = _births(municipality_code, day, streams.generator("births", municipality_code))
    homes = form(birth, sex, day, streams.generator("households", municipality_code))
    count = int(homes.household.max()) + 1
    rank = streams.generator("order of households", municipality_code).permutation(count)[homes.household]
    order = np.lexsort((sex, birth, rank))
    place = np.append(np.argsort(order), -1)  # where each went; nobody (-1) stays nobody
    birth, sex, rank = birth[order], sex[order], rank[order]
    names = streams.generator("names", municipality_code)
    family = surnames().pick(names.random(count))[rank]
    draws = names.random(len(birth))
    given = np.where(sex == MALE, given_names(Sex.MALE).pick(draws), given_names(Sex.FEMALE).pick(draws))
    return People(birth, sex.astype(np.uint8), family, given, rank, place[homes.guardian[order]])


def sample_size(people: People, share: float) -> int:
    """How many people a share holds: whole households until the rounded share is reached."""
    wanted = max(1, round(share * len(people)))
    return int(np.searchsorted(people.household, people.household[wanted - 1], side="right"))


def band_counts(municipality_code: str) -> tuple[tuple[int, int, int, int], ...]:
    """Youngest age, oldest age, sex and count; people of undisclosed age are spread proportionally."""
    table = age_sex(municipality_code)
    counts = np.array([table.male, table.female], np.int64)
    counts += _spread(max(0, municipality(municipality_code).population - int(counts.sum())), counts)
    return tuple(
        (band.age_from, _OLDEST if band.age_to is None else band.age_to, sex, int(count))
        for sex, row in zip((MALE, FEMALE), counts, strict=True)
        for band, count in zip(table.bands, row, strict=True)
    )


def _spread(extra: int, counts: Whole) -> Whole:
    """Share out by largest remainder."""
    exact = extra * counts / max(1, int(counts.sum()))
    shared = np.floor(exact).astype(np.int64)
    largest = np.argsort(-(exact - shared), axis=None, kind="stable")[: extra - int(shared.sum())]
    shared.ravel()[largest] += 1
    return shared


def _births(municipality_code: str, day: date, rng: np.random.Generator) -> tuple[Days, Whole]:
    """Births uniform over the days of each band, counted back from the civil date."""
    births, sexes = [], []
    for age_from, age_to, sex, count in band_counts(municipality_code):
        earliest = born_by(day, age_to + 1).astype(np.int64) + 1
        latest = born_by(day, age_from).astype(np.int64)
        births.append(rng.integers(earliest, latest, count, endpoint=True))
        sexes.append(np.full(count, sex, np.int64))
    return np.concatenate(births).astype("datetime64[D]"), np.concatenate(sexes)
