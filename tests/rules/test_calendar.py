"""Due times of local days: each day once, whatever clocks, months and holidays do."""

from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from rules.calendar import (
    EVERY_DAY,
    NEVER_QUIET,
    QuietHours,
    WorkingDays,
    exists,
    in_month,
    in_year,
    local,
    moment,
    occurrences,
    rolled,
    rolled_onto,
    when_loud,
)
from tests.prove import local_days

NEW_YORK = "America/New_York"
CHRISTMAS = WorkingDays(holidays=frozenset({date(2026, 12, 25), date(2026, 12, 28)}))
NIGHT = QuietHours(20 * 60, 8 * 60)


def utc(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("UTC")).timestamp() * 1000)


def days(*texts: str) -> list[date]:
    return [date.fromisoformat(text) for text in texts]


@pytest.mark.parametrize(
    ("zone", "day", "minutes", "then"),
    [
        ("UTC", "2026-11-23", 9 * 60, "2026-11-23 09:00"),
        (NEW_YORK, "2026-11-23", 9 * 60, "2026-11-23 14:00"),
        (NEW_YORK, "2026-03-08", 2 * 60 - 1, "2026-03-08 06:59"),
        (NEW_YORK, "2026-03-08", 2 * 60, "2026-03-08 07:00"),
        (NEW_YORK, "2026-03-08", 2 * 60 + 30, "2026-03-08 07:00"),
        (NEW_YORK, "2026-03-08", 3 * 60, "2026-03-08 07:00"),
        (NEW_YORK, "2026-11-01", 60 + 30, "2026-11-01 05:30"),
        (NEW_YORK, "2026-11-01", 2 * 60, "2026-11-01 07:00"),
        ("Africa/Cairo", "2026-04-24", 30, "2026-04-23 22:00"),
        ("Africa/Cairo", "2026-10-29", 23 * 60 + 30, "2026-10-29 20:30"),
        ("Australia/Lord_Howe", "2026-10-04", 2 * 60 + 15, "2026-10-03 15:30"),
        ("America/Nuuk", "2024-03-30", 23 * 60 + 30, "2024-03-31 00:59"),
        ("Pacific/Apia", "2011-12-29", 23 * 60, "2011-12-30 09:00"),
    ],
)
def test_each_local_day_has_each_clock_time_once(
    zone: str, day: str, minutes: int, then: str
) -> None:
    assert moment(date.fromisoformat(day), minutes, zone) == utc(then)


@pytest.mark.parametrize("minutes", [0, 30, 90, 150, 9 * 60, 23 * 60 + 59])
@pytest.mark.parametrize(
    "zone", [NEW_YORK, "Africa/Cairo", "America/Nuuk", "Australia/Lord_Howe", "Atlantic/Azores"]
)
def test_a_year_has_one_occurrence_on_each_of_its_days(zone: str, minutes: int) -> None:
    began, ended = utc("2024-01-01 12:00"), utc("2025-01-01 12:00")
    found = list(occurrences(began, ended, minutes, zone))
    assert len(found) == 366
    assert [day for day, _ in found] == [local(at, zone)[0] for _, at in found]
    assert len({day for day, _ in found}) == 366
    assert all(one < other for (_, one), (_, other) in pairwise(found))


def test_looking_twice_finds_no_occurrence_twice_and_loses_none() -> None:
    began, middle, ended = (utc(f"2026-03-0{day} 14:00") for day in (6, 8, 9))
    once = list(occurrences(began, ended, 10 * 60, NEW_YORK))
    first = list(occurrences(began, middle, 10 * 60, NEW_YORK))
    then = list(occurrences(middle, ended, 10 * 60, NEW_YORK))
    assert once == first + then
    assert [day.day for day, _ in once] == [6, 7, 8, 9]
    assert [day.day for day, _ in first] == [6, 7, 8]


def test_a_day_that_a_place_left_out_has_no_occurrence() -> None:
    assert not exists(date(2011, 12, 30), "Pacific/Apia")
    found = occurrences(utc("2011-12-28 12:00"), utc("2012-01-01 12:00"), 9 * 60, "Pacific/Apia")
    assert [day.isoformat() for day, _ in found] == [
        *("2011-12-28", "2011-12-29", "2011-12-31", "2012-01-01")
    ]


@pytest.mark.parametrize(
    ("month", "last"), [(1, 31), (2, 28), (4, 30), (6, 30), (9, 30), (11, 30), (12, 31)]
)
def test_the_31st_is_the_last_day_of_the_month(month: int, last: int) -> None:
    assert in_month(2026, month, 31) == date(2026, month, last)


def test_29_february_is_the_28th_in_most_years() -> None:
    assert [in_year(year, 2, 29).day for year in (2024, 2026, 2028, 2100)] == [29, 28, 29, 28]


@pytest.mark.parametrize(
    ("day", "then"),
    [("2026-12-24", "2026-12-24"), ("2026-12-25", "2026-12-29"), ("2026-12-27", "2026-12-29")],
)
def test_what_is_due_when_nobody_works_is_due_on_the_next_working_day(day: str, then: str) -> None:
    assert rolled(date.fromisoformat(day), CHRISTMAS) == date.fromisoformat(then)


def test_a_working_day_takes_over_the_free_days_before_it() -> None:
    assert rolled_onto(date(2026, 12, 29), CHRISTMAS) == days(
        *("2026-12-25", "2026-12-26", "2026-12-27", "2026-12-28", "2026-12-29")
    )
    assert rolled_onto(date(2026, 12, 26), CHRISTMAS) == []
    assert rolled_onto(date(2026, 12, 26), EVERY_DAY) == days("2026-12-26")


def test_each_day_rolls_onto_exactly_one() -> None:
    year = [date.fromordinal(date(2026, 1, 1).toordinal() + number) for number in range(365)]
    found = [day for one in year for day in rolled_onto(one, CHRISTMAS)]
    assert found == [day for day in year if rolled(day, CHRISTMAS) in year]
    assert all(day in rolled_onto(rolled(day, CHRISTMAS), CHRISTMAS) for day in year)


def test_nobody_works_on_no_day_of_the_week() -> None:
    with pytest.raises(ValueError, match="Working days"):
        WorkingDays(frozenset())


@pytest.mark.parametrize(
    ("at", "then"),
    [
        ("2026-11-23 15:00", "2026-11-23 15:00"),
        ("2026-11-24 00:59", "2026-11-24 00:59"),
        ("2026-11-24 01:00", "2026-11-24 13:00"),
        ("2026-11-24 06:00", "2026-11-24 13:00"),
        ("2026-11-24 13:00", "2026-11-24 13:00"),
        ("2026-11-01 00:30", "2026-11-01 13:00"),
    ],
)
def test_what_is_due_in_quiet_hours_waits_for_their_end(at: str, then: str) -> None:
    assert when_loud(utc(at), NIGHT, NEW_YORK) == utc(then)


def test_quiet_hours_may_lie_within_a_day_or_be_none() -> None:
    midday = QuietHours(12 * 60, 14 * 60)
    assert [midday.covers(hour * 60) for hour in (11, 12, 13, 14)] == [False, True, True, False]
    assert not any(NEVER_QUIET.covers(minutes) for minutes in range(24 * 60))
    with pytest.raises(ValueError, match="Quiet hours"):
        QuietHours(0, 24 * 60)


def test_in_some_time_zones_ten_years_have_each_day_once() -> None:
    assert local_days.run(3 * 3_653) >= 3 * 3_653
