"""What places are called in the person's language, and the currency that a place charges in."""

from babel.numbers import get_territory_currencies

from desk.language import Language
from desk.state_names import STATE_NAMES
from rules.currencies import is_known
from rules.fees import CURRENCY_OF_REGION
from rules.places import Place, fee_region

DEFAULT_CURRENCY = "usd"


def place_name(place: Place, say: Language) -> str:
    """Such as "Texas, United States", « Québec, Canada » or "France"."""
    country = country_name(place.country, say)
    state = STATE_NAMES.get(str(place))
    return f"{say.sentence(state)}, {country}" if state else country


def country_name(code: str, say: Language) -> str:
    """The country with that ISO 3166 code."""
    return str(say.locale.territories.get(code, code))


def currency_name(code: str, say: Language) -> str:
    """Such as "US Dollar" or « euro »."""
    return str(say.locale.currencies.get(code.upper(), code.upper()))


def currency_of(place: Place) -> str:
    """The currency that practices of `place` charge in: the country's own where Stripe takes it.

    Bulgaria's is the euro, since 2026-01-01; the currency data that come with Babel lag behind.
    """
    if place.country == "BG":
        return "eur"
    of_country = [code.lower() for code in get_territory_currencies(place.country)]
    usable = [code for code in of_country if is_known(code)]
    return next(iter(usable), CURRENCY_OF_REGION.get(fee_region(place), DEFAULT_CURRENCY))
