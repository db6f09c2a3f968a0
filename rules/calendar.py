"""The calendar of what is due at a time of its own: local days and clock times as moments.

A moment is epoch milliseconds, a clock time minutes of the day. Every local day has each clock time
exactly once, whatever the clocks do: a time that is left out is the first moment after the gap, or
the last minute before it where the gap ends the day; of a time that comes twice the first counts.
"""

from calendar import monthrange
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

MINUTE = 60_000
DAY_MINUTES = 24 * 60
ALL_DAYS = frozenset(range(1, 8))
MONDAY_TO_FRIDAY = frozenset(range(1, 6))
_ONE = timedelta(days=1)
_LONGEST_ROLL = 366
"""Days without a working day among them."""


@dataclass(frozen=True)
class WorkingDays:
    """`days` are the working days of the week, 1 is Monday; `holidays` are none. Raises ValueError
    where nobody would ever work."""

    days: frozenset[int] = MONDAY_TO_FRIDAY
    holidays: Collection[date] = frozenset()

    def __post_init__(self) -> None:
        if not self.days or not self.days <= ALL_DAYS:
            raise ValueError("Working days are 1 to 7, and at least one of them.")

    def has(self, day: date) -> bool:
        return day.isoweekday() in self.days and day not in self.holidays


EVERY_DAY = WorkingDays(ALL_DAYS)


@dataclass(frozen=True)
class QuietHours:
    """From `begins` to `ends` nobody is written to; where it ends earlier than it begins it is over
    midnight, and where both are the same there are none."""

    begins: int
    ends: int

    def __post_init__(self) -> None:
        if not (0 <= self.begins < DAY_MINUTES and 0 <= self.ends < DAY_MINUTES):
            raise ValueError("Quiet hours are clock times of a day.")

    def covers(self, minutes: int) -> bool:
        """Whether it is quiet at that clock time."""
        if self.begins <= self.ends:
            return self.begins <= minutes < self.ends
        return minutes >= self.begins or minutes < self.ends


NEVER_QUIET = QuietHours(0, 0)


def moment(day: date, minutes: int, zone: str) -> int:
    """When it is that clock time on that local day."""
    clock = datetime.combine(day, time(*divmod(minutes, 60)), ZoneInfo(zone))
    before, after = _epoch(clock), _epoch(clock.replace(fold=1))
    if local(before, zone) == (day, minutes):
        return before
    change = _change(after, before, zone)
    return change if day_of(change, zone) == day else change - MINUTE


def local(at: int, zone: str) -> tuple[date, int]:
    """The local day and clock time of a moment."""
    there = datetime.fromtimestamp(at // 1000, ZoneInfo(zone))
    return there.date(), there.hour * 60 + there.minute


def day_of(at: int, zone: str) -> date:
    return local(at, zone)[0]


def exists(day: date, zone: str) -> bool:
    """Whether there is such a day: a place that moves across the date line leaves one out."""
    return day_of(moment(day, 12 * 60, zone), zone) == day


def occurrences(after: int, until: int, minutes: int, zone: str) -> Iterator[tuple[date, int]]:
    """Each local day whose clock time comes after the moment `after`, and at `until` at the latest,
    with its moment."""
    day, last = day_of(after, zone) - _ONE, day_of(until, zone) + _ONE
    while day <= last:
        at = moment(day, minutes, zone)
        if after < at <= until and exists(day, zone):
            yield day, at
        day += _ONE


def rolled(day: date, working: WorkingDays) -> date:
    """The day itself, or the first working day after it; itself where there is none in a year."""
    days = (day + _ONE * number for number in range(_LONGEST_ROLL))
    return next(filter(working.has, days), day)


def rolled_onto(day: date, working: WorkingDays) -> list[date]:
    """The days that `rolled` moves to this one, itself the last; none where nobody works on it."""
    if not working.has(day):
        return []
    found = [day]
    while len(found) < _LONGEST_ROLL and not working.has(found[0] - _ONE):
        found.insert(0, found[0] - _ONE)
    return found


def in_month(year: int, month: int, day: int) -> date:
    """That day of the month, or its last one in a month that is shorter."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def in_year(year: int, month: int, day: int) -> date:
    """That day of the year: 29 February is the 28th where there is none."""
    return in_month(year, month, day)


def when_loud(at: int, quiet: QuietHours, zone: str) -> int:
    """The moment itself, or the end of the quiet hours in which it lies."""
    day, minutes = local(at, zone)
    if not quiet.covers(minutes):
        return at
    ends = moment(day, quiet.ends, zone)
    return ends if ends > at else moment(day + _ONE, quiet.ends, zone)


def _epoch(clock: datetime) -> int:
    return round(clock.timestamp()) * 1000


@lru_cache(maxsize=1024)
def _change(before: int, after: int, zone: str) -> int:
    """The moment between these two at which the clocks were changed."""
    low, high, first = before // 1000, after // 1000, _offset(before // 1000, zone)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(middle, zone) == first else (low, middle)
    return high * 1000


def _offset(second: int, zone: str) -> timedelta | None:
    return datetime.fromtimestamp(second, ZoneInfo(zone)).utcoffset()
