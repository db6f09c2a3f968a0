"""A rule about passing the fee on, in words: where it holds, for which payments, and what it says.
Its reason and its source stand in the rule itself."""

from collections.abc import Iterator

from desk.language import Language
from desk.method_names import BRANDS as BRAND_NAMES
from desk.place_names import country_name, place_name
from rules.amount_text import NAME_OF_METHOD
from rules.places import EEA, parse_place
from rules.surcharge_rules import (
    BRANDS,
    CREDIT,
    EFTPOS,
    EVERYWHERE,
    FUNDINGS,
    MASTERCARD,
    VISA,
    Rule,
    Verdict,
)
from rules.words import Sentence, sentence

_NAMED = 3
"""So many places or brands are named; of more, what they have in common."""
_FAMILIES = {
    "Visa": VISA,
    "Mastercard": MASTERCARD,
    "eftpos": EFTPOS,
    **{
        name: frozenset({brand})
        for brand, name in BRAND_NAMES.items()
        if brand not in VISA | MASTERCARD | EFTPOS
    },
}
SURE: dict[str, Sentence] = {
    "A": sentence("the primary text was read"),
    "B": sentence("from a credible report"),
    "C": sentence("not confirmed"),
}
"""How sure a rule is."""


def where_words(say: Language, rule: Rule) -> str:
    """ "Texas, United States", "European Economic Area", "Everywhere else"."""
    if len(rule.places) <= _NAMED:
        return ", ".join(sorted(_place(say, code) for code in rule.places))
    if rule.places == EEA:
        return say("European Economic Area")
    if rule.places == EVERYWHERE:
        return say("Everywhere")
    if all("-" in code for code in rule.places):
        return say("Other states of the United States")
    return say("Everywhere else")


def payments_words(say: Language, rule: Rule) -> str:
    """ "Cards: Visa, Mastercard · credit · personal"."""
    debits = sorted(NAME_OF_METHOD[one] for one in rule.methods if one != "card")
    kind = ", ".join(debits) if debits else say("Cards")
    parts = list(_narrowed(say, rule))
    return f"{kind} · {' · '.join(parts)}" if parts else kind


def verdict_words(say: Language, rule: Rule) -> str:
    if rule.verdict is Verdict.BANNED:
        return say("Banned")
    if rule.verdict is Verdict.CONFIRM:
        return say("Only once an owner confirms it")
    if rule.at_most is not None:
        return say("Up to {percent}, never above the cost", percent=rule.at_most)
    return say("Up to the cost")


def source_words(say: Language, rule: Rule) -> str:
    source = rule.source if isinstance(rule.source, str) else say.sentence(rule.source)
    return say(
        "{source}, read on {day} ({sure}).",
        source=source,
        day=rule.checked_on,
        sure=SURE[rule.sure],
    )


def _narrowed(say: Language, rule: Rule) -> Iterator[str]:
    if rule.brands != BRANDS:
        yield _brands(say, rule.brands)
    if rule.fundings == CREDIT:
        yield say("credit")
    elif rule.fundings != FUNDINGS:
        yield say("debit or prepaid")
    if rule.consumer is not None:
        yield say("personal") if rule.consumer else say("business")


def _brands(say: Language, brands: frozenset[str]) -> str:
    named = [name for name, family in _FAMILIES.items() if family <= brands]
    others = [name for name, family in _FAMILIES.items() if not family <= brands]
    if len(named) <= _NAMED:
        return ", ".join(named)
    return say("all but {brands}", brands=", ".join(others))


def _place(say: Language, code: str) -> str:
    return place_name(parse_place(code), say) if "-" in code else country_name(code, say)
