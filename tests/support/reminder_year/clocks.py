"""Local clock times and working days in plain Python, as the specification words them."""

from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from holidays import country_holidays

from tests.support.reminder_year.diary import Rule

MINUTE = 60


def there(at: int, zone: str) -> datetime:
    """The local time of a moment (epoch ms)."""
    return datetime.fromtimestamp(at / 1000, ZoneInfo(zone))


def minutes(at: int, zone: str) -> int:
    local = there(at, zone)
    return local.hour * 60 + local.minute


@cache
def moment(day: date, clock: int, zone: str) -> int:
    """When it is that time there (epoch ms): the first of two, and after a gap what comes next."""
    tz = ZoneInfo(zone)
    wanted = datetime(day.year, day.month, day.day, clock // 60, clock % 60, tzinfo=tz)
    second = int(wanted.timestamp())
    found = datetime.fromtimestamp(second, tz)
    if found.replace(tzinfo=None) == wanted.replace(tzinfo=None):
        return second * 1000
    after = datetime.fromtimestamp(second, tz).utcoffset()  # Left out: back to where it jumped.
    while datetime.fromtimestamp(second - MINUTE, tz).utcoffset() == after:
        second -= MINUTE
    return second * 1000


def goes_on(rule: Rule, nominal: date) -> date:
    """The day itself, or the first one after it on which the practice works."""
    day = nominal
    while rule.working_days and (day.isoweekday() > 5 or day in _holidays(rule, day.year)):
        day += timedelta(days=1)
    return day


def is_quiet(rule: Rule, at: int) -> bool:
    begins, ends = rule.quiet
    clock = minutes(at, rule.zone)
    if begins <= ends:
        return begins <= clock < ends
    return clock >= begins or clock < ends


def quiet_ends(rule: Rule, at: int) -> int:
    """The next time that its clock shows the end of the quiet hours."""
    day = there(at, rule.zone).date()
    found = [moment(day + timedelta(days=n), rule.quiet[1], rule.zone) for n in (0, 1)]
    return min(one for one in found if one > at)


def _holidays(rule: Rule, year: int) -> frozenset[date]:
    return _known(rule.country, rule.part, year)


@cache
def _known(country: str, part: str | None, year: int) -> frozenset[date]:
    return frozenset(country_holidays(country, subdiv=part, years=year))
