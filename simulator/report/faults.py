"""Faults that were put in on purpose, as a run folder keeps them."""

from collections import Counter
from collections.abc import Iterator

from simulator.clinicday.play import PlayedDay
from simulator.hub.transports.faults import FaultPlan
from simulator.report.results import Plain, both
from simulator.rules.faultwords import FAULT_NAMES, kept_back_text, put_in_text
from simulator.rules.verdict import is_unanswered
from simulator.runs import RunWriter

PLAN, TABLE = "faults.toml", "faults.csv"
COLUMNS = ("visit_id", "at_seconds", "operation", "faults", "delay_seconds", "outcome")


def fault_results(plan: FaultPlan, played: PlayedDay) -> Plain:
    """The plan, how many faults of each kind were put in, and how many answers they kept back."""
    kept_back = sum(is_unanswered(each) and each.mishap.silences for each in played.evidence)
    counts = Counter(fault for each in played.evidence for fault in each.mishap.faults)
    return {
        "plan": {
            "name": {"ja": plan.name_ja, "en": plan.name_en},
            "sha256": plan.sha256,
            "clock_skew_seconds": plan.clock_skew_seconds,
            "level": plan.level,
            "source": plan.source,
        },
        "text": both(put_in_text(counts)),
        "counts": {fault.value: counts[fault] for fault in FAULT_NAMES if counts[fault]},
        "names": {fault.value: both(name) for fault, name in FAULT_NAMES.items() if counts[fault]},
        "kept_back": kept_back,
        "kept_back_text": both(kept_back_text(kept_back)),
        "delay_seconds": round(sum(each.mishap.delay_seconds for each in played.evidence), 3),
    }


def write_faults(writer: RunWriter, plan_text: str, played: PlayedDay) -> None:
    """Write the plan as it was read, and every exchange into which it put a fault."""
    writer.write_text(PLAN, plan_text)
    writer.write_table(TABLE, COLUMNS, _rows(played))


def _rows(played: PlayedDay) -> Iterator[tuple[object, ...]]:
    for each in played.evidence:
        if each.mishap.faults:
            yield (
                each.visit_id,
                round(each.at_seconds, 3),
                each.operation,
                " ".join(each.mishap.faults),
                round(each.mishap.delay_seconds, 3),
                type(each.outcome).__name__,
            )
