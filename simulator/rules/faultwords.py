"""Faults in words, for whoever reads of a run into which some were put on purpose."""

from collections.abc import Mapping
from types import MappingProxyType

from simulator.language import Text, say
from simulator.records.mishap import Fault

FAULT_NAMES: Mapping[Fault, Text] = MappingProxyType(
    {
        Fault.LATENCY: say("応答の遅れ"),
        Fault.DROP_BEFORE: say("届く前の切断"),
        Fault.DROP_AFTER: say("処理後の切断（回答が届かない）"),
        Fault.DUPLICATE: say("二重の配達（初めの回答が届く）"),
        Fault.DUPLICATE_LATE: say("二重の配達（後の回答だけが届く）"),
        Fault.TRUNCATE: say("回答の途中での切断"),
        Fault.TRUNCATE_UNNOTICED: say("途中までの回答（切れたと分からない）"),
        Fault.STATUS: say("混雑の回答（429・503）"),
        Fault.CLOCK_SKEW: say("時計のずれによる拒否"),
    }
)


def put_in_text(counts: Mapping[Fault, int] | Mapping[str, int]) -> Text:
    """How many faults of each kind were put in, in the order of the kinds."""
    listed = tuple(
        say("{fault} {count}件", fault=name, count=f"{counts[fault]:,}")
        for fault, name in FAULT_NAMES.items()
        if counts.get(fault)
    )
    if not listed:
        return say("わざと入れた通信の障害: この実行では起こりませんでした")
    return say("わざと入れた通信の障害: {list}", list=listed)


def kept_back_text(count: int) -> Text:
    """How many questions got no judgeable answer for what was put in, and what follows from that."""
    return say(
        "このために判定できる回答が得られなかった照会は {count}件。ハブの違反にも無回答にも数えていません。",
        count=f"{count:,}",
    )
