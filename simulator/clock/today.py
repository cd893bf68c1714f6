"""Today in Japan."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

JST = ZoneInfo("Asia/Tokyo")


def today() -> date:
    """The civil date in Japan now."""
    return datetime.now(JST).date()
