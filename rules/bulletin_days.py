"""When a list is due that comes by the week: on which of the local days that come together.

`days` are those that a day takes over, the last of them itself (rules.reminder_state.Day).
"""

from collections.abc import Sequence
from datetime import date


def day_of_week(days: Sequence[date], weekday: int) -> date | None:
    """The last of these days that is that weekday; 1 is Monday."""
    return next((day for day in reversed(days) if day.isoweekday() == weekday), None)
