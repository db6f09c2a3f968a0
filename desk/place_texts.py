"""A place as people type it: by its code, or by its name in English or French."""

from functools import cache, lru_cache

from babel import Locale

from desk.language import LANGUAGES, language_of
from desk.place_names import place_name
from desk.state_names import STATE_NAMES
from rules.places import Place, parse_place
from rules.search_phrases import folded


@lru_cache(maxsize=1024)
def read_place(text: str) -> Place:
    """ "US-TX", "Texas" and "Texas, United States" are the same. Refusal of what is no place, or
    could be two, such as Georgia."""
    return parse_place(_codes().get(folded(text), text))


@cache
def country_codes() -> dict[str, str]:
    """ISO's codes by folded name in both languages, and by what else people write."""
    names = {
        folded(name): code
        for language in LANGUAGES
        for code, name in Locale(language).territories.items()
        if len(code) == 2
    }
    return names | {
        "usa": "US",
        "united states of america": "US",
        "uk": "GB",
        "england": "GB",
        "scotland": "GB",
        "wales": "GB",
        "etats unis d amerique": "US",
    }


@cache
def state_codes() -> dict[tuple[str, str], str]:
    """The parts of the United States and Canada, by country and folded name in both languages."""
    return {
        (place[:2], folded(language_of(language).sentence(name))): place[3:]
        for place, name in STATE_NAMES.items()
        for language in LANGUAGES
    }


@cache
def _codes() -> dict[str, str]:
    """By folded name; a state's alone, and with its country behind it."""
    countries = country_codes()
    states = {name: f"{country}-{part}" for (country, name), part in state_codes().items()}
    long_names = {
        folded(place_name(parse_place(code), language_of(language))): code
        for code in STATE_NAMES
        for language in LANGUAGES
    }
    of_two = {
        name
        for name, state in states.items()
        if _country_of(countries.get(name)) not in (None, state[:2])
    }
    known = countries | states | long_names
    return {name: code for name, code in known.items() if name not in of_two}


def _country_of(code: str | None) -> str | None:
    """Puerto Rico has a code like a country, and is of the United States."""
    return parse_place(code).country if code else None
