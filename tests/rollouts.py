"""A small rollout run folder, as the rollout verb writes it."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from simulator.facts.selections import selections
from simulator.runs import RunWriter
from simulator.runs.folder import MANIFEST_SCHEMA

SCHEMA = "pmhsim/rollout-results/1"
DATES = [date(2023 + month // 12, month % 12 + 1, 1) for month in range(11, 48)]
COLUMNS = (
    "code", "name", "prefecture", "level", "fiscal_year", "area", "p10", "p50", "p90", "main_cause",
)  # fmt: skip
MANIFEST = {
    "verb": "rollout",
    "made_at": "2026-11-23T03:57:26+09:00",
    "date": "2026-11-30",
    "seed": 42,
    "replications": 200,
    "plan_sha256": "ab" * 32,
    "command": "pmhsim rollout run --seed 42",
    "synthetic": True,
}


def results(**changes: Any) -> dict[str, Any]:
    """Results of the rollout, changed by keyword."""
    sound = {
        "bodies": 167,
        "replications": 200,
        "seed": 42,
        "plan_sha256": "ab" * 32,
        "headline_date": "2025-04-01",
        "dates": [day.isoformat() for day in DATES],
        "live_by": _live_by(167),
        "by_area": {
            "subsidy": _area("医療費助成", "Medical subsidy", 158),
            "vaccination": _area("予防接種", "Vaccination", 9),
            "checkup": _area("母子保健（健診）", "Checkups", 9),
        },
        "by_scheme": {
            "local_kodomo": {
                "name": {"ja": "こども医療費助成（地方単独）", "en": "Local child medical subsidy"},
                "denominator": 40, "stated": 12, "not_stated": 120, "live_by": _live_by(40),
            },
            "kosei": {
                "name": {"ja": "自立支援医療（更生医療）", "en": "Rehabilitation care (adults)"},
                "denominator": None, "stated": 3, "not_stated": 120, "live_by": _live_by(3),
            },
        },
        "causes": [
            _cause("assembly", "議会の議決待ち", "Waiting for the assembly", 96, 0.41),
            _cause("vendor_slot", "業者の枠の空き待ち", "Waiting for a vendor", 81, 0.33),
            _cause("usual_work", "最頻の日数どおりの作業", "Usual work", 137, None),
        ],
        "back_test": [
            {
                "name": {"ja": "都城市", "en": "Miyakonojo-shi"}, "area": "subsidy", "kind": "started",
                "date": "2024-03-23", "count": None, "p10": "2024-03-23", "p50": "2024-03-23",
                "p90": "2024-04-22", "agrees": True, "used_for_calibration": True, "source": "S12",
            },
            {
                "name": {"ja": "全国", "en": "the whole country"}, "area": "subsidy", "kind": "count",
                "date": "2024-12-31", "count": 90, "p10": 10, "p50": 20,
                "p90": 30, "agrees": False, "used_for_calibration": False, "source": "S13",
            },
        ],
        "unknown": [{"ja": "業者は公表されていない。", "en": "Vendors are not published."}],
        "assumptions": [
            {
                "name": {"ja": "番号条例の公布までの日数", "en": "Days to the ordinance"},
                "value": 90, "level": "assumed", "source": "domain 5.2",
            }
        ],
    }  # fmt: skip
    return {**sound, **changes}


def bodies() -> list[tuple[object, ...]]:
    """One row for each selected body and area."""
    areas = {2023: ("vaccination", "checkup"), 2024: ("subsidy",)}
    rows: list[tuple[object, ...]] = []
    for place, each in enumerate(selections()):
        for area in areas[each.fiscal_year]:
            middle = date(each.fiscal_year + 1, 1, 10) + timedelta(days=9 * (place % 60))
            days = [middle + timedelta(days=shift) for shift in (-40, 0, 75)]
            rows.append((each.code, each.name, each.prefecture, each.level, each.fiscal_year, area,
                         *(day.isoformat() for day in days), "assembly"))  # fmt: skip
    return rows


def write_rollout(path: Path, **changes: Any) -> Path:
    """Write the run folder at `path`; keywords change its results."""
    with RunWriter(path) as writer:
        writer.write_json("results.json", SCHEMA, results(**changes))
        writer.write_table("bodies.csv", COLUMNS, bodies())
        writer.write_json("manifest.json", MANIFEST_SCHEMA, {"run": path.name, **MANIFEST})
    return path


def rewrite(path: Path, **changes: Any) -> None:
    """Change keys of a JSON file of a run, as a slip of the hand would."""
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**content, **changes}), encoding="utf-8")


def _live_by(whole: int) -> dict[str, dict[str, int]]:
    return {
        day.isoformat(): {
            name: round(whole * min(1.0, max(0.0, (place + shift) / 30)))
            for name, shift in (("p10", -4), ("p50", 0), ("p90", 3))
        }
        for place, day in enumerate(DATES)
    }


def _area(ja: str, en: str, whole: int) -> dict[str, object]:
    return {"name": {"ja": ja, "en": en}, "denominator": whole, "live_by": _live_by(whole)}


def _cause(code: str, ja: str, en: str, days: int, share: float | None) -> dict[str, object]:
    return {"cause": code, "name": {"ja": ja, "en": en}, "median_days": days, "share_of_bodies": share}
