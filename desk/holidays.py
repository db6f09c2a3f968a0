"""The public holidays where a practice is. The library that knows them is loaded only when asked:
it takes 8 MB, and 16 MB once it has read a country."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from rules.calendar import MONDAY_TO_FRIDAY, WorkingDays
from rules.places import Place, parse_place


def working_days(place: str | None, years: Iterable[int]) -> WorkingDays:
    """Monday to Friday without the holidays of these years; `place` is "US-TX" or None: there are
    no holidays then."""
    if place is None:
        return WorkingDays(MONDAY_TO_FRIDAY)
    return _working_days(parse_place(place), tuple(sorted(set(years))))


@lru_cache(maxsize=256)
def _working_days(place: Place, years: tuple[int, ...]) -> WorkingDays:
    return WorkingDays(MONDAY_TO_FRIDAY, frozenset(_holidays(place, years)))


def _holidays(place: Place, years: tuple[int, ...]) -> Iterable[date]:
    """Of the part where it is known; those of the country elsewhere."""
    from holidays import country_holidays, list_supported_countries

    known = place.part if place.part in list_supported_countries()[place.country] else None
    return country_holidays(place.country, subdiv=known, years=years)
