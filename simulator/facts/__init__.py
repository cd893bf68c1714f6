"""Facts the simulation rests on: tables of figures, each with source, date and level.

A figure is `published`, `estimated`, `assumed` or `synthetic`. Changing an assumption is editing a table.
"""

from simulator.facts.assumptions import assumption
from simulator.facts.bodies import age_sex, municipalities, municipality, prefecture, prefectures
from simulator.facts.errors import FactsError, UnknownBody, UnknownFact
from simulator.facts.provenance import Level, Provenance
from simulator.facts.schemes import scheme
from simulator.facts.selections import Program, programs
from simulator.facts.service_times import service_time
from simulator.facts.table import Table, load

__all__ = [
    "FactsError",
    "Level",
    "Program",
    "Provenance",
    "Table",
    "UnknownBody",
    "UnknownFact",
    "age_sex",
    "assumption",
    "load",
    "municipalities",
    "municipality",
    "prefecture",
    "prefectures",
    "programs",
    "scheme",
    "service_time",
]
