import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from demos import Demo
from rollouts import rewrite, write_rollout
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from simulator.dashboard.settings import RUNS_VARIABLE
from simulator.language import LANGUAGES

SCRIPT = Path(__file__).parents[2] / "dashboard.py"
FAULTS = ("画面の内部の誤り", "internal fault")
JAPANESE_DAY, ENGLISH_DAY = "2025年4月1日", "1 April 2025"
pytestmark = [
    # Streamlit's own test harness leaves its temporary directory to the garbage collector.
    pytest.mark.filterwarnings("ignore:Implicitly cleaning up:ResourceWarning"),
]


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(RUNS_VARIABLE, str(tmp_path / "runs"))
    return tmp_path / "runs"


@pytest.fixture
def filled(runs: Path, sound: Demo, defective: Demo) -> Path:
    shutil.copytree(sound.folder, runs / "20261123-1-demo")
    shutil.copytree(defective.folder, runs / "20261123-2-demo")
    write_rollout(runs / "20261123-rollout")
    return runs


def opened(page: str = "", **parameters: str) -> AppTest:
    """The page as a browser opens it by its address."""
    app = AppTest.from_file(str(SCRIPT), default_timeout=60)
    # The harness itself can only go to pages that are files.
    app._page_hash = calc_hash(page) if page else ""
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    assert not any(fault in words(app) for fault in FAULTS)
    return app


def words(app: AppTest) -> str:
    shown = [getattr(each.proto, "body", "") for each in app.get("html")]
    return "\n".join(part for part in shown if not part.startswith(("<script>", "<style>")))


def headline(app: AppTest) -> str:
    return words(app).partition("<h1>")[2].partition("</h1>")[0]


def address(app: AppTest) -> dict[str, str]:
    # Parameters that were given stay lists in the harness until the page writes them.
    return {name: value if isinstance(value, str) else value[-1] for name, value in app.query_params.items()}


def test_the_outlook_opens_with_number_interval_assumption_and_cause(filled: Path) -> None:
    assert filled.is_dir()
    told = headline(opened())
    assert told.startswith(
        f"{JAPANESE_DAY}までに稼働する見込みは、対象167団体のうち 89団体（80%区間 67〜106）"
    )
    assert "所要日数は仮定です" in told
    assert "最大の要因は議会の議決待ち" in told


def test_the_outlook_is_told_in_english(filled: Path) -> None:
    assert filled.is_dir()
    told = headline(opened(lang="en"))
    for part in (ENGLISH_DAY, "167", "89", "67", "106", "Waiting for the assembly"):
        assert part in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("page", "parameters"),
    [
        ("", {}),
        ("body", {"code": "452025"}),
        ("runs", {"run": "20261123-1-demo"}),
        ("runs", {"run": "20261123-rollout"}),
    ],
)
def test_every_page_says_where_it_comes_from(
    filled: Path, page: str, parameters: dict[str, str], language: str
) -> None:
    assert filled.is_dir()
    told = (
        words(opened(page, lang=language, **parameters)).partition('class="origin"')[2].partition("</p>")[0]
    )
    assert "20261123-" in told
    assert "42" in told
    assert "2026-11-30" in told
    assert {"ja": "合成データ", "en": "Synthetic data"}[language] in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["", "body", "runs"])
def test_the_language_of_the_address_is_kept_on_every_page(filled: Path, page: str, language: str) -> None:
    assert filled.is_dir()
    app = opened(page, lang=language)
    assert address(app)["lang"] == language
    scripts = [each.proto.body for each in app.get("html") if "documentElement" in each.proto.body]
    assert scripts == [f"<script>document.documentElement.lang='{language}'</script>"]


def test_an_unknown_language_is_japanese(filled: Path) -> None:
    assert filled.is_dir()
    assert address(opened(lang="fr"))["lang"] == "ja"


def test_the_switch_changes_the_language_and_the_address(filled: Path) -> None:
    assert filled.is_dir()
    app = opened()
    app.session_state["lang"] = "en"
    app.run()
    assert address(app)["lang"] == "en"
    assert ENGLISH_DAY in headline(app)


def test_another_day_changes_the_sentence_and_the_address(filled: Path) -> None:
    assert filled.is_dir()
    app = opened()
    app.select_slider(key="day").set_value("2026-01-01").run()
    assert headline(app).startswith("2026年1月1日までに")
    assert address(app)["day"] == "2026-01-01"
    assert headline(opened(day="2026-01-01")) == headline(app)


def test_a_day_that_the_forecast_does_not_have_is_passed_over(filled: Path) -> None:
    assert filled.is_dir()
    assert headline(opened(day="1999-01-01")) == headline(opened())


def test_the_bodies_are_filtered_by_prefecture_and_area(filled: Path) -> None:
    assert filled.is_dir()
    told = words(opened(pref="宮崎県", area="vaccination"))
    assert "1団体・1行" in told
    assert "都城市" in told
    assert "むつ市" not in told


def test_every_body_leads_to_its_page_in_the_same_language(filled: Path) -> None:
    assert filled.is_dir()
    told = words(opened(lang="en"))
    assert 'href="body?code=452025&amp;run=20261123-rollout&amp;lang=en"' in told
    assert "Miyakonojo-shi" in told


def test_each_scheme_has_its_own_denominator(filled: Path) -> None:
    assert filled.is_dir()
    told = words(opened()).partition("こども医療費助成（地方単独）")[2]
    assert told.partition("自立支援医療（更生医療）")[0].count('<td class="n">40</td>') == 1
    unknown = told.partition("自立支援医療（更生医療）")[2].partition("</tr>")[0]
    assert "–" in unknown


def test_published_facts_stand_beside_the_forecast(filled: Path) -> None:
    assert filled.is_dir()
    told = words(opened()).partition("公表された稼働の事実との照合（2件）")[2]
    assert "2件のうち 1件が見通しと合う（うち 1件は日数合わせに使ったもの）" in told
    assert "2024-12-31 に 90団体が稼働" in told
    assert "業者は公表されていない。" in told


def test_every_chart_has_an_alternative_in_words(filled: Path) -> None:
    assert filled.is_dir()
    for app, charts in ((opened(), 2), (opened("runs", run="20261123-1-demo"), 2)):
        told = [each.proto.alt for each in app.get("vega_lite_chart")]
        assert len(told) == charts
        assert all(told)


def test_of_several_forecasts_the_newest_is_shown_and_any_can_be_chosen(filled: Path) -> None:
    write_rollout(filled / "20261201-rollout", bodies=16)
    assert "対象16団体" in headline(opened())
    assert "対象167団体" in headline(opened(run="20261123-rollout"))


@pytest.mark.parametrize("page", ["", "body", "runs"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_without_runs_every_page_says_what_to_type(runs: Path, page: str, language: str) -> None:
    assert not runs.exists()
    told = words(opened(page, lang=language, **({"code": "452025"} if page == "body" else {})))
    assert "<pre><code>pmhsim " in told
    if language == "ja":
        assert "まだ実行がありません" in told


def test_a_body_shows_its_programs_days_and_rehearsals(filled: Path) -> None:
    assert filled.is_dir()
    told = words(opened("body", code="452025"))
    for part in (
        "都城市",
        "こども医療費助成（地方単独）",
        "健診",
        "2026-02-19",
        "議会の議決待ち",
        "不適合",
        "適合",
    ):
        assert part in told
    assert 'href="runs?run=20261123-1-demo&amp;lang=ja"' in told


def test_a_body_that_the_source_gives_no_programs_says_so_and_is_never_called_not_ready(filled: Path) -> None:
    assert filled.is_dir()
    told = words(opened("body", code="010006"))
    assert "この団体の対象事務は資料に記載がない" in told
    assert "証跡なし" in told
    assert "稼働不可" not in told


def test_a_body_outside_the_advance_project_is_shown_as_such(filled: Path) -> None:
    assert filled.is_dir()
    told = words(opened("body", code="012025"))
    assert "函館市" in told
    assert "先行実施の採択団体ではない" in told


@pytest.mark.parametrize("code", ["999999", "x", "<script>alert(1)</script>"])
def test_an_unknown_body_is_complained_about(filled: Path, code: str) -> None:
    assert filled.is_dir()
    told = words(opened("body", code=code))
    assert "そのような団体コードはありません" in told
    assert "<script>" not in told


def test_the_list_of_runs_has_a_verdict_for_each(filled: Path) -> None:
    assert filled.is_dir()
    told = words(opened("runs"))
    for name in ("20261123-1-demo", "20261123-2-demo", "20261123-rollout"):
        assert f"runs?run={name}&amp;lang=ja" in told
    assert "●" in told
    assert "■" in told


def test_a_run_on_a_defective_hub_shows_verdict_and_deviation_as_the_report_does(filled: Path) -> None:
    told = words(opened("runs", run="20261123-2-demo"))
    results = json.loads((filled / "20261123-2-demo" / "results.json").read_text(encoding="utf-8"))
    assert "このハブの判定: 不適合" in told
    assert results["reason"]["ja"] in told
    assert results["deviations"][0]["requirement"] in told
    assert "自治体の準備状況の判定ではありません" in told


def test_a_run_into_which_faults_were_put_says_so_beside_its_verdict(filled: Path) -> None:
    manifest = filled / "20261123-1-demo" / "manifest.json"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**content, "faults": {"name": {"ja": "試し"}}}), encoding="utf-8")
    told = words(opened("runs", run="20261123-1-demo"))
    assert "適合（通信の障害をわざと入れた実行）" in told
    assert "通信の障害" not in words(opened("runs", run="20261123-2-demo"))


def test_a_run_on_a_sound_hub_has_every_requirement(filled: Path) -> None:
    told = words(opened("runs", run="20261123-1-demo"))
    results = json.loads((filled / "20261123-1-demo" / "results.json").read_text(encoding="utf-8"))
    assert "このハブの判定: 適合" in told
    assert all(row["id"] in told for row in results["requirements"])
    assert results["deviations"] == []


def test_a_forecast_among_the_runs_leads_to_the_outlook(filled: Path) -> None:
    assert filled.is_dir()
    assert 'href=".?run=20261123-rollout&amp;lang=ja"' in words(opened("runs", run="20261123-rollout"))


def test_a_run_of_a_verb_without_a_page_is_said_to_have_none(filled: Path) -> None:
    rewrite(filled / "20261123-1-demo" / "manifest.json", verb="check")
    assert "この種類の実行（check）の画面は、まだありません" in words(opened("runs", run="20261123-1-demo"))


def _cut(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8")[:200], encoding="utf-8")


def _foreign(path: Path) -> None:
    path.write_text("[1, 2, 3]", encoding="utf-8")


def _newer(path: Path) -> None:
    rewrite(path, schema="pmhsim/day-results/99")


def _emptied(path: Path) -> None:
    path.write_text(json.dumps({"schema": json.loads(path.read_text(encoding="utf-8"))["schema"]}))


SPOILED = [
    (_cut, "壊れて"),
    (_foreign, "このツールが書いたファイルではありません"),
    (_newer, "別の版の書式です"),
    (_emptied, "内容が読めません"),
    (Path.unlink, "このファイルがありません"),
]


@pytest.mark.parametrize(("spoil", "told"), SPOILED)
@pytest.mark.parametrize(
    ("page", "run"),
    [
        ("", "20261123-rollout"),
        ("body", "20261123-rollout"),
        ("runs", "20261123-rollout"),
        ("runs", "20261123-1-demo"),
    ],
)
def test_a_run_with_spoiled_results_is_a_card_with_what_where_and_how_to_mend(
    filled: Path, page: str, run: str, spoil: Callable[[Path], None], told: str
) -> None:
    spoil(filled / run / "results.json")
    shown = words(opened(page, run=run, code="452025"))
    assert 'class="card"' in shown
    assert told in shown
    assert str(filled / run / "results.json") in shown
    assert "直し方" in shown


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("spoil", "told"), SPOILED)
def test_the_list_names_spoiled_runs_and_shows_the_others(
    filled: Path, spoil: Callable[[Path], None], told: str, language: str
) -> None:
    spoil(filled / "20261123-1-demo" / "results.json")
    spoil(filled / "20261123-rollout" / "manifest.json")
    shown = words(opened("runs", lang=language))
    assert "20261123-2-demo" in shown
    assert str(filled / "20261123-rollout" / "manifest.json") in shown
    if language == "ja":
        assert told in shown


def test_a_folder_that_is_being_written_is_said_to_be(filled: Path) -> None:
    (filled / "20261124-demo.partial").mkdir()
    assert "書き込み中か、途中で終わった実行です" in words(opened("runs"))
    assert "書き込み中か、途中で終わった実行です" in words(opened("runs", run="20261124-demo.partial"))


def test_names_of_folders_are_shown_and_not_obeyed(filled: Path) -> None:
    (filled / "20261123-rollout").rename(filled / "<img src=x onerror=alert(1)>")
    for page in ("", "runs"):
        assert "<img" not in words(opened(page))


def test_the_map_says_how_it_was_counted(filled: Path) -> None:
    assert "全国の中央値（89団体）とは違います" in words(opened())
    live_by = {"2025-04-01": {"p10": 0, "p50": 3, "p90": 4}}
    write_rollout(
        filled / "20261201-rollout", by_prefecture={"北海道": {"denominator": 4, "live_by": live_by}}
    )
    told = words(opened())
    assert "都道府県ごとの中央値です" in told
    row = told.partition('aria-label="都道府県ごとの見込み"')[2].partition("</tbody>")[0]
    assert '北海道</td><td class="n">3</td><td class="n">4</td>' in row
