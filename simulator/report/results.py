"""The results of a played day as plain data, in both languages, as the run folder keeps them."""

from collections import Counter
from collections.abc import Mapping

from simulator.clinicday.fingerprint import fingerprint
from simulator.clinicday.play import PlayedDay, arrivals_by_hour, visits_by_kind
from simulator.clinicday.waits import waits_by_hour
from simulator.facts.assumptions import assumptions
from simulator.facts.requirements import requirements
from simulator.hub.transports.curl import as_whole_curl
from simulator.language import LANGUAGES, Text
from simulator.records.evidence import Finding
from simulator.records.institution import InstitutionKind

SCHEMA = "pmhsim/day-results/1"
Plain = dict[str, object]


def both(text: Text) -> Plain:
    """A text in every language."""
    return {language: text.render(language) for language in LANGUAGES}


def day_results(played: PlayedDay) -> Plain:
    """All that is shown of a played day; the same seed gives the same results."""
    world, judged = played.world, played.judged
    missed = played.deviating_visits() | played.unanswered_visits()
    visits = [plan.occasion.visit_id for plan in played.plan.visits]
    return {
        "municipality": world.municipality.code,
        "municipality_name": {"ja": world.municipality.name, "en": world.municipality.romaji},
        "prefecture": world.municipality.prefecture,
        "date": world.day.isoformat(),
        "seed": world.seed,
        "share": world.share,
        "holders": len(world),
        "visits": len(visits),
        "by_kind": visits_by_kind(played.plan),
        "planted": sum(plan.occasion.planted is not None for plan in played.plan.visits),
        "as_expected": sum(visit not in missed for visit in visits),
        "deviations": [deviation(finding) for finding in judged.findings],
        "not_run": {requirement: both(why) for requirement, why in judged.not_run.items()},
        "unanswered": judged.unanswered,
        "verdict": judged.verdict.value,
        "reason": both(judged.reason),
        "results_sha256": fingerprint(played),
        "world_sha256": world.digest(),
        "requirements": _requirements(played),
        "planted_visits": _planted(played),
        "arrivals": [{"hour": hour, "visits": n} for hour, n in arrivals_by_hour(played.events).items()],
        "waits": _waits(played),
        "institutions": _institutions(played),
        "assumptions": _assumptions(),
    }


def deviation(finding: Finding) -> Plain:
    """A finding as the results show it."""
    return {
        "requirement": finding.requirement,
        "visit": finding.visit_id,
        "operation": finding.operation,
        "allowed": both(finding.allowed),
        "observed": both(finding.observed),
        "planted": finding.planted,
        "curl": as_whole_curl(finding.request) if finding.request is not None else None,
    }


def _requirements(played: PlayedDay) -> list[Plain]:
    violated = Counter(finding.requirement for finding in played.judged.findings)
    kept = Counter(event.event for event in played.events if event.event_type == "duty")
    exercised: Mapping[str, int] = played.judged.exercised
    return [
        {
            "id": each.id,
            "text": {"ja": each.ja, "en": each.en},
            "duty": each.duty,
            "source": each.source,
            "level": each.level.value,
            "exercised": exercised.get(each.id, 0) if each.duty == "hub" else kept[each.id],
            "violated": violated[each.id],
        }
        for each in requirements()
    ]


def _planted(played: PlayedDay) -> list[Plain]:
    deviating, unanswered = played.deviating_visits(), played.unanswered_visits()
    occasions = (plan.occasion for plan in played.plan.visits if plan.occasion.planted is not None)
    return [
        {
            "visit": occasion.visit_id,
            "why": both(played.plan.reasons[occasion.visit_id]),
            "as_expected": occasion.visit_id not in deviating | unanswered,
            "deviates": occasion.visit_id in deviating,
        }
        for occasion in occasions
    ]


def _waits(played: PlayedDay) -> list[Plain]:
    return [
        {
            "hour": wait.hour,
            "resource": wait.resource,
            "count": wait.count,
            "mean_seconds": round(wait.mean_seconds, 1),
            "longest_seconds": round(wait.longest_seconds, 1),
        }
        for wait in waits_by_hour(played.events)
    ]


def _institutions(played: PlayedDay) -> list[Plain]:
    places = played.world.institutions
    return [
        {
            "kind": kind.value,
            "count": sum(place.kind is kind for place in places),
            "live": sum(place.kind is kind and place.uses_subsidy_information for place in places),
        }
        for kind in InstitutionKind
    ]


def _assumptions() -> list[Plain]:
    return [
        {
            "name": each.name,
            "value": each.value,
            "unit": each.unit,
            "level": each.level.value,
            "source": each.source,
            "note": {"ja": each.note_ja, "en": each.note_en},
        }
        for each in assumptions()
    ]
