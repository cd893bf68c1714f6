"""A plan of faults as its file has it, and what is said of every mistake in one."""

from pathlib import Path

import pytest

from simulator.hub.transports.faultfile import find_plan, read_faults, shipped_plans
from simulator.hub.transports.faults import Delay, FaultPlan, FaultRule, Jitter, Where
from simulator.language import Complaint
from simulator.records.mishap import Fault

HEAD = """\
name_ja = "試し"
name_en = "A trial"
level = "assumed"
source = "試験のための値"
"""
RULE = """
[[rules]]
name = "lost"
fault = "drop_after"
probability = 0.5
"""


def read(tmp_path: Path, text: str) -> FaultPlan:
    path = tmp_path / "faults.toml"
    path.write_text(text, encoding="utf-8")
    return read_faults(str(path))[0]


@pytest.mark.parametrize("name", shipped_plans())
def test_every_shipped_plan_is_sound_and_says_that_it_is_assumed(name: str) -> None:
    plan, text = read_faults(name)
    assert plan.rules or plan.clock_skew_seconds
    assert 'level = "assumed"' in text
    assert "仮定" in text
    assert f"pmhsim demo --faults {name}" in text


def test_both_shipped_plans_are_there() -> None:
    assert shipped_plans() == ("bad-line", "wrong-clock")


def test_a_file_of_the_same_name_comes_before_the_shipped_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_plan("bad-line").suffix == ".toml"
    Path("bad-line").write_text(HEAD + RULE, encoding="utf-8")
    assert read_faults("bad-line")[0].name_en == "A trial"


def test_everything_in_a_file_is_read(tmp_path: Path) -> None:
    plan = read(
        tmp_path,
        HEAD
        + """
[clock]
skew_seconds = -45

[[rules]]
name = "slow"
fault = "latency"
operations = ["RecordDose", "LookUpSubsidy"]
methods = ["POST"]
path = "/v1/*"
probability = 0.2
seconds = 1
jitter = "uniform"
jitter_seconds = 0.5

[[rules]]
name = "busy"
fault = "status"
nth = [1, 5]
status = 429
retry_after_seconds = 20

[[rules]]
name = "half"
fault = "truncate_unnoticed"
nth = 3
fraction = 0.1
""",
    )
    assert (plan.name_ja, plan.name_en, plan.clock_skew_seconds) == ("試し", "A trial", -45)
    where = Where(frozenset({"RecordDose", "LookUpSubsidy"}), frozenset({"POST"}), "/v1/*")
    assert plan.rules == (
        FaultRule("slow", Fault.LATENCY, where, 0.2, delay=Delay(1.0, Jitter.UNIFORM, 0.5)),
        FaultRule("busy", Fault.STATUS, nth=frozenset({1, 5}), status=429, retry_after_seconds=20),
        FaultRule("half", Fault.TRUNCATE_UNNOTICED, nth=frozenset({3}), fraction=0.1),
    )
    assert (plan.level, plan.source, len(plan.sha256)) == ("assumed", "試験のための値", 64)


def changed(old: str, new: str) -> str:
    assert old in HEAD + RULE
    return (HEAD + RULE).replace(old, new)


MISTAKES = {
    "unknown key": (HEAD + "surprise = 1\n" + RULE, 5, "surprise", "知らない項目"),
    "no name": (changed('name_ja = "試し"\n', ""), None, "name_ja", "書かれていません"),
    "no level": (changed('level = "assumed"\n', ""), None, "level", "書かれていません"),
    "level": (changed('"assumed"', '"sure"'), 3, "level", "使えない値"),
    "no rules": (HEAD, None, "rules", "一つもありません"),
    "rules as table": (HEAD + "[rules]\nname = 1\n", None, "rules", "一つもありません"),
    "fault": (changed("drop_after", "explode"), 8, "rules[1].fault", "使えない値"),
    "clock skew is no rule": (changed("drop_after", "clock_skew"), 8, "rules[1].fault", "使えない値"),
    "rule name": (changed('name = "lost"', 'name = "Lost one"'), 7, "rules[1].name", "使えない字"),
    "same name": (HEAD + RULE + RULE, 12, "rules[2].name", "同じ name"),
    "too often": (changed("0.5", "1.5"), 9, "rules[1].probability", "使えない値"),
    "probability as text": (changed("0.5", '"half"'), 9, "rules[1].probability", "使えない値"),
    "not a number": (changed("0.5", "nan"), 9, "rules[1].probability", "使えない値"),
    "neither": (changed("probability = 0.5", ""), 6, "rules[1].probability", "もありません"),
    "both": (HEAD + RULE + "nth = 3\n", 9, "rules[1].probability", "両方"),
    "nth zero": (changed("probability = 0.5", "nth = [0]"), 9, "rules[1].nth", "使えない値"),
    "nth empty": (changed("probability = 0.5", "nth = []"), 9, "rules[1].nth", "使えない値"),
    "nth true": (changed("probability = 0.5", "nth = true"), 9, "rules[1].nth", "使えない値"),
    "operation": (HEAD + RULE + 'operations = ["RecordDoses"]\n', 10, "rules[1].operations", "使えない値"),
    "no operation": (HEAD + RULE + "operations = []\n", 10, "rules[1].operations", "空"),
    "method": (HEAD + RULE + 'methods = ["post"]\n', 10, "rules[1].methods", "使えない値"),
    "path": (HEAD + RULE + 'path = "v1/x"\n', 10, "rules[1].path", "/ で始まって"),
    "long": (HEAD + RULE + "seconds = 601\n", 10, "rules[1].seconds", "使えない値"),
    "negative": (HEAD + RULE + "seconds = -1\n", 10, "rules[1].seconds", "使えない値"),
    "jitter alone": (HEAD + RULE + 'jitter = "uniform"\n', 10, "rules[1].jitter", "そろって"),
    "spread alone": (HEAD + RULE + "jitter_seconds = 1\n", 6, "rules[1].jitter", "そろって"),
    "jitter": (HEAD + RULE + 'jitter = "normal"\njitter_seconds = 1\n', 10, "rules[1].jitter", "使えない値"),
    "foreign parameter": (HEAD + RULE + "status = 503\n", 10, "rules[1].status", "知らない項目"),
    "no delay": (changed("drop_after", "latency"), 6, "rules[1].seconds", "秒数"),
    "no status": (changed("drop_after", "status"), 6, "rules[1].status", "書かれていません"),
    "status": (changed("drop_after", "status") + "status = 500\n", 10, "rules[1].status", "使えない値"),
    "whole kept": (
        changed("drop_after", "truncate") + "fraction = 1\n",
        10,
        "rules[1].fraction",
        "使えない値",
    ),
    "skew": (HEAD + "[clock]\nskew_seconds = 86401\n" + RULE, 6, "clock.skew_seconds", "使えない値"),
    "no skew": (HEAD + "[clock]\n" + RULE, 5, "clock.skew_seconds", "書かれていません"),
    "skew of half a second": (HEAD + "[clock]\nskew_seconds = 0.5\n", 6, "clock.skew_seconds", "使えない値"),
    "no TOML": (HEAD + "rules = [\n", None, "", "TOML"),
}


@pytest.mark.parametrize(("text", "line", "field", "words"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_file_line_field_and_how_to_mend_it(
    tmp_path: Path, text: str, line: int | None, field: str, words: str
) -> None:
    with pytest.raises(Complaint) as caught:
        read(tmp_path, text)
    told = caught.value
    assert words in str(told.what)
    assert str(tmp_path / "faults.toml") in str(told.where)
    assert field in str(told.where)
    assert line is None or f"{line} 行目" in str(told.where)
    assert told.mend is not None


def test_a_file_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "faults.toml"
    path.write_bytes(HEAD.encode("cp932"))
    with pytest.raises(Complaint, match="UTF-8") as caught:
        read_faults(str(path))
    assert "1 行目" in str(caught.value.where)


@pytest.mark.parametrize("named", ["nowhere.toml", "bad-lines", ".", "\0"])
def test_what_cannot_be_read_is_told_with_the_shipped_plans(named: str) -> None:
    with pytest.raises(Complaint) as caught:
        read_faults(named)
    assert "bad-line、wrong-clock" in str(caught.value.mend)


def test_a_clock_alone_is_a_plan(tmp_path: Path) -> None:
    plan = read(tmp_path, HEAD + "[clock]\nskew_seconds = 30\n")
    assert (plan.rules, plan.clock_skew_seconds) == ((), 30)
