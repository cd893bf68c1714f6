"""Every mistake in a plan is told with file, line, field and a way to mend it."""

import re
from datetime import date
from pathlib import Path

import pytest

from simulator.facts import Level, load
from simulator.language import Complaint
from simulator.rollout.entry import PlanError
from simulator.rollout.plan import Plan, Span, Wait
from simulator.rollout.planfile import SEED_PLAN, read_plan

TINY = """\
name_ja = "試し"
name_en = "Trial"

[[areas]]
code = "subsidy"
name_ja = "助成"
name_en = "Subsidy"
track = "subsidy"
opens = 2024-03-23
level = "published"
source = "公表"

[[calls]]
code = "one"
name_ja = "一次"
name_en = "First"
bodies = ["452025"]
decided = 2024-06-14
areas = ["subsidy"]
pace = 1
level = "published"
source = "公表"

[[steps]]
code = "bill"
name_ja = "条例"
name_en = "Bill"
after = []
wait = "assembly"
[[steps.work]]
areas = ["subsidy"]
min = 5
mode = 10
max = 20
level = "assumed"
source = "仮定"

[[steps]]
code = "change"
name_ja = "改修"
name_en = "Change"
after = ["bill"]
wait = "vendor"
[[steps.work]]
areas = ["subsidy"]
min = 30
mode = 40
max = 50
level = "assumed"
source = "仮定"

[[vendors]]
code = "v"
name_ja = "業者"
name_en = "Vendor"
share = 1.0
slots = { change = 2 }
level = "assumed"
source = "仮定"

[[sessions]]
submit = "08-20"
vote = "09-28"
level = "assumed"
source = "仮定"

[shared_pace]
share = 0.4
level = "assumed"
source = "仮定"

[postponement]
share = 0.1
min = 1
mode = 2
max = 3
level = "assumed"
source = "仮定"

[horizon]
first = 2024-01-01
last = 2028-04-01
headline = 2025-04-01

[calibration]
facts = []
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "plan.toml"


def read(place: Path, content: str) -> Plan:
    place.write_text(content, encoding="utf-8")
    return read_plan(place)


def test_a_sound_plan_is_read_whole(place: Path) -> None:
    plan = read(place, TINY)
    assert [step.code for step in plan.steps] == ["bill", "change"]
    assert plan.steps[1].wait is Wait.VENDOR
    assert plan.steps[1].works[0].span == Span(30, 40, 50)
    assert plan.calls[0].decided == date(2024, 6, 14)
    assert plan.vendors[0].slots == {"change": 2}
    assert plan.sessions[0].vote == (9, 28)
    assert plan.areas[0].origin.level is Level.PUBLISHED


def test_steps_may_stand_in_any_order(place: Path) -> None:
    head, bill, change, tail = re.split(r"(?=\[\[steps\]\]|\[\[vendors\]\])", TINY)
    assert [step.code for step in read(place, head + change + bill + tail).steps] == ["bill", "change"]


def test_a_plan_without_waiting_needs_neither_vendors_nor_sessions(place: Path) -> None:
    text = re.sub(r'wait = "\w+"\n', "", TINY)
    text = re.sub(r"\[\[vendors\]\].*?(?=\[shared_pace\])", "", text, flags=re.DOTALL)
    plan = read(place, text)
    assert (plan.vendors, plan.sessions) == ((), ())


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(place: Path) -> None:
    place.write_bytes(b"\xef\xbb\xbf" + TINY.replace("\n", "\r\n").encode())
    assert read_plan(place).name.en == "Trial"


LONG = "3651"
SECOND_WORK = """
[[steps.work]]
areas = ["subsidy"]
min = 1
mode = 1
max = 1
level = "assumed"
source = "仮定"
"""
MISTAKES = {
    "unknown predecessor": ('after = ["bill"]', 'after = ["bil"]', "after", ("「bil」", "bill、change")),
    "predecessor twice": ('after = ["bill"]', 'after = ["bill", "bill"]', "after", ("二度",)),
    "circle": ("after = []", 'after = ["change"]', "after", ("輪", "→")),
    "itself": ("after = []", 'after = ["bill"]', "after", ("輪", "bill → bill")),
    "after not a list": ("after = []", 'after = "change"', "after", ("並び",)),
    "min over mode": ("min = 5\n", "min = 11\n", "min", ("min 11", "min ≦ mode ≦ max")),
    "mode over max": ("max = 20", "max = 9", "max", ("max 9", "min ≦ mode ≦ max")),
    "negative days": ("min = 5\n", "min = -5\n", "min", ("-5", "0 から 3650")),
    "endless days": ("max = 20", f"max = {LONG}", "max", (LONG, "整数")),
    "half days": ("mode = 10", "mode = 10.5", "mode", ("10.5", "整数")),
    "days in words": ("mode = 10", 'mode = "ten"', "mode", ("ten", "整数")),
    "days as a truth": ("min = 5\n", "min = true\n", "min", ("True", "整数")),
    "days missing": ("min = 5\n", "", "min", ("min が書かれていません",)),
    "level missing": (
        'max = 20\nlevel = "assumed"\n',
        "max = 20\n",
        "level",
        ("level が書かれていません", "assumed"),
    ),
    "source missing": (
        'change = 2 }\nlevel = "assumed"\nsource = "仮定"',
        'change = 2 }\nlevel = "assumed"',
        "source",
        ("source が書かれていません",),
    ),
    "source blank": ('source = "公表"', 'source = " "', "source", ("source",)),
    "level unknown": (
        'max = 20\nlevel = "assumed"',
        'max = 20\nlevel = "sure"',
        "level",
        ("「sure」", "published、estimated"),
    ),
    "unknown area of a step": (
        'areas = ["subsidy"]\nmin = 5',
        'areas = ["tax"]\nmin = 5',
        "areas",
        ("「tax」", "subsidy"),
    ),
    "unknown area of a call": (
        'areas = ["subsidy"]\npace',
        'areas = ["checkup"]\npace',
        "areas",
        ("「checkup」",),
    ),
    "unknown area of the hub": ('code = "subsidy"', 'code = "tax"', "code", ("「tax」", "vaccination")),
    "no area": ('areas = ["subsidy"]\nmin = 5', "areas = []\nmin = 5", "areas", ("空",)),
    "track missing": ('track = "subsidy"\n', "", "track", ("track",)),
    "days twice": (
        '[[steps]]\ncode = "change"',
        SECOND_WORK + '[[steps]]\ncode = "change"',
        "areas",
        ("二度",),
    ),
    "same code": ('code = "change"', 'code = "bill"', "code", ("二つ", "bill")),
    "unknown wait": ('wait = "vendor"', 'wait = "luck"', "wait", ("「luck」", "vendor、assembly")),
    "unknown key": (
        'after = ["bill"]',
        'after = ["bill"]\ncolour = "red"',
        "colour",
        ("知らない項目", "after"),
    ),
    "unknown table": ("[horizon]", "[horizons]", "horizons", ("知らない項目", "horizon")),
    "no slots": ("change = 2", "change = 0", "change", ("「0」", "1 から 10000")),
    "slots of an unknown step": ("{ change = 2 }", "{ chang = 2 }", "chang", ("「chang」", "change")),
    "slots missing": ("{ change = 2 }", "{ }", "change", ("change が書かれていません",)),
    "slots no table": ("slots = { change = 2 }", "slots = 2", "slots", ("slots の表",)),
    "shares short of one": ("share = 1.0", "share = 0.9", "share", ("0.9", "合計が 1")),
    "share over one": ("share = 1.0", "share = 1.5", "share", ("1.5", "0 から 1")),
    "share no number": ("share = 0.4", "share = nan", "share", ("nan", "0 から 1")),
    "postponement over one": ("share = 0.1", "share = 2", "share", ("「2」",)),
    "pace nought": ("pace = 1\n", "pace = 0\n", "pace", ("「0」", "0.1 から 10")),
    "unknown year": ('bodies = ["452025"]', "fiscal_year = 2022", "fiscal_year", ("2022", "2023、2024")),
    "year and bodies": (
        'bodies = ["452025"]',
        'bodies = ["452025"]\nfiscal_year = 2024',
        "fiscal_year",
        ("どちらか一つ",),
    ),
    "neither year nor bodies": ('bodies = ["452025"]\n', "", "fiscal_year", ("どちらか一つ",)),
    "no bodies": ('["452025"]', "[]", "bodies", ("空",)),
    "unknown body": ('["452025"]', '["999999"]', "bodies", ("999999", "6 桁")),
    "day in quotes": ("decided = 2024-06-14", 'decided = "2024-06-14"', "decided", ("日付", "引用符")),
    "a time for a day": ("decided = 2024-06-14", "decided = 2024-06-14T00:00:00", "decided", ("日付",)),
    "session impossible": ('vote = "09-28"', 'vote = "02-30"', "vote", ("02-30", "MM-DD")),
    "session only in leap years": ('submit = "08-20"', 'submit = "02-29"', "submit", ("02-29", "毎年")),
    "session in words": ('vote = "09-28"', 'vote = "秋"', "vote", ("秋", "MM-DD")),
    "vote before submission": ('submit = "08-20"', 'submit = "10-01"', "submit", ("締切",)),
    "horizon backwards": ("last = 2028-04-01", "last = 2023-04-01", "last", ("first より前",)),
    "horizon within a month": ("first = 2024-01-01", "first = 2024-01-02", "first", ("初日",)),
    "headline outside": ("headline = 2025-04-01", "headline = 2030-04-01", "headline", ("期間の外",)),
    "unknown fact": ("facts = []", 'facts = ["nowhere-1"]', "facts", ("nowhere-1", "452025-subsidy-1")),
    "name missing": ('name_en = "Trial"\n', "", "name_en", ("name_en",)),
    "name blank": ('name_ja = "業者"', 'name_ja = ""', "name_ja", ("空",)),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_file_field_and_mend(mistake: str, place: Path) -> None:
    before, after, field, words = MISTAKES[mistake]
    assert before in TINY
    with pytest.raises(PlanError) as caught:
        read(place, TINY.replace(before, after, 1))
    error = caught.value
    told = str(error)
    assert error.file == str(place)
    assert error.field.rsplit(".", 1)[-1] == field
    assert f"項目: {error.field}" in told
    assert error.mend
    for word in words:
        assert word in told


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("max = 20", "max = 9", "mode = 10\nmax = 9"),
        ("mode = 40", "mode = 400", "max = 50"),
        ('after = ["bill"]', 'after = ["bil"]', 'after = ["bil"]'),
        ("change = 2", "change = 0", "slots ="),
        ("share = 1.0", "share = 0.9", "share = 0.9"),
        ('source = "仮定"\n\n[[steps]]', "\n[[steps]]", "[[steps.work]]"),
        ("headline = 2025-04-01", "headline = 2030-04-01", "headline"),
    ],
)
def test_the_line_of_a_mistake_is_told(before: str, after: str, line: str, place: Path) -> None:
    content = TINY.replace(before, after, 1)
    with pytest.raises(PlanError) as caught:
        read(place, content)
    assert caught.value.line is not None
    expected = content[: content.index(line) + len(line)]
    assert caught.value.line == expected.count("\n") + 1
    assert f"{caught.value.line} 行目" in str(caught.value)


@pytest.mark.parametrize("table", ["areas", "calls", "steps", "vendors", "sessions"])
def test_a_list_that_is_missing_is_named(table: str, place: Path) -> None:
    with pytest.raises(PlanError, match=table) as caught:
        read(place, re.sub(rf"\[\[{table}\]\].*?\n\n(?=\[(\[(?!{table})|\w))", "", TINY, flags=re.DOTALL))
    assert f"[[{table}]]" in str(caught.value)


@pytest.mark.parametrize("table", ["shared_pace", "postponement", "horizon", "calibration"])
def test_a_table_that_is_missing_is_named(table: str, place: Path) -> None:
    with pytest.raises(PlanError, match=table) as caught:
        read(place, re.sub(rf"\[{table}\][^\[]*(\[\]\n)?", "", TINY))
    assert f"[{table}]" in str(caught.value)


def test_a_step_without_days_is_named(place: Path) -> None:
    with pytest.raises(PlanError, match=r"steps\[bill\]") as caught:
        read(place, re.sub(r"\[\[steps\.work\]\][^\[]*\[\"subsidy\"\][^\[]*", "\n", TINY, count=1))
    assert "[[steps.work]]" in str(caught.value)


def test_broken_toml_is_told_with_its_line(place: Path) -> None:
    with pytest.raises(PlanError, match="TOML") as caught:
        read(place, TINY.replace('name_ja = "助成"', "name_ja = 助成"))
    assert caught.value.line == 6


def test_broken_toml_at_the_end_of_the_file_is_told_with_its_line(place: Path) -> None:
    with pytest.raises(PlanError, match="TOML") as caught:
        read(place, 'name_ja = "試し"\nareas = [\n')
    assert caught.value.line == 3


def test_another_encoding_is_told_with_its_line(place: Path) -> None:
    place.write_bytes(b"name_en = 'a'\n" + 'name_ja = "試し"'.encode("shift_jis"))
    with pytest.raises(PlanError, match="UTF-8") as caught:
        read_plan(place)
    assert caught.value.line == 2


@pytest.mark.parametrize("content", ["missing", "folder"])
def test_a_plan_that_is_no_file_is_complained_about(content: str, tmp_path: Path) -> None:
    place = tmp_path if content == "folder" else tmp_path / "none.toml"
    with pytest.raises(Complaint, match="計画のファイル") as caught:
        read_plan(place)
    assert str(place) in str(caught.value)
    assert "pmhsim rollout plan" in str(caught.value)


def test_the_shipped_plan_has_all_the_steps_between_selection_and_start() -> None:
    plan = read_plan(SEED_PLAN)
    assert {step.name.ja for step in plan.steps} == {
        "庁内調整", "予算・議決", "応募・採択・規約", "番号条例・PIA", "業者契約・改修",
        "制度マスタ", "抽出", "接続", "試験登録", "件数突合", "不開示確認", "結合試験",
        "周知", "初回登録", "稼働",
    }  # fmt: skip
    waiting = {step.name.ja: step.wait for step in plan.steps if step.wait is not Wait.NOTHING}
    assert waiting == {
        "予算・議決": Wait.ASSEMBLY,
        "番号条例・PIA": Wait.ASSEMBLY,
        "業者契約・改修": Wait.VENDOR,
        "結合試験": Wait.VENDOR,
    }


def test_no_duration_of_the_shipped_plan_is_passed_off_as_published() -> None:
    plan = read_plan(SEED_PLAN)
    levels = {work.origin.level for step in plan.steps for work in step.works}
    assert levels == {Level.ASSUMED}


def test_every_source_number_cited_in_the_shipped_plan_is_in_the_list_of_sources() -> None:
    known = {row["id"] for row in load("sources").rows}
    cited = set(re.findall(r"\bS\d+a?\b", SEED_PLAN.read_text(encoding="utf-8")))
    assert cited
    assert cited <= known
