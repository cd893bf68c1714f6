"""The results of a forecast as plain data, in both languages, as the run folder keeps them."""

from collections.abc import Mapping
from datetime import date

from simulator.clock import fiscal_year
from simulator.facts import UnknownBody, municipality, prefecture
from simulator.language import say
from simulator.report.names import PARTS
from simulator.report.results import Plain, both
from simulator.report.rolloutassumptions import assumptions_of
from simulator.rollout.backtest import COUNT, Comparison, back_test
from simulator.rollout.causes import Part
from simulator.rollout.coverage import scheme_bodies
from simulator.rollout.montecarlo import Played
from simulator.rollout.outcome import Interval, bodies_forecast, cause_shares, live_by
from simulator.rollout.plan import Name

SCHEMA = "pmhsim/rollout-results/1"
BODY_COLUMNS = (
    "code", "name", "prefecture", "level", "fiscal_year", "area", "p10", "p50", "p90", "main_cause",
)  # fmt: skip
UNKNOWN = (
    say("選定から稼働までの長いほうの端は公表されていない。12〜24か月の間で動かして確かめること。"),
    say("2024年度の団体が行う制度は公表されていないので、制度ごとの数に入らない。"),
    say("どの団体がどの業者かは公表されていないので、業者は架空で、割合で引く。"),
)


def rollout_results(played: Played) -> Plain:
    """All that is shown of a forecast; the same plan, seed and replications give the same results."""
    who, plan = played.who, played.plan
    return {
        "bodies": len(who.bodies),
        "participations": sum(len(project.areas) for project in who.projects),
        "replications": played.replications,
        "seed": played.seed,
        "plan": in_languages(plan.name),
        "plan_sha256": plan.sha256,
        "headline_date": plan.horizon.headline.isoformat(),
        "dates": [day.isoformat() for day in plan.horizon.days()],
        "live_by": _curve(live_by(played, range(len(who.projects)))),
        "by_area": {
            area.code: {
                "name": in_languages(area.name),
                "denominator": len(who.with_area(area.code)),
                "live_by": _curve(live_by(played, who.with_area(area.code))),
            }
            for area in plan.areas
        },
        "by_prefecture": _prefectures(played),
        "by_scheme": _schemes(played),
        "causes": _causes(played),
        "back_test": [_comparison(each) for each in back_test(played)],
        "assumptions": assumptions_of(plan),
        "unknown": [both(each) for each in UNKNOWN],
    }


def body_rows(played: Played) -> list[tuple[object, ...]]:
    """The rows of the table of bodies, with ISO days and the fiscal year of the call's decision."""
    bodies, projects = played.who.bodies, played.who.projects
    years = {
        (project.body, area): project.call.fiscal_year or fiscal_year(project.call.decided)
        for project in projects
        for area in project.areas
    }
    rows: list[tuple[object, ...]] = []
    for each in bodies_forecast(played):
        body = bodies[each.body]
        head = (body.code, body.name, body.prefecture, body.level, years[each.body, each.area], each.area)
        rows.append((*head, *_days(each.days).values(), _part_code(each.main_cause)))
    return rows


def in_languages(name: Name) -> Plain:
    """A name of the plan in every language."""
    return {"ja": name.ja, "en": name.en}


def _curve(counts: Mapping[date, Interval]) -> Plain:
    return {day.isoformat(): _numbers(count) for day, count in counts.items()}


def _numbers(found: Interval) -> Plain:
    return {"p10": found.p10, "p50": found.p50, "p90": found.p90}


def _days(found: Interval) -> Plain:
    return {name: date.fromordinal(day).isoformat() for name, day in
            (("p10", found.p10), ("p50", found.p50), ("p90", found.p90))}  # fmt: skip


def _prefectures(played: Played) -> Plain:
    projects: dict[str, list[int]] = {}
    for place, project in enumerate(played.who.projects):
        projects.setdefault(played.who.bodies[project.body].prefecture, []).append(place)
    return {
        name: {
            "denominator": len({played.who.projects[place].body for place in places}),
            "live_by": _curve(live_by(played, places)),
        }
        for name, places in projects.items()
    }


def _schemes(played: Played) -> Plain:
    return {
        each.scheme.code: {
            "name": {"ja": each.scheme.name_ja, "en": each.scheme.name_en},
            "denominator": each.denominator,
            "stated": len(each.stated),
            "not_stated": each.not_stated,
            "live_by": _curve(live_by(played, each.stated)),
        }
        for each in scheme_bodies(played.who)
    }


def _causes(played: Played) -> list[Plain]:
    return [
        {
            "cause": _part_code(each.part),
            "name": both(PARTS[_part_code(each.part)]),
            "median_days": each.median_days,
            "mean_days": round(each.mean_days, 1),
            "share_of_bodies": None if each.share_of_bodies is None else round(each.share_of_bodies, 4),
        }
        for each in cause_shares(played)
    ]


def _part_code(part: Part | None) -> str:
    return "none" if part is None else part.name.lower()


def _comparison(each: Comparison) -> Plain:
    interval = _numbers(each.forecast) if each.kind == COUNT else _days(each.forecast)
    return {
        "fact": each.fact,
        "code": each.code or None,
        "name": _body_name(each.code),
        "area": each.area,
        "kind": each.kind,
        "date": each.day.isoformat(),
        "count": each.count,
        **interval,
        "share_by_then": round(each.share, 4),
        "agrees": each.agrees,
        "used_for_calibration": each.used_for_calibration,
        "source": each.source,
        "level": each.level,
    }


def _body_name(code: str) -> Plain:
    if not code:
        return both(say("全国"))
    try:
        found = municipality(code)
    except UnknownBody:
        governed = prefecture(code)
        return {"ja": governed.name, "en": governed.romaji}
    return {"ja": found.name, "en": found.romaji}
