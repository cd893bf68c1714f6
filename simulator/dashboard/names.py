"""Names of what run folders hold as codes, and of bodies, in the language of the page."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from simulator.dashboard.speech import language, t
from simulator.dashboard.table import State
from simulator.facts import FactsError, Program
from simulator.facts.bodies import Municipality, Prefecture, municipality, prefecture, prefectures
from simulator.facts.schemes import schemes
from simulator.language import LANGUAGES, Text, say
from simulator.report.dayreport import STATES
from simulator.rules.verdict import LABELS, Verdict

Names = Mapping[str, str]

VERBS = {"demo": say("1日の模擬"), "rollout": say("全国の見通し")}
LEVELS_OF_BODIES = {"municipality": say("市区町村"), "prefecture": say("都道府県")}
_PROGRAMS = {Program.VACCINATION: say("予防接種"), Program.CHECKUP: say("健診（妊産婦・乳幼児）")}


def names_of(value: Any) -> Names:  # noqa: ANN401 - any JSON
    """The name in every language; raises what `reading` turns into a complaint."""
    return {each: str(value[each]) for each in LANGUAGES}


def called(names: Mapping[str, Text], code: str) -> str:
    """The name of a code; a code without a name stands for itself."""
    found = names.get(code)
    return found.render(language()) if found else code


def verb_name(verb: str) -> str:
    """What a run was, with the verb that people type."""
    return f"{called(VERBS, verb)} ({verb})" if verb in VERBS else verb


def program_name(program: Program) -> str:
    """A program, as its scheme is called."""
    if program in _PROGRAMS:
        return _PROGRAMS[program].render(language())
    found = next((each for each in schemes() if each.program is program), None)
    if found is None:
        return program.value
    return found.name_ja if language() == "ja" else found.name_en


def body(code: str) -> Municipality | Prefecture:
    """A body by its 6-digit code; raises UnknownBody with the nearest."""
    try:
        return prefecture(code)
    except FactsError:
        return municipality(code)


def body_name(code: str, fallback: str = "") -> str:
    """The name of a body; English pages use the romanised one."""
    try:
        found = body(code)
    except FactsError:
        return fallback or code
    return found.name if language() == "ja" else found.romaji


def prefecture_name(name: str) -> str:
    """A prefecture by its Japanese name."""
    return name if language() == "ja" else _romaji().get(name, name)


def prefecture_of(code: str) -> str:
    """The Japanese name of the prefecture where a body lies."""
    found = body(code)
    return found.prefecture if isinstance(found, Municipality) else found.name


def verdict_state(verdict: Verdict, defect: str = "", *, has_faults: bool = False) -> State:
    """A verdict on a hub by shape and word, and what was put in on purpose, if anything."""
    word = LABELS[verdict].render(language())
    if defect:
        word = t("{verdict}（試しに欠陥 {name} を入れたハブ）", verdict=word, name=defect)
    if has_faults:
        word = t("{verdict}（通信の障害をわざと入れた実行）", verdict=word)
    return State(verdict.value, STATES[verdict.value], word)


def no_evidence() -> State:
    """What is said of a body that left no evidence; it is never a no."""
    return State("no-evidence", "？", t("証跡なし"))


@cache
def _romaji() -> Mapping[str, str]:
    return {each.name: each.romaji for each in prefectures()}
