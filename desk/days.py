"""Times of the store as days of the calendar."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def day_of(epoch_ms: int) -> date:
    """The day in UTC of a time in epoch milliseconds."""
    return datetime.fromtimestamp(epoch_ms / 1000, UTC).date()


def day_in(epoch_ms: int, zone: str) -> date:
    """The day in a time zone, an IANA name."""
    return datetime.fromtimestamp(epoch_ms / 1000, ZoneInfo(zone)).date()
