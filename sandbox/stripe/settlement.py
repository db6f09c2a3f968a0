"""Where an account is, and what follows from it: its currency, its prices, its banking days."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sandbox.stripe import currencies
from sandbox.stripe.books import Books
from sandbox.stripe.prices import Prices

_DAYS: Mapping[str, int] = {"US": 2, "AU": 2, "JP": 4}
_OTHERWISE_DAYS = 3
SATURDAY = 5


def country_of(books: Books) -> str:
    """Of a connected account, as its record says."""
    service = books.service
    if books is service.platform:
        return service.setup.country
    account = service.platform.get("account", books.account)
    return str(account.body["country"]) if account else service.setup.country


def currency_of(books: Books) -> str:
    """In which the account is paid out."""
    return currencies.OF_COUNTRY.get(country_of(books), "usd")


def prices_of(books: Books) -> Prices:
    return books.service.pricing.of(books.account, country_of(books))


def available_on(books: Books) -> int:
    """When what comes in now can be paid out: at midnight, banking days later."""
    day = datetime.fromtimestamp(books.now, UTC).replace(hour=0, minute=0, second=0)
    left = _DAYS.get(country_of(books), _OTHERWISE_DAYS)
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return int(day.timestamp())
