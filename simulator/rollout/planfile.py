"""Reading a plan from its TOML file; whatever is wrong with it is said with file, line, field and a mend."""

from hashlib import sha256
from pathlib import Path

from simulator.facts import load
from simulator.language import Complaint, say
from simulator.rollout.entry import Entry
from simulator.rollout.plan import Horizon, Plan, Postponement, Wait
from simulator.rollout.plancalls import read_areas, read_calls
from simulator.rollout.plansteps import read_steps
from simulator.rollout.plansupply import read_sessions, read_vendors

SEED_PLAN = Path(__file__).parent / "plans" / "seed.toml"
_TABLES = (
    "name_ja", "name_en", "areas", "calls", "steps", "vendors", "sessions",
    "shared_pace", "postponement", "horizon", "calibration",
)  # fmt: skip


def read_plan(path: Path) -> Plan:
    """Read and check a plan; raises Complaint."""
    content = _bytes(path)
    root = Entry.root(content, str(path))
    root.only(*_TABLES)
    areas = read_areas(root)
    codes = [area.code for area in areas]
    steps = read_steps(root, codes)
    shared = root.table("shared_pace")
    shared.only("share", "level", "source")
    return Plan(
        name=root.name(),
        areas=areas,
        calls=read_calls(root, codes),
        steps=steps,
        vendors=read_vendors(root, [step.code for step in steps if step.wait is Wait.VENDOR]),
        sessions=read_sessions(root, needed=any(step.wait is Wait.ASSEMBLY for step in steps)),
        shared_pace=shared.number("share", 0, 1),
        shared_pace_origin=shared.origin(),
        postponement=_postponement(root.table("postponement")),
        horizon=_horizon(root.table("horizon")),
        calibrated_on=_calibration(root.table("calibration")),
        sha256=sha256(content).hexdigest(),
    )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        what = say("計画のファイルがありません。")
    except OSError:
        what = say("計画のファイルを読めません。")
    raise Complaint(
        what,
        where=say("{path}", path=path),
        mend=say("--plan に計画の TOML を指定してください。`pmhsim rollout plan` が手本を書き出します。"),
    )


def _postponement(entry: Entry) -> Postponement:
    entry.only("share", "min", "mode", "max", "level", "source")
    return Postponement(entry.number("share", 0, 1), entry.span(), entry.origin())


def _horizon(entry: Entry) -> Horizon:
    entry.only("first", "last", "headline")
    horizon = Horizon(entry.day("first"), entry.day("last"), entry.day("headline"))
    for key in ("first", "last", "headline"):
        if entry.day(key).day != 1:
            raise entry.refuse(key, say("{key} が月の初日ではありません", key=key), say("1 日にしてください"))
    if horizon.first > horizon.last:
        raise entry.refuse("last", say("last が first より前です"), say("first より後の日にしてください"))
    if not horizon.first <= horizon.headline <= horizon.last:
        mend = say("first から last までの日にしてください")
        raise entry.refuse("headline", say("headline が期間の外です"), mend)
    return horizon


def _calibration(entry: Entry) -> frozenset[str]:
    entry.only("facts")
    known = tuple(row["id"] for row in load("golive_facts").rows)
    for fact in (facts := entry.texts("facts")):
        if fact not in known:
            raise entry.unknown("facts", fact, known)
    return frozenset(facts)
