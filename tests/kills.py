"""A hub that is killed under load again and again, and what became of what it had acknowledged."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from crowd import crowd
from hubs import Process, served_hub
from surgery import Surgery, another, dealt, surgery_at

from simulator.records.result import Dose

CLIENTS, EACH = 8, 12
_RECORDED = 201


@dataclass(slots=True)
class Toll:
    """What many kills came to: numbers of doses."""

    kills: int = 0
    acknowledged: int = 0
    unanswered: int = 0
    lost: int = 0
    doubled: int = 0


def killed_again_and_again(folder: Path, kills: int, *arguments: str, seed: int = 1) -> Toll:
    """Record doses from several clients, and kill the hub (SIGKILL) after a drawn number of answers.

    Each time the doses are those of another child. After the restart, on the same file, the acknowledged ones
    are read back; the others are sent again under their keys, and all have to stand once.
    """
    toll, draw, per_kill = Toll(), Random(seed), CLIENTS * EACH  # noqa: S311 - no secret
    with _opened(folder, *arguments) as (surgery, _):
        surgery.furnish(tickets=kills * per_kill, children=kills, each=per_kill)
    acknowledged: set[int] = set()
    sent: list[int] = []
    for kill in range(kills + 1):
        with _opened(folder, *arguments) as (surgery, process):
            _read_back(surgery, sent, acknowledged, toll)
            sent = list(range(kill * per_kill, (kill + 1) * per_kill)) if kill < kills else []
            acknowledged = _under_load(surgery, process, sent, draw.randint(1, per_kill * 3 // 4))
    toll.kills = kills
    return toll


def _under_load(surgery: Surgery, process: Process, sent: list[int], answers: int) -> set[int]:
    """The doses that were acknowledged before the hub was killed."""
    if not sent:
        return set()
    numbers = [sent[place::CLIENTS] for place in range(CLIENTS)]
    requests = [[surgery.raw(surgery.record(number)) for number in each] for each in numbers]
    crowded = crowd(surgery.port, requests, kill=(process.pid, answers))
    process.wait()
    return {
        number
        for client, replies in zip(numbers, crowded.replies, strict=True)
        for number, reply in zip(client, replies, strict=True)
        if reply.status == _RECORDED
    }


def _read_back(surgery: Surgery, sent: list[int], acknowledged: set[int], toll: Toll) -> None:
    if not sent:
        return
    child = another(sent[0] // (CLIENTS * EACH))
    standing = _standing(surgery, child)
    toll.acknowledged += len(acknowledged)
    toll.lost += sum(standing[number] == 0 for number in acknowledged)
    unanswered = [number for number in sent if number not in acknowledged]
    toll.unanswered += len(unanswered)
    requests = [surgery.raw(surgery.record(number)) for number in unanswered]
    crowd(surgery.port, dealt(requests, CLIENTS))
    standing = _standing(surgery, child)
    toll.doubled += sum(standing[number] > 1 for number in sent)
    toll.lost += sum(standing[number] == 0 for number in unanswered)


def _standing(surgery: Surgery, child: str) -> Counter[int]:
    """How often the dose of each number stands in the child's history."""
    doses = [result for result in surgery.history(child) if isinstance(result, Dose)]
    return Counter(int(dose.lot_number.removeprefix("LOT")) for dose in doses)


@contextmanager
def _opened(folder: Path, *arguments: str) -> Iterator[tuple[Surgery, Process]]:
    store = f"sqlite:///{folder / 'hub.sqlite'}"
    with (
        served_hub("--store", store, "--test-clock", *arguments) as (address, process),
        surgery_at(address) as surgery,
    ):
        yield surgery, process
