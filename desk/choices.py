"""Places and currencies to choose from, in groups under headings that name them."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from desk.language import Language
from desk.place_names import country_name, currency_name, place_name
from rules.amount_words import folded
from rules.currencies import KNOWN
from rules.places import CA_PARTS, COUNTRIES, EU, US_PARTS, US_TERRITORIES, parse_place

Choice = tuple[str, str]
"""A value, and how it is called."""
Groups = Mapping[str, Sequence[Choice]]
"""Choices by their heading, at most a hundred under each: Slack takes no more."""
_LONGEST_GROUP = 100
_COMMON = ("usd", "eur", "gbp", "aud", "cad", "nzd", "chf")


@lru_cache(maxsize=32)
def place_groups(say: Language) -> Groups:
    """Every place, those with fees of their own first."""
    groups: dict[str, Sequence[Choice]] = {
        say("United States"): _places(say, (f"US-{part}" for part in US_PARTS)),
        say("United Kingdom and Australia"): _places(say, ("GB", "AU")),
        say("European Union"): _places(say, EU),
        say("Canada"): _places(say, (f"CA-{part}" for part in CA_PARTS)),
    }
    shown_above = {"US", "GB", "AU", "CA", *EU, *US_TERRITORIES}
    others = _places(say, COUNTRIES - shown_above)
    for start in range(0, len(others), _LONGEST_GROUP):
        group = others[start : start + _LONGEST_GROUP]
        groups[f"{group[0][1]} – {group[-1][1]}"] = group
    return groups


@lru_cache(maxsize=32)
def currency_groups(say: Language) -> Groups:
    """All that Stripe takes; the common ones first."""
    codes = sorted(KNOWN.difference(_COMMON))
    half = len(codes) // 2
    groups = {say("Common"): _COMMON, **_by_letters(codes[:half]), **_by_letters(codes[half:])}
    return {
        label: [(code, f"{code.upper()} – {currency_name(code, say)}") for code in group]
        for label, group in groups.items()
    }


def _places(say: Language, codes: Iterable[str]) -> list[Choice]:
    """In the order of their names; a territory shows under its own name, whatever it is part of."""
    named = [(code, _name(say, code)) for code in codes]
    return sorted(named, key=lambda pair: folded(pair[1]))


def _name(say: Language, code: str) -> str:
    return place_name(parse_place(code), say) if "-" in code else country_name(code, say)


def _by_letters(codes: Sequence[str]) -> dict[str, Sequence[str]]:
    return {f"{codes[0].upper()} – {codes[-1].upper()}": codes}
