"""Names of things that results hold as codes."""

from simulator.language import Text, say

KINDS = {
    "subsidy": say("医療費助成の受診"),
    "vaccination": say("予防接種"),
    "checkup": say("個別健診"),
    "group_checkup": say("集団健診"),
    "errand": say("手続き"),
}
DUTIES = {
    "hub": say("ハブの務め"),
    "client": say("施設のシステムの務め（模擬の中で行ったこと）"),
    "staff": say("職員の務め（模擬の中で行ったこと）"),
}
LEVELS = {
    "published": say("公表"),
    "estimated": say("推計"),
    "assumed": say("仮定"),
    "synthetic": say("合成"),
}
RESOURCES = {
    "reception_desk": say("受付"),
    "card_reader": say("カードリーダー"),
    "nurse": say("看護師"),
    "doctor": say("医師"),
    "cashier": say("会計"),
    "pharmacist": say("薬剤師"),
    "clerk": say("事務"),
    "station_staff": say("集団健診の区画"),
    "waiting_room": say("待合室"),
}
PARTS = {
    "usual_work": say("最頻の日数どおりの作業"),
    "own_work": say("作業が最頻の日数を超えた分"),
    "vendor_slot": say("業者の枠の空き待ち"),
    "assembly": say("議会の議決待ち"),
    "hub_opening": say("分野の開始待ち"),
    "postponement": say("開始の延期"),
    "none": say("遅れなし"),
}

_CITATIONS = {
    "本プロジェクトの仮定": say("本プロジェクトの仮定"),
    "人口動態統計の水準からの仮定": say("人口動態統計の水準からの仮定"),
    "予防接種の表と出生数からの見積もり（S114 は 10 種 30 回以上とする）": say(
        "予防接種の表と出生数からの見積もり（S114 は 10 種 30 回以上とする）"
    ),
}


def citation(source: str) -> Text:
    """A source in words; the titles of publications stay as they are in either language."""
    return _CITATIONS.get(source) or say("{source}", source=source)
