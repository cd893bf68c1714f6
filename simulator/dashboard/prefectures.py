"""Where each prefecture stands on the map of tiles: our own layout, in tiles from the upper left."""

from collections.abc import Mapping

from simulator.facts import prefectures

COLUMNS, ROWS = 14, 11.8

# North is up; straits are half a tile wide.
PLACES: Mapping[str, tuple[float, float]] = {
    "北海道": (12.0, 0.0),
    "青森県": (12.0, 1.4),
    "秋田県": (11.0, 2.4), "岩手県": (12.0, 2.4),
    "山形県": (11.0, 3.4), "宮城県": (12.0, 3.4),
    "新潟県": (11.0, 4.4), "福島県": (12.0, 4.4),
    "石川県": (8.0, 5.4), "富山県": (9.0, 5.4), "長野県": (10.0, 5.4),
    "群馬県": (11.0, 5.4), "栃木県": (12.0, 5.4), "茨城県": (13.0, 5.4),
    "島根県": (4.0, 6.4), "鳥取県": (5.0, 6.4), "兵庫県": (6.0, 6.4), "京都府": (7.0, 6.4),
    "福井県": (8.0, 6.4), "岐阜県": (9.0, 6.4), "山梨県": (10.0, 6.4),
    "埼玉県": (11.0, 6.4), "東京都": (12.0, 6.4), "千葉県": (13.0, 6.4),
    "山口県": (3.0, 7.4), "広島県": (4.0, 7.4), "岡山県": (5.0, 7.4), "大阪府": (6.0, 7.4),
    "奈良県": (7.0, 7.4), "滋賀県": (8.0, 7.4), "愛知県": (9.0, 7.4), "静岡県": (10.0, 7.4),
    "神奈川県": (11.0, 7.4),
    "和歌山県": (7.0, 8.4), "三重県": (8.0, 8.4),
    "長崎県": (0.0, 8.4), "佐賀県": (1.0, 8.4), "福岡県": (2.0, 8.4),
    "愛媛県": (4.0, 8.8), "香川県": (5.0, 8.8),
    "熊本県": (1.0, 9.4), "大分県": (2.0, 9.4),
    "高知県": (4.0, 9.8), "徳島県": (5.0, 9.8),
    "鹿児島県": (1.0, 10.4), "宮崎県": (2.0, 10.4),
    "沖縄県": (0.0, 10.8),
}  # fmt: skip


def north_first(prefecture: str) -> int:
    """The place of a prefecture in the official order; an unknown name comes last."""
    names = [each.name for each in prefectures()]
    return names.index(prefecture) if prefecture in names else len(names)
