"""What may be chosen for a load test, and how the choices are read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

from simulator.facts.selections import first_year_codes
from simulator.hub.transports.faultfile import read_faults
from simulator.hub.transports.faults import FaultPlan
from simulator.language import Complaint, Text, say

LARGEST_SEED = 2**63 - 1
_WHOLE_NUMBER = re.compile(r"[0-9]{1,19}")


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that may be chosen: its flag, its environment variable, and what stands when it is left out.

    What opens doors (which hosts, which code, which files) is not `changeable` once the process runs, so that
    nobody who reaches the web page can change it.
    """

    name: str
    flag: str
    default: str
    help: Text
    changeable: bool = True

    @property
    def variable(self) -> str:
        """The environment variable."""
        return "PMHSIM_" + self.name.upper()


CHOICES = (
    Choice("municipality", "--municipality", "452025", say("令和5年度の先行実施16市町の団体コード（6桁）")),
    Choice("share", "--share", "0.05", say("人口のうち受診などのもとにする割合（0より大きく1以下）")),
    Choice("seed", "--seed", "42", say("乱数の種。ハブが信頼する鍵もこの種から作られる")),
    Choice("hold_speed", "--hold-speed", "", say("受付や診察にかかる時間を何倍速で待つか。省くと待たない")),
    Choice("adapter", "--adapter", "pmh", say("ハブのアダプターの名前か module:Class"), changeable=False),
    Choice(
        "own_hosts",
        "--own-host",
        "",
        say("自分のものと確かめた、手元以外のホスト名（コンマ区切り）"),
        changeable=False,
    ),
    Choice(
        "faults",
        "--faults",
        "",
        say("わざと入れる通信の障害の計画（TOML）か、同梱の計画の名前（bad-line、wrong-clock）"),
        changeable=False,
    ),
)
_BY_NAME = {choice.name: choice for choice in CHOICES}


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices of one load test; `hold_speed` None waits for no desk, reader or doctor.

    `faults` are put in on purpose, None of them by default.
    """

    municipality: str
    share: float
    seed: int
    hold_speed: float | None
    adapter: str
    own_hosts: frozenset[str]
    faults: FaultPlan | None = None

    @property
    def skew_seconds(self) -> int:
        """By how much the institutions' clocks are put ahead."""
        return self.faults.clock_skew_seconds if self.faults else 0

    @classmethod
    def read(cls, texts: Mapping[str, str]) -> "Settings":
        """Read the choices by name; what is missing or blank stands at its default.

        Raises:
            Complaint: a choice that is no number, out of its range, or no municipality of the first year; a
                plan of faults that cannot be read.
        """
        given = {choice.name: texts.get(choice.name, "").strip() or choice.default for choice in CHOICES}
        return cls(
            municipality=_municipality(given["municipality"]),
            share=_share(given["share"]),
            seed=_seed(given["seed"]),
            hold_speed=_speed(given["hold_speed"]),
            adapter=given["adapter"],
            own_hosts=frozenset(name for name in re.split(r"[\s,]+", given["own_hosts"]) if name),
            faults=read_faults(given["faults"])[0] if given["faults"] else None,
        )


def _municipality(text: str) -> str:
    if text not in first_year_codes():
        raise _complaint(
            "municipality",
            say("この団体の1日はまだ模擬できません: {code}", code=text),
            say("令和5年度の先行実施16市町の団体コードから選んでください: {codes}", codes=first_year_codes()),
        )
    return text


def _share(text: str) -> float:
    share = _number(text)
    if share is None or not 0 < share <= 1:
        raise _complaint(
            "share",
            say("人口に対する割合として読めません: {text}", text=text),
            say("0 より大きく 1 以下の数を書いてください（例: 0.05）"),
        )
    return share


def _seed(text: str) -> int:
    if not _WHOLE_NUMBER.fullmatch(text) or int(text) > LARGEST_SEED:
        raise _complaint(
            "seed",
            say("乱数の種として読めません: {text}", text=text),
            say("0 から {largest} までの整数を書いてください", largest=LARGEST_SEED),
        )
    return int(text)


def _speed(text: str) -> float | None:
    if not text:
        return None
    speed = _number(text)
    if speed is None or speed <= 0:
        raise _complaint(
            "hold_speed",
            say("待ち時間の倍速として読めません: {text}", text=text),
            say("0 より大きい数を書いてください（例: 60 なら1分を1秒で待つ）。省くと待ちません"),
        )
    return speed


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None


def _complaint(name: str, what: Text, mend: Text) -> Complaint:
    choice = _BY_NAME[name]
    return Complaint(
        what,
        where=say("{flag}（環境変数 {variable}）", flag=choice.flag, variable=choice.variable),
        mend=mend,
    )
