"""Working days where a practice is."""

import subprocess
import sys
from datetime import date

import pytest

from desk.holidays import working_days
from rules.places import COUNTRIES


@pytest.mark.parametrize(
    ("place", "day", "works"),
    [
        ("US-TX", "2026-11-26", False),
        ("US-TX", "2026-11-25", True),
        ("US-TX", "2026-11-28", False),
        ("US", "2026-07-03", False),
        ("GB-ENG", "2026-08-31", False),
        ("GB-SCT", "2026-08-31", True),
        ("FR", "2026-07-14", False),
        ("FR-973", "2026-07-14", False),
        ("CA-QC", "2026-06-24", False),
        ("CA-ON", "2026-06-24", True),
        ("DE-XX", "2026-10-03", False),
        (None, "2026-12-25", True),
        (None, "2026-12-26", False),
    ],
)
def test_nobody_works_on_a_holiday_of_their_country_or_state(
    place: str | None, day: str, works: bool
) -> None:
    assert working_days(place, [2026]).has(date.fromisoformat(day)) is works


def test_every_country_is_known_to_the_library() -> None:
    """Three without inhabitants have no holidays, and Ukraine has none at war."""
    found = {place: working_days(place, [2026]).holidays for place in COUNTRIES}
    assert {place for place, days in found.items() if not days} == {"BV", "HM", "IO", "UA"}


def test_each_year_that_is_asked_for_has_its_holidays() -> None:
    found = working_days("FR", [2026, 2027, 2026])
    assert not found.has(date(2026, 12, 25))
    assert not found.has(date(2027, 1, 1))


def test_the_library_of_holidays_is_loaded_only_when_asked() -> None:
    code = "import sys, desk.holidays; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
