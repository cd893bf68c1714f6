"""Every figure of a plan with its level and source, as results show it."""

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.language import LANGUAGES, Language, Text, say
from simulator.report.results import Plain
from simulator.rollout.plan import Name, Origin, Plan, Span


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the plan: what it is, its value as text, how sure it is and where it comes from."""

    name: Text
    value: str
    origin: Origin


def assumptions_of(plan: Plan) -> list[Plain]:
    """What the forecast rests on, in the order of the plan."""
    by_language = {language: list(_figures(plan, language)) for language in LANGUAGES}
    return [
        {
            "name": {
                language: figures[place].name.render(language) for language, figures in by_language.items()
            },
            "value": figure.value,
            "level": figure.origin.level.value,
            "source": figure.origin.source,
        }
        for place, figure in enumerate(by_language["ja"])
    ]


def in_language(name: Name, language: Language) -> str:
    """A name of the plan in one language."""
    return {"ja": name.ja, "en": name.en}[language]


def _figures(plan: Plan, language: Language) -> Iterator[Figure]:
    for area in plan.areas:
        name = say("{area}を始められる最初の日", area=in_language(area.name, language))
        yield Figure(name, area.opens.isoformat(), area.origin)
    for call in plan.calls:
        name = say("{call}の選定の日と、作業日数に掛ける数", call=in_language(call.name, language))
        yield Figure(name, f"{call.decided.isoformat()}, × {call.pace:g}", call.origin)
    yield from _steps(plan, language)
    yield from _vendors(plan, language)
    for session in plan.sessions:
        days = "{:02}-{:02} / {:02}-{:02}".format(*session.submit, *session.vote)
        yield Figure(say("議会: 議案の締切と議決の日"), days, session.origin)
    yield Figure(say("手順の日数が団体の地力に従う割合"), f"{plan.shared_pace:g}", plan.shared_pace_origin)
    put_off = plan.postponement
    yield Figure(say("整った後に開始を延ばす団体の割合"), f"{put_off.share:g}", put_off.origin)
    yield Figure(say("延ばす日数: 最小 / 最頻 / 最大"), _days(put_off.span), put_off.origin)


def _steps(plan: Plan, language: Language) -> Iterator[Figure]:
    areas = {area.code: in_language(area.name, language) for area in plan.areas}
    for step in plan.steps:
        for work in step.works:
            name = say(
                "{step}の日数: 最小 / 最頻 / 最大（{areas}）",
                step=in_language(step.name, language),
                areas=tuple(areas[area] for area in work.areas),
            )
            yield Figure(name, _days(work.span), work.origin)


def _vendors(plan: Plan, language: Language) -> Iterator[Figure]:
    steps = {step.code: in_language(step.name, language) for step in plan.steps}
    for vendor in plan.vendors:
        who = in_language(vendor.name, language)
        yield Figure(say("{vendor}が受け持つ団体の割合", vendor=who), f"{vendor.share:g}", vendor.origin)
        for code, slots in vendor.slots.items():
            name = say("{vendor}が{step}を同時に進められる団体の数", vendor=who, step=steps[code])
            yield Figure(name, str(slots), vendor.origin)


def _days(span: Span) -> str:
    return f"{span.least} / {span.mode} / {span.most}"
