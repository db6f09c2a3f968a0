"""Proves that in every time zone each local day of ten years has each clock time exactly once.

The expected moments are found by walking through all minutes around each change of the clocks, as
the zone's own rules give them, and not by asking for a clock time as rules/calendar.py does.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from rules.calendar import in_month, in_year, moment, occurrences

NAME = "local days in all time zones, 10 years"
FULL = 1_500_000
"""At least; there are more than 590 zones, and 3,652 days."""

FIRST, LAST = date(2020, 1, 1), date(2029, 12, 31)
CLOCKS = (9 * 60, 0, 30, 60 + 30, 2 * 60, 2 * 60 + 30, 3 * 60, 23 * 60 + 30)
"""One clock time for all days, and all of them where clocks are changed."""
MINUTE = 60_000


def run(count: int) -> int:
    """Check all zones, or as many as give `count` days; AssertionError names the day and zone."""
    _check_month_ends()
    days = 0
    for zone in sorted(available_timezones()):
        if days >= count:
            break
        days += _check_zone(zone)
    return days


def _check_zone(zone: str) -> int:
    began, ended = _noon(FIRST - timedelta(days=1)), _noon(LAST + timedelta(days=1))
    found = [
        (day, at) for day, at in occurrences(began, ended, CLOCKS[0], zone) if FIRST <= day <= LAST
    ]
    wanted = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    assert [day for day, _ in found] == wanted, zone
    for day, at in found:
        assert _local(at, zone) == (day, CLOCKS[0]), f"{day} in {zone}"
    for day in _days_of_changes(zone):
        _check_change(day, zone)
    return len(found)


def _days_of_changes(zone: str) -> Iterator[date]:
    """The days around each change of the zone's offset."""
    at = datetime.combine(FIRST, datetime.min.time(), UTC)
    before = at.astimezone(ZoneInfo(zone)).utcoffset()
    while at.date() <= LAST:
        at += timedelta(days=1)
        now = at.astimezone(ZoneInfo(zone)).utcoffset()
        if now != before:
            yield from (at.date() + timedelta(days=n) for n in (-2, -1, 0))
        before = now


def _check_change(day: date, zone: str) -> None:
    """Against the minutes that the day really has, in their order."""
    there = [(at, _local(at, zone)) for at in _minutes_around(day)]
    minutes = [(at, clock) for at, (local_day, clock) in there if local_day == day]
    for clock in CLOCKS:
        same = [at for at, one in minutes if one == clock]
        later = [at for at, one in minutes if one > clock]
        wanted = same[0] if same else later[0] if later else minutes[-1][0]
        assert moment(day, clock, zone) == wanted, f"{clock} on {day} in {zone}"


def _minutes_around(day: date) -> range:
    noon = _noon(day)
    return range(noon - 28 * 60 * MINUTE, noon + 28 * 60 * MINUTE, MINUTE)


def _local(at: int, zone: str) -> tuple[date, int]:
    there = datetime.fromtimestamp(at // 1000, UTC).astimezone(ZoneInfo(zone))
    return there.date(), there.hour * 60 + there.minute


def _noon(day: date) -> int:
    return round(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp() * 1000)


def _check_month_ends() -> None:
    """The 31st of each month, and 29 February of each year."""
    for year in range(FIRST.year, LAST.year + 1):
        for month in range(1, 13):
            following = date(year + month // 12, month % 12 + 1, 1)
            assert in_month(year, month, 31) == following - timedelta(days=1)
        leap = year % 4 == 0
        assert in_year(year, 2, 29) == date(year, 2, 29 if leap else 28)
