"""Times of the store as days of the calendar."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def day_in(epoch_ms: int, zone: str) -> date:
    """The day of a time in epoch milliseconds, in a time zone, an IANA name."""
    return datetime.fromtimestamp(epoch_ms / 1000, ZoneInfo(zone)).date()


def read_day(text: str) -> date | None:
    """An ISO day as it comes back from outside; None where it isn't one."""
    try:
        return date.fromisoformat(text) if len(text) == len("2026-11-23") else None
    except ValueError:
        return None
