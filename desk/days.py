"""Times of the store as days of the calendar, in UTC."""

from datetime import UTC, date, datetime


def day_of(epoch_ms: int) -> date:
    """The day in UTC of a time in epoch milliseconds."""
    return datetime.fromtimestamp(epoch_ms / 1000, UTC).date()
