"""When a list is due that comes by the week or the month: on which of several local days.

`days` are those that a day takes over, the last of them itself (rules.reminder_state.Day).
"""

from collections.abc import Sequence
from datetime import date, timedelta

from rules.calendar import in_month


def day_of_week(days: Sequence[date], weekday: int) -> date | None:
    """The last of these days that is that weekday; 1 is Monday."""
    return next((day for day in reversed(days) if day.isoweekday() == weekday), None)


def day_of_month(days: Sequence[date], number: int) -> date | None:
    """The last of these days that is that day of its month, or the last one of a shorter month."""
    return next((day for day in reversed(days) if day == _in_its_month(day, number)), None)


def months_expiring(days: Sequence[date], before: int) -> list[date]:
    """The first days of the months with whose end cards expire, where the day that is so many days
    `before` that end is among these."""
    ends = (day + timedelta(days=before) for day in days)
    return [end.replace(day=1) for end in ends if (end + timedelta(days=1)).day == 1]


def month_before(day: date) -> date:
    """The first day of the month that was over then."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def _in_its_month(day: date, number: int) -> date:
    return in_month(day.year, day.month, number)
