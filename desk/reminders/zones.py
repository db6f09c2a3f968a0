"""Keeps each day's reminders when the practice's time zone is changed."""

from desk.context import Desk
from desk.days import day_in
from rules.calendar import moment
from storage import reminder_rules


def lose_no_day(desk: Desk, practice_id: int, before: str, after: str) -> None:
    """In the transaction in which the time zone goes from `before` to `after`: where the clocks go
    forward by it, the hour of today's reminders may be over already."""
    now = desk.clock()
    day = min(day_in(now, before), day_in(now, after))
    reminder_rules.look_back(desk.store, practice_id, moment(day, 0, after) - 1, now)
