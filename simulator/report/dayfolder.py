"""The run folder of a played day."""

from collections.abc import Iterator, Mapping

from simulator.clinicday.event import COLUMNS
from simulator.clinicday.play import PlayedDay
from simulator.language import LANGUAGES
from simulator.report.dayreport import day_report
from simulator.report.results import SCHEMA
from simulator.runs import RunWriter
from simulator.runs.folder import MANIFEST_SCHEMA
from simulator.runs.writer import MANIFEST

EVIDENCE_COLUMNS = (
    "visit_id",
    "planted",
    "at_seconds",
    "operation",
    "outcome",
    "requirement",
    "allowed",
    "observed",
    "as_expected",
)
REPORTS = {"ja": "report.html", "en": "report.en.html"}


def write_day(
    writer: RunWriter, played: PlayedDay, manifest: Mapping[str, object], results: Mapping[str, object]
) -> None:
    """Write manifest, results, findings, evidence, event log and the report in both languages."""
    writer.write_json("results.json", SCHEMA, results)
    findings = {"deviations": results["deviations"]}
    writer.write_json("findings.json", "pmhsim/findings/1", findings)
    writer.write_table("events.csv", COLUMNS, (event.row() for event in played.events))
    writer.write_table("evidence.csv", EVIDENCE_COLUMNS, _evidence(played))
    for language in LANGUAGES:
        writer.write_text(REPORTS[language], day_report(manifest, results, language))
    writer.write_json(MANIFEST, MANIFEST_SCHEMA, manifest)


def _evidence(played: PlayedDay) -> Iterator[tuple[object, ...]]:
    planted = {plan.occasion.visit_id: plan.occasion.planted or "" for plan in played.plan.visits}
    for each in played.evidence:
        head = (
            each.visit_id,
            planted.get(each.visit_id, ""),
            round(each.at_seconds, 3),
            each.operation,
            type(each.outcome).__name__,
        )
        if not each.judgements:
            yield (*head, "", "", "", "")
        for judgement in each.judgements:
            yield (*head, judgement.requirement, judgement.allowed, judgement.observed, judgement.as_expected)
