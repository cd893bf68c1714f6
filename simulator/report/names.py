"""Names of things that results hold as codes."""

from simulator.language import say

KINDS = {
    "subsidy": say("医療費助成の受診"),
    "vaccination": say("予防接種"),
    "checkup": say("個別健診"),
    "group_checkup": say("集団健診"),
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
