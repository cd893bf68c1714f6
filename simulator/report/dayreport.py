"""The page of a played day: opens offline, begins with the verdict, prints on A4."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import jinja2

from simulator.language import Language, Text, say
from simulator.report.bars import bars
from simulator.report.names import DUTIES, KINDS, LEVELS, RESOURCES, citation
from simulator.rules.verdict import LABELS, Verdict

STATES = {"pass": "●", "fail": "■", "undecided": "？"}


def headline(results: Mapping[str, Any], language: Language) -> str:
    """The sentence that every account of a played day begins with."""
    return say(
        "{name}（合成データ）の1日: 受診・接種・健診・手続き {visits}件中 {as_expected}件が期待どおり。"
        "このハブの判定: {verdict}",
        name=results["municipality_name"][language],
        visits=results["visits"],
        as_expected=results["as_expected"],
        verdict=LABELS[Verdict(results["verdict"])],
    ).render(language)


def day_report(manifest: Mapping[str, Any], results: Mapping[str, Any], language: Language) -> str:
    """The report as one HTML document without any outside reference."""
    template = _environment(language).get_template("day.html")
    arrivals = [(f"{row['hour']}", row["visits"]) for row in results["arrivals"]]
    return template.render(
        language=language,
        manifest=manifest,
        results=results,
        headline=headline(results, language),
        verdict_label=LABELS[Verdict(results["verdict"])].render(language),
        state=STATES[results["verdict"]],
        arrivals=bars(arrivals, say("時台の来院数（件）").render(language)),
        duties=[(duty, name.render(language)) for duty, name in DUTIES.items()],
        kind_names=_named(KINDS, language),
        level_names=_named(LEVELS, language),
        resource_names=_named(RESOURCES, language),
    )


def _named(names: Mapping[str, Text], language: Language) -> dict[str, str]:
    return {code: name.render(language) for code, name in names.items()}


@cache
def _environment(language: Language) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("simulator.report", "pages"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["t"] = lambda message, **values: say(message, **values).render(language)
    environment.globals["cited"] = lambda source: citation(source).render(language)
    return environment
