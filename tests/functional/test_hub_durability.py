"""What the served hub acknowledged stands: on disk before the answer, after a kill, and once.

Each proof is run against the sound hub, which passes, and against a hub with the defect that it has to find.
The number of kills is 8; the environment variable PMHSIM_KILL_ROUNDS sets another.
"""

import os
import re
import resource
import signal
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
from builders import CITY, CLINIC
from crowd import Reply, crowd
from hubs import served_hub
from kills import killed_again_and_again
from surgery import Surgery, dealt, surgery_at
from traces import traced_hub

from simulator.port import operations as ops
from simulator.port.exchange import Response
from simulator.port.outcomes import Ok, Outcome, Refused

pytestmark = pytest.mark.served
KILLS = int(os.environ.get("PMHSIM_KILL_ROUNDS", "8"))
CLIENTS, DOSES = 16, 25
EARLY, FORGETFUL = "acknowledged-before-commit", "replay-memory-lost-on-restart"
SAME_KEY, SAME_TICKET = "same-key-twice-in-race", "ticket-used-twice-in-race"
TRACED = "fdatasync,fsync,pwrite64,recvfrom,sendto,write,writev,sendmsg"


def with_defect(defect: str | None) -> tuple[str, ...]:
    return ("--defect", defect) if defect else ()


def early_answers(trace: Sequence[str], path: Path) -> tuple[int, int]:
    """The acknowledged doses in a trace, and those of them that left before a flush of the store returned.

    A flush counts for a dose if it began after the request was received and returned before the answer.
    """
    received: dict[str, int] = {}
    acknowledged = early = flushed_at = 0
    for place, line in enumerate(trace):
        name, _, rest = line.partition(" ")[2].strip().partition("(")
        channel = rest.partition(">")[0]
        if name == "recvfrom" and "/doses HTTP/1.1" in rest:
            received[channel] = place
        elif name in ("fdatasync", "fsync") and str(path) in rest and rest.endswith("= 0"):
            flushed_at = place
        elif name in ("sendto", "write", "writev", "sendmsg") and '"HTTP/1.1 201 ' in rest:
            acknowledged += 1
            early += flushed_at < received[channel]
    return acknowledged, early


@pytest.mark.parametrize(("defect", "is_durable"), [(None, True), (EARLY, False)])
def test_a_dose_is_flushed_to_disk_before_it_is_acknowledged(
    tmp_path: Path, defect: str | None, *, is_durable: bool
) -> None:
    path, trace = tmp_path / "hub.sqlite", tmp_path / "trace"
    with traced_hub(
        trace, TRACED, "--store", f"sqlite:///{path}", "--test-clock", *with_defect(defect)
    ) as surgery:
        surgery.furnish(tickets=40)
        requests = dealt((surgery.raw(surgery.record(number)) for number in range(40)), 4)
        assert crowd(surgery.port, requests).statuses == [201] * 40
    lines = trace.read_text(encoding="utf-8", errors="replace").splitlines()
    acknowledged, early = early_answers(lines, path)
    assert acknowledged == 40
    assert (early == 0) is is_durable


def test_nothing_acknowledged_is_lost_or_doubled_by_a_kill(tmp_path: Path) -> None:
    toll = killed_again_and_again(tmp_path, KILLS)
    assert toll.kills == KILLS
    assert toll.acknowledged >= KILLS
    assert toll.unanswered >= KILLS
    assert (toll.lost, toll.doubled) == (0, 0)


def test_a_hub_that_acknowledges_before_the_commit_loses_doses_by_a_kill(tmp_path: Path) -> None:
    toll = killed_again_and_again(tmp_path, 2, *with_defect(EARLY))
    assert 0 < toll.lost <= toll.acknowledged


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM], ids=lambda ending: ending.name)
@pytest.mark.parametrize(
    ("defect", "again"), [(None, Refused("assertion-replayed")), (FORGETFUL, None)], ids=["sound", FORGETFUL]
)
def test_a_used_card_assertion_is_used_after_a_restart_too(
    tmp_path: Path, defect: str | None, again: Outcome | None, ending: signal.Signals
) -> None:
    arguments = ("--store", f"sqlite:///{tmp_path / 'hub.sqlite'}", "--test-clock", *with_defect(defect))
    with served_hub(*arguments) as (address, process), surgery_at(address) as surgery:
        check = surgery.furnish().check()
        assert isinstance(surgery.ask(check), Ok)
        assert surgery.ask(check) == Refused("assertion-replayed")
        process.send_signal(ending)
        process.wait()
    with served_hub(*arguments) as (address, _), surgery_at(address) as surgery:
        outcome = surgery.ask(check)
        assert outcome == again if again else isinstance(outcome, Ok)


def crowded_doses(surgery: Surgery, key: str) -> dict[int, list[Reply]]:
    """All clients at once record a dose on each ticket, a few tickets at a time in an order of their own.

    `key` is made of the numbers of dose and client. Gives the answers by dose.
    """
    surgery.furnish(tickets=DOSES)
    orders = [
        [dose for first in range(0, DOSES, 5) for dose in Random(client).sample(range(first, first + 5), 5)]  # noqa: S311 - no secret
        for client in range(CLIENTS)
    ]
    requests = [
        [surgery.raw(surgery.record(dose, key.format(dose=dose, client=client))) for dose in order]
        for client, order in enumerate(orders)
    ]
    replies: dict[int, list[Reply]] = {dose: [] for dose in range(DOSES)}
    for order, client in zip(orders, crowd(surgery.port, requests).replies, strict=True):
        for dose, reply in zip(order, client, strict=True):
            replies[dose].append(reply)
    return replies


@pytest.mark.parametrize(
    ("key", "defect", "refused_with"),
    [
        ("key-{dose}", None, 200),
        ("key-{dose}", SAME_KEY, 200),
        ("key-{dose}-{client}", None, 409),
        ("key-{dose}-{client}", SAME_TICKET, 409),
    ],
)
def test_of_the_same_dose_from_many_at_once_one_is_recorded(
    key: str, defect: str | None, refused_with: int
) -> None:
    with served_hub("--test-clock", *with_defect(defect)) as (address, _), surgery_at(address) as surgery:
        replies = crowded_doses(surgery, key)
        standing = Counter(result.ticket_number for result in surgery.history())
    assert {reply.status for each in replies.values() for reply in each} == {201, refused_with}
    recorded = {dose: [reply.status for reply in each].count(201) for dose, each in replies.items()}
    assert {f"T-{dose:05}": count for dose, count in recorded.items()} == standing
    assert (set(recorded.values()) == {1}) is (defect is None)


@pytest.mark.parametrize("defect", [SAME_KEY, SAME_TICKET])
def test_a_race_is_not_seen_by_one_after_the_other(defect: str) -> None:
    with served_hub("--test-clock", "--defect", defect) as (address, _), surgery_at(address) as surgery:
        surgery.furnish(tickets=1)
        requests = [surgery.raw(surgery.record(0, key)) for key in ("key-0", "key-0", "key-1")]
        assert crowd(surgery.port, [requests]).statuses == [201, 200, 409]


def test_a_full_disk_answers_unavailable_and_nothing_of_it_is_seen_afterwards(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'hub.sqlite'}"
    with served_hub("--store", store, "--test-clock") as (address, process), surgery_at(address) as surgery:
        surgery.furnish(tickets=80)
        requests = [surgery.raw(surgery.record(number)) for number in range(80)]
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
        assert crowd(surgery.port, dealt(requests, CLIENTS)).statuses == [503] * 80
        answer = surgery.connection.transport.send(next(surgery.connection.adapter.perform(surgery.check())))
        assert isinstance(answer, Response)
        assert (answer.status, answer.headers["retry-after"]) == (503, "1")
        assert surgery.ask(ops.CheckHealth()) == Ok()
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        assert surgery.history() == ()
        assert crowd(surgery.port, dealt(requests, CLIENTS)).statuses == [201] * 80
        assert len(surgery.history()) == 80
        outcome = surgery.ask(ops.FetchAuditTrail("p-child"))
    assert isinstance(outcome, Ok)
    assert isinstance(outcome.value, tuple)
    recorded = [entry for entry in outcome.value if entry.action == "record-dose"]
    assert len(recorded) == 80
    assert {(entry.role, entry.organisation) for entry in recorded} == {("institution", CLINIC.code)}


def test_an_accepted_registration_is_taken_in_after_a_kill(tmp_path: Path) -> None:
    arguments = ("--store", f"sqlite:///{tmp_path / 'hub.sqlite'}", "--test-clock")
    with served_hub(*arguments) as (address, process), surgery_at(address) as surgery:
        surgery.furnish()
        registration = surgery.raw(surgery.registration(5000))
        accepted = crowd(surgery.port, [[registration]], kill=(process.pid, 1)).replies[0][0]
        process.wait()
    assert accepted.status == 202
    task = re.search(rb"t\d+", accepted.body)
    assert task is not None
    with served_hub(*arguments) as (address, _), surgery_at(address) as surgery:
        report = surgery.finished(ops.FetchTask(CITY, task[0].decode()))
    assert len(report.rows) == 5000
    assert not any(row.errors for row in report.rows)
