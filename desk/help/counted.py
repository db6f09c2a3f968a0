"""Amounts as people shorten and count them: "$85k", "1.5k", "12 sessions of $85", "$100 twice"."""

import re
from decimal import Decimal

from rules.amount_words import folded
from rules.words import refuse

_SIGN = r"(?:[$€£]|\b(?:eur|euros?|usd|gbp|aud|cad|chf|dollars?|pounds?|quid|livres?)\b)"
_THOUSANDS = re.compile(
    r"(?P<number>(?<![\w.,])\d{1,4}(?:[.,]\d{1,2})?)\s?(?:k|thousand|grand|mille)(?![^\W_])", re.I
)
_UNCLEAR = re.compile(
    rf"(?:[$€£]\s?\d[\d.,]*\s?(?:k\w|m\b|mn\b|mio\b|bn\b|millions?\b|[.,]?\d+k)"
    rf"|\d[\d.,]*\s?(?:k|m|mn|mio|millions?)\s?(?:d['’e] ?)?{_SIGN}|\d[.,]\d{{3,}}\s?k\b)",
    re.I,
)
"""What is left of such once thousands are read."""
_SPELLED = (
    ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    ("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"),
)
_NUMBERS = {word: number for words in _SPELLED for number, word in enumerate(words, 2)}
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(_NUMBERS)})"
_THINGS = (
    r"(?:sessions?|seances?|visits?|visites?|payments?|paiements?|consultations?|appointments?"
    r"|rendez-vous|rdv|charges?|clients?|patients?|invoices?|factures?|transactions?"
    r"|instal?lments?|mensualites?|treatments?|soins?|lessons?|cours)"
)
_OF = "(?:of|at|for|each|worth|a|de|pour|chacune?)"
_TIMES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\ben )(?<![\w.,]){_COUNT}\s*(?:[x×*]\s*|times\b|fois\b)",
        r"\b(?P<twice>twice)\b",
        rf"(?<![\w.,]){_COUNT} {_THINGS} {_OF} ?(?=\D{{0,3}}\d)",
        rf"(?<=\d) ?(?:\w{{3,7}} )?(?:each |chacune? )?(?:for|on|pour|sur) {_COUNT} {_THINGS}",
    )
)


def in_full(text: str) -> str:
    """With thousands written out. Refusal where nobody can tell which amount is meant."""
    full = _THOUSANDS.sub(_written_out, text)
    if _UNCLEAR.search(full):
        raise refuse("Which amount do you mean? Write it in full, for example 85,000.")
    return full


def times_in(text: str) -> tuple[int, str]:
    """How many payments of the amount are meant, and the text without that; 1 where nothing says
    so."""
    plain = folded(text)
    if len(plain) != len(text):
        return 1, text
    for pattern in _TIMES:
        if found := pattern.search(plain):
            said = found.groupdict().get("count") or "two"
            times = int(said) if said.isdigit() else _NUMBERS[said]
            if times > 1:
                return times, f"{text[: found.start()]} {text[found.end() :]}"
    return 1, text


def _written_out(found: "re.Match[str]") -> str:
    number = Decimal(found["number"].replace(",", ".")) * 1_000
    return f"{number.normalize():f} "
