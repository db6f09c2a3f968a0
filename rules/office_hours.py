"""When a practice's people are there: the hours of its working days, in its own time zone.

A time is epoch milliseconds. Days change their length with the clocks, so hours are counted along
the clock of the day, and only what lies within them counts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MONDAY_TO_FRIDAY = (1, 2, 3, 4, 5)
_LONGEST_LOOK = 400
"""Days ahead."""


@dataclass(frozen=True)
class OfficeHours:
    """`begins` and `ends` are minutes of the day, `days` the working days: 1 is Monday. Raises
    ValueError where nobody would ever be there."""

    zone: str
    begins: int = 9 * 60
    ends: int = 17 * 60
    days: tuple[int, ...] = MONDAY_TO_FRIDAY

    def __post_init__(self) -> None:
        if not 0 <= self.begins < self.ends <= 24 * 60:
            raise ValueError("Office hours must end after they have begun, on the same day.")
        if not self.days or not set(self.days) <= set(range(1, 8)):
            raise ValueError("Working days are 1 to 7, and at least one of them.")

    def is_open(self, at: int) -> bool:
        begins, ends = self._of_day(self._day(at))
        return self._works_on(self._day(at)) and begins <= at < ends

    def next_opening(self, at: int) -> int:
        """`at` itself while they are there."""
        return self.after(at, 0)

    def after(self, at: int, minutes: int) -> int:
        """The time when people will have been there for so many minutes from `at` on."""
        left = minutes * 60_000
        for begins, ends in self._spans(at):
            if left < ends - begins or (left == ends - begins and minutes):
                return begins + left
            left -= ends - begins
        raise ValueError("That is too far ahead.")

    def of_day_after(self, day: date) -> int:
        """When they begin on the first working day after `day`."""
        following = (day + timedelta(days=n) for n in range(1, 8))
        return self._of_day(next(one for one in following if self._works_on(one)))[0]

    def _spans(self, at: int) -> Iterator[tuple[int, int]]:
        """What is left of the hours from `at` on, day by day."""
        first = self._day(at)
        for number in range(_LONGEST_LOOK):
            day = first + timedelta(days=number)
            begins, ends = self._of_day(day)
            if self._works_on(day) and ends > at:
                yield max(begins, at), ends

    def _works_on(self, day: date) -> bool:
        return day.isoweekday() in self.days

    def _day(self, at: int) -> date:
        return datetime.fromtimestamp(at / 1000, ZoneInfo(self.zone)).date()

    def _of_day(self, day: date) -> tuple[int, int]:
        return self._moment(day, self.begins), self._moment(day, self.ends)

    def _moment(self, day: date, minutes: int) -> int:
        whole, rest = divmod(minutes, 24 * 60)
        clock = time(rest // 60, rest % 60)
        there = datetime.combine(day + timedelta(days=whole), clock, ZoneInfo(self.zone))
        return round(there.timestamp() * 1000)


_WRITTEN = re.compile(r"([1-7]+) (\d\d):(\d\d)-(\d\d):(\d\d)")


def read_hours(text: str, zone: str = "UTC") -> OfficeHours | None:
    """ "12345 09:00-17:00": the working days, and from when to when. None where it isn't that."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    days, *clock = found.groups()
    hour, minute, last_hour, last_minute = map(int, clock)
    if max(minute, last_minute) > 59:
        return None
    try:
        return OfficeHours(
            zone, hour * 60 + minute, last_hour * 60 + last_minute, tuple(map(int, days))
        )
    except ValueError:
        return None


def write_hours(hours: OfficeHours) -> str:
    """As `read_hours` reads it."""
    days = "".join(map(str, sorted(set(hours.days))))
    return f"{days} {clock_of(hours.begins)}-{clock_of(hours.ends)}"


def clock_of(minutes: int) -> str:
    """ "09:00", of minutes of the day."""
    return f"{minutes // 60:02}:{minutes % 60:02}"
