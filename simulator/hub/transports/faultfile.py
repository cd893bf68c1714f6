"""Reading a plan of faults from its TOML file; a mistake is said with line, field and a mend."""

import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from simulator.facts.provenance import Level
from simulator.hub.transports.faults import (
    OPERATIONS,
    RULE_FAULTS,
    STATUSES,
    Delay,
    FaultPlan,
    FaultRule,
    Jitter,
    Where,
)
from simulator.language import Complaint, say
from simulator.language.planfile import Entry
from simulator.records.mishap import Fault

PLANS = Path(__file__).parent / "plans"
LONGEST_SECONDS = 600
LARGEST_SKEW_SECONDS = 86_400
LARGEST_NTH = 1_000_000_000
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_COMMON = (
    "name", "fault", "operations", "methods", "path", "probability", "nth",
    "seconds", "jitter", "jitter_seconds",
)  # fmt: skip
_OWN: Mapping[Fault, tuple[str, ...]] = MappingProxyType(
    {
        Fault.TRUNCATE: ("fraction",),
        Fault.TRUNCATE_UNNOTICED: ("fraction",),
        Fault.STATUS: ("status", "retry_after_seconds"),
    }
)


def shipped_plans() -> tuple[str, ...]:
    """The names of the plans that come with the package."""
    return tuple(sorted(path.stem for path in PLANS.glob("*.toml")))


def find_plan(named: str) -> Path:
    """The file that was named, or the shipped plan of that name where there is no such file."""
    path = Path(named)
    return PLANS / f"{named}.toml" if named in shipped_plans() and not path.is_file() else path


def read_faults(named: str) -> tuple[FaultPlan, str]:
    """Read and check a plan by its file or shipped name; gives also the file's text. Raises Complaint."""
    path = find_plan(named)
    content = _bytes(path)
    root = Entry.root(content, str(path))
    root.only("name_ja", "name_en", "level", "source", "clock", "rules")
    skew = _skew(root)
    plan = FaultPlan(
        root.text("name_ja"),
        root.text("name_en"),
        _rules(root) if "rules" in root.cells or not skew else (),
        skew,
        root.choice("level", Level),
        root.text("source"),
        sha256(content).hexdigest(),
    )
    return plan, content.decode("utf-8-sig")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        what = say("障害の計画のファイルがありません。")
    except (OSError, ValueError):
        what = say("障害の計画のファイルを読めません。")
    raise Complaint(
        what,
        where=say("{path}", path=path),
        mend=say(
            "--faults に計画の TOML か、同梱の計画の名前を指定してください: {names}", names=shipped_plans()
        ),
    )


def _skew(root: Entry) -> int:
    if "clock" not in root.cells:
        return 0
    clock = root.table("clock")
    clock.only("skew_seconds")
    return clock.whole("skew_seconds", -LARGEST_SKEW_SECONDS, LARGEST_SKEW_SECONDS)


def _rules(root: Entry) -> tuple[FaultRule, ...]:
    rules: list[FaultRule] = []
    for entry in root.tables("rules"):
        rule = _rule(entry)
        if any(rule.name == other.name for other in rules):
            what = say("同じ name が二つあります: 「{name}」", name=rule.name)
            raise entry.refuse("name", what, say("どちらかの name を変えてください"))
        rules.append(rule)
    return tuple(rules)


def _rule(entry: Entry) -> FaultRule:
    fault = Fault(entry.choice("fault", RULE_FAULTS))
    own = _OWN.get(fault, ())
    entry.only(*_COMMON, *own)
    name = entry.text("name")
    if not _NAME.fullmatch(name):
        mend = say("英小文字・数字・ハイフンで40字までにしてください")
        raise entry.refuse("name", say("name に使えない字があります: 「{name}」", name=name), mend)
    given = entry.cells
    return FaultRule(
        name,
        fault,
        _where(entry),
        _probability(entry),
        _nth(entry),
        _delay(entry, fault),
        fraction=entry.number("fraction", 0, 0.99) if "fraction" in given else 0.5,
        status=_status(entry) if "status" in own else STATUSES[-1],
        retry_after_seconds=(
            entry.whole("retry_after_seconds", 0, LONGEST_SECONDS) if "retry_after_seconds" in given else None
        ),
    )


def _where(entry: Entry) -> Where:
    path = entry.text("path") if "path" in entry.cells else ""
    if path and not path.startswith(("/", "*")):
        mend = say("/ か * で始めてください（例: {example}）", example="/v1/institutions/*")
        raise entry.refuse("path", say("path が / で始まっていません: 「{path}」", path=path), mend)
    return Where(
        frozenset(entry.choices("operations", OPERATIONS) if "operations" in entry.cells else ()),
        frozenset(entry.choices("methods", _METHODS) if "methods" in entry.cells else ()),
        path,
    )


def _probability(entry: Entry) -> float:
    has_nth = "nth" in entry.cells
    if has_nth == ("probability" in entry.cells):
        mend = say("probability = 0.05（割合）か nth = [3]（何番目か）の、どちらか一つを書いてください")
        what = (
            say("probability と nth の両方があります") if has_nth else say("probability も nth もありません")
        )
        raise entry.refuse("probability", what, mend)
    return 1.0 if has_nth else entry.number("probability", 0, 1)


def _nth(entry: Entry) -> frozenset[int]:
    if "nth" not in entry.cells:
        return frozenset()
    value = entry.cells["nth"]
    places = value if isinstance(value, list) else [value]
    fit = all(type(each) is int and 1 <= each <= LARGEST_NTH for each in places)
    if not places or not fit:
        mend = say("1 から始まる整数を nth = [3] や nth = [1, 5] のように書いてください")
        raise entry.refuse("nth", say("nth は使えない値です: 「{cell}」", cell=value), mend)
    return frozenset(places)


def _delay(entry: Entry, fault: Fault) -> Delay:
    given = entry.cells
    jitter = Jitter(entry.choice("jitter", Jitter)) if "jitter" in given else Jitter.NONE
    seconds = entry.number("seconds", 0, LONGEST_SECONDS) if "seconds" in given else 0.0
    if (jitter is not Jitter.NONE) != ("jitter_seconds" in given):
        mend = say('jitter = "uniform" か "exponential" と、jitter_seconds を一緒に書いてください')
        raise entry.refuse("jitter", say("jitter と jitter_seconds がそろっていません"), mend)
    spread = entry.number("jitter_seconds", 0, LONGEST_SECONDS) if "jitter_seconds" in given else 0.0
    if fault is Fault.LATENCY and not seconds and not spread:
        mend = say("seconds = 1.5 のように、遅れの秒数を書いてください")
        raise entry.refuse("seconds", say("遅れの秒数がありません"), mend)
    return Delay(seconds, jitter, spread)


def _status(entry: Entry) -> int:
    status: object = entry.cell("status")
    if status not in STATUSES or isinstance(status, bool):
        raise entry.unknown("status", status, map(str, STATUSES))
    return int(str(status))
