"""Times of the store as days of the calendar."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def day_in(epoch_ms: int, zone: str) -> date:
    """The day of a time in epoch milliseconds, in a time zone, an IANA name."""
    return datetime.fromtimestamp(epoch_ms / 1000, ZoneInfo(zone)).date()
