"""What a demo tells on the terminal and leaves in its folder."""

import json
import re
import shlex
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from demos import JAPANESE, TINY, Demo, demo, pmhsim, started

from simulator import __version__
from simulator.facts.assumptions import assumptions

FIELDS = [
    "run", "municipality", "seed", "date", "holders", "visits", "by_kind", "planted",
    "as_expected", "deviations", "not_run", "verdict", "results_sha256",
]  # fmt: skip
HEADLINE = (
    "都城市（合成データ）の1日: 受診・接種・健診・手続き {visits}件中 {as_expected}件が期待どおり。"
    "このハブの判定: {verdict}"
)
FILES = {
    "manifest.json",
    "results.json",
    "findings.json",
    "events.csv",
    "evidence.csv",
    "report.html",
    "report.en.html",
}
AGAIN = "再現: "


class Page(HTMLParser):
    """What a page is made of: its tags, its outside references and the text of its elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.references: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._open.append(tag)
        self.texts.setdefault(tag, []).append("")
        named = {"src", "href", "action", "data", "srcset", "poster", "xlink:href", "background"}
        self.references += [value or "" for name, value in attrs if name in named]

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        for tag in set(self._open):
            self.texts[tag][-1] += data


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """A day at a right hub, told as JSON."""
    return demo(tmp_path_factory.mktemp("json") / "run", "--json")


@pytest.fixture(scope="module")
def printed_defect(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """A day at a hub with a defect, told as JSON."""
    folder = tmp_path_factory.mktemp("json-defect") / "run"
    return demo(folder, "--json", "--defect", "leading-zeros-dropped")


def headline(run: Demo, verdict: str) -> str:
    return HEADLINE.format(verdict=verdict, **{name: run.results[name] for name in ("visits", "as_expected")})


def test_json_is_one_object_with_the_promised_fields(printed: Demo) -> None:
    told = json.loads(printed.told.stdout)
    assert list(told) == FIELDS
    assert told["run"] == printed.folder.name
    assert told["municipality"] == "452025"
    assert (told["seed"], told["date"]) == (42, "2026-11-30")
    assert sum(told["by_kind"].values()) == told["visits"] >= told["planted"] > 0
    assert (told["deviations"], set(told["not_run"]), told["verdict"]) == ([], {"DUR-001"}, "pass")
    assert printed.told.code == 0
    in_words = {name: why["ja"] for name, why in printed.results["not_run"].items()}
    expected = {**{name: printed.results[name] for name in FIELDS if name != "run"}, "not_run": in_words}
    assert expected == {name: value for name, value in told.items() if name != "run"}


def test_json_names_every_deviation(printed_defect: Demo) -> None:
    assert printed_defect.told.code == 1
    told = json.loads(printed_defect.told.stdout)
    assert told["verdict"] == "fail"
    assert told["as_expected"] < told["visits"]
    assert told["deviations"]
    for row in told["deviations"]:
        assert {"requirement", "visit", "allowed", "observed", "operation", "planted", "curl"} == set(row)
        assert row["curl"].startswith("curl ")
        assert JAPANESE.search(row["allowed"])
        assert row["allowed"] != row["observed"]
    zeros = [row for row in told["deviations"] if row["visit"] == "plant-subsidy-leading-zeros"]
    zeros = [row for row in zeros if row["requirement"] == "SUB-008"]
    assert zeros
    assert all("先頭のゼロ" in row["allowed"] for row in zeros)
    assert all("受給者番号 123 " in row["observed"] for row in zeros)


def test_findings_json_holds_the_same_deviations_in_both_languages(printed_defect: Demo) -> None:
    findings = printed_defect.json("findings.json")
    told = json.loads(printed_defect.told.stdout)["deviations"]
    assert [row["allowed"]["ja"] for row in findings["deviations"]] == [row["allowed"] for row in told]
    assert all(row["observed"]["en"] for row in findings["deviations"])


def test_progress_and_the_command_go_to_stderr_with_json(printed: Demo) -> None:
    lines = printed.told.stderr.splitlines()
    assert len(lines) == 3
    assert lines[-1].startswith(AGAIN)


def test_the_terminal_begins_with_the_verdict_and_ends_with_the_command(sound: Demo) -> None:
    lines = sound.told.stdout.splitlines()
    assert lines[0] == headline(sound, "適合")
    assert f"報告書: {sound.folder / 'report.html'}" in lines
    assert lines[-1].startswith(AGAIN)


def test_the_terminal_shows_deviations_with_what_was_allowed(defective: Demo) -> None:
    lines = defective.told.stdout.splitlines()
    assert defective.told.code == 1
    assert lines[0] == headline(defective, "不適合")
    assert lines[1] == "要件 SUB-004 に反する回答がありました。"
    shown = [place for place, line in enumerate(lines) if line.startswith("■ SUB-004 ")]
    assert len(shown) == min(10, len(defective.results["deviations"]))
    for place in shown:
        assert lines[place + 1].strip().startswith("許される回答: ")
        assert lines[place + 2].strip().startswith("実際の回答: ")


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--defect", "consent-ignored"),
        ("--share", "0.00201234567891"),
        ("--municipality", "422053", "--date", "2028-02-29", "--seed", "9"),
        ("--adapter", "simulator.hub.adapters.pmh:PmhAdapter"),
    ],
    ids=lambda options: " ".join(options) or "defaults",
)
def test_the_last_line_reproduces_the_run(options: tuple[str, ...], tmp_path: Path) -> None:
    first = demo(tmp_path / "first", *options)
    last = first.told.stdout.splitlines()[-1]
    program, *arguments = shlex.split(last.removeprefix(AGAIN))
    assert program == "pmhsim"
    assert first.json("manifest.json")["command"] == last.removeprefix(AGAIN)
    again = started(*arguments, "--json", folder=tmp_path)
    assert json.loads(again.stdout)["results_sha256"] == first.results["results_sha256"]
    assert again.code == first.told.code


def test_without_out_the_run_goes_under_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told = pmhsim("demo", "--share", TINY, "--json")
    (folder,) = (tmp_path / "runs").iterdir()
    assert folder.name == json.loads(told.stdout)["run"]
    assert re.fullmatch(r"\d{8}-\d{6}-\d{6}-demo-452025", folder.name)


def test_a_run_folder_holds_these_files_and_no_others(sound: Demo, defective: Demo) -> None:
    for run in (sound, defective):
        assert {path.name for path in run.folder.iterdir()} == FILES
        assert [path.name for path in run.folder.parent.iterdir()] == ["run"]


def test_the_manifest_says_how_the_run_was_made(defective: Demo) -> None:
    manifest = defective.json("manifest.json")
    assert manifest["schema"] == "pmhsim/manifest/1"
    assert manifest["verb"] == "demo"
    assert manifest["run"] == "run"
    assert manifest["municipality"] == "452025"
    assert date.fromisoformat(manifest["date"]) == date(2026, 11, 30)
    assert (manifest["seed"], manifest["share"], manifest["nonce"]) == (42, 0.002, "")
    assert manifest["versions"]["pmhsim"] == __version__
    assert manifest["versions"]["python"]
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+09:00", manifest["made_at"])
    assert manifest["hub"]["where"] == "embedded"
    assert manifest["hub"]["defect"] == "ended-certificate-shown"
    assert "clock" in manifest["hub"]["capabilities"]
    assert manifest["synthetic"] is True
    for name in ("results_sha256", "world_sha256"):
        assert manifest[name] == defective.results[name]
        assert re.fullmatch(r"[0-9a-f]{64}", manifest[name])


def test_events_run_forward_in_time(sound: Demo) -> None:
    events = [row for row in sound.table("events.csv") if row["pathway"] not in ("preparation", "evening")]
    times = [float(row["time"]) for row in events]
    assert all(earlier <= later for earlier, later in pairwise(times))
    assert {row["run_number"] for row in events} == {"1"}
    arrived = [row["entity_id"] for row in events if row["event"] == "arrival"]
    departed = [row["entity_id"] for row in events if row["event"] == "depart"]
    assert len(arrived) == sound.results["visits"]
    assert sorted(arrived) == sorted(departed)


def test_every_judgement_stands_in_the_evidence(defective: Demo) -> None:
    evidence = defective.table("evidence.csv")
    wrong = [row for row in evidence if row["as_expected"] == "False"]
    shown = defective.results["deviations"]
    assert [(row["requirement"], row["visit_id"], row["observed"]) for row in wrong] == [
        (row["requirement"], row["visit"], row["observed"]["ja"]) for row in shown
    ]
    counted = {row["id"]: row["exercised"] for row in defective.results["requirements"]}
    for requirement in ("SUB-004", "CARD-005", "VAC-004"):
        assert sum(row["requirement"] == requirement for row in evidence) == counted[requirement] > 0


def test_the_report_begins_with_the_verdict(sound: Demo, defective: Demo) -> None:
    for run, verdict in ((sound, "適合"), (defective, "不適合")):
        page = Page(run.read("report.html"))
        assert page.texts["h1"] == [headline(run, verdict)]
        assert page.texts["title"] == [headline(run, verdict)]
        assert page.tags.index("h1") < page.tags.index("h2")


@pytest.mark.parametrize("name", ["report.html", "report.en.html"])
def test_the_report_needs_nothing_but_itself(name: str, sound: Demo, defective: Demo) -> None:
    for run in (sound, defective):
        html = run.read(name)
        page = Page(html)
        assert page.references == []
        assert {"script", "link", "img", "iframe", "object", "embed", "base"}.isdisjoint(page.tags)
        assert not re.search(r"https?://|@import|url\(|javascript:|\son\w+=", html)
        assert html.startswith("<!doctype html>")
        assert '<meta charset="utf-8">' in html


def test_the_report_of_a_defective_hub_says_why(defective: Demo) -> None:
    text = " ".join(Page(defective.read("report.html")).texts["body"])
    assert "要件 SUB-004 に反する回答がありました。" in text
    assert "期待と違った回答" in text
    assert f"違反 {len(defective.results['deviations'])}件" in text
    assert "わざと入れた欠陥: ended-certificate-shown" in text
    row = defective.results["deviations"][0]
    assert row["allowed"]["ja"] in text
    assert row["observed"]["ja"] in text
    assert "自治体の準備状況の判定ではありません" in text


def test_the_report_says_that_all_of_it_is_synthetic(sound: Demo) -> None:
    assert "合成データ" in Page(sound.read("report.html")).texts["p"][0]
    assert "ynthetic" in Page(sound.read("report.en.html")).texts["p"][0]


def test_the_english_report_is_english_but_for_names(sound: Demo, defective: Demo) -> None:
    # The titles of Japanese documents, and the names of certificates as they were registered.
    titles = sorted({each.source for each in assumptions()}, key=len, reverse=True)
    for run in (sound, defective):
        html = run.read("report.en.html")
        assert '<html lang="en">' in html
        for title in titles:
            html = html.replace(title, "")
        html = re.sub(r"certificate &#34;[^&]*&#34;", "", html)
        left = [line for line in html.splitlines() if JAPANESE.search(line)]
        assert left == []
    assert Page(sound.read("report.en.html")).texts["h1"][0].startswith("A day in Miyakonojo-shi")
