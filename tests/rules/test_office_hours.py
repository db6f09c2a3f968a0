"""When people are there, in their own time zone, also on the days on which clocks change."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from rules.office_hours import OfficeHours, read_hours, write_hours

TEXAS = OfficeHours("America/Chicago")


def at(text: str, zone: str = "America/Chicago") -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-23 08:59", False),
        ("2026-11-23 09:00", True),
        ("2026-11-23 16:59", True),
        ("2026-11-23 17:00", False),
        ("2026-11-28 12:00", False),
    ],
)
def test_they_are_there_on_working_days_from_nine_to_five(moment: str, is_open: bool) -> None:
    assert TEXAS.is_open(at(moment)) is is_open


@pytest.mark.parametrize(
    ("moment", "minutes", "then"),
    [
        ("2026-11-23 10:00", 60, "2026-11-23 11:00"),
        ("2026-11-23 16:00", 60, "2026-11-23 17:00"),
        ("2026-11-23 16:30", 60, "2026-11-24 09:30"),
        ("2026-11-23 20:00", 60, "2026-11-24 10:00"),
        ("2026-11-27 16:30", 60, "2026-11-30 09:30"),
        ("2026-11-28 12:00", 0, "2026-11-30 09:00"),
        ("2026-11-23 12:00", 0, "2026-11-23 12:00"),
        ("2026-11-23 12:00", 16 * 60, "2026-11-25 12:00"),
    ],
)
def test_only_the_time_in_which_they_are_there_counts(moment: str, minutes: int, then: str) -> None:
    assert TEXAS.after(at(moment), minutes) == at(then)


def test_a_night_with_another_clock_changes_nothing_of_their_hours() -> None:
    """Clocks go back on the night to 1 November 2026, a Sunday."""
    assert TEXAS.after(at("2026-10-30 16:30"), 60) == at("2026-11-02 09:30")
    sunday = OfficeHours("America/Chicago", 0, 24 * 60, (7,))
    assert sunday.after(at("2026-11-01 00:00"), 24 * 60) == at("2026-11-01 23:00")


def test_the_next_working_day_begins_when_they_do() -> None:
    assert TEXAS.of_day_after(date(2026, 11, 27)) == at("2026-11-30 09:00")
    assert TEXAS.next_opening(at("2026-11-27 18:00")) == at("2026-11-30 09:00")


@pytest.mark.parametrize(
    "wrong", [{"begins": 1_000, "ends": 900}, {"ends": 1_500}, {"days": ()}, {"days": (8,)}]
)
def test_hours_in_which_nobody_is_there_are_refused(wrong: dict) -> None:
    with pytest.raises(ValueError, match=r"must end|are 1 to 7"):
        OfficeHours("UTC", **wrong)


@pytest.mark.parametrize("text", ["12345 09:00-17:00", "7 00:00-24:00", "136 08:30-12:15"])
def test_hours_are_read_as_they_were_written(text: str) -> None:
    hours = read_hours(text, "Europe/Paris")
    assert hours is not None
    assert (write_hours(hours), hours.zone) == (text, "Europe/Paris")


@pytest.mark.parametrize(
    "text", ["", "8 09:00-17:00", "1 17:00-09:00", "1 09:70-17:00", "1 9:00-17:00", "1 09:00-25:00"]
)
def test_what_are_no_hours_is_not_read(text: str) -> None:
    assert read_hours(text) is None
