"""Cuts a text into words as people type them: without accents, capitals and punctuation."""

import re
import unicodedata

AMOUNT, PERCENT, INVOICE, CLIENT, NUMBER = "#amount", "#percent", "#invoice", "#client", "#number"
"""What stands for a number, by what it is the number of."""

_SIGN = r"(?:[$€£]|(?:eur|euros?|usd|gbp|aud|dollars?|pounds?|quid|livres?|balles)\b)"
_NUMBERS = (
    (INVOICE, r"\b[a-z]{2,4}-?[0-9]{4}-[0-9]+\b|\binv-?[0-9]+\b"),
    (CLIENT, r"\bnp-?[0-9]+\b"),
    (PERCENT, r"[0-9]+(?:[.,][0-9]+)?\s*(?:%|per ?cent\b|pour ?cent\b)"),
    (AMOUNT, rf"{_SIGN}\s*[0-9][0-9.,]*|[0-9][0-9.,]*\s*{_SIGN}"),
    (NUMBER, r"\b[0-9][0-9.,:h]*\b"),
)
_CONTRACTED = re.compile(r"(?<=[a-z])'(?=(?:t|s|d|m|ll|re|ve)\b)")
"""In English: "don't" is one word. In French an apostrophe stands between two."""
_TOKEN = re.compile(
    "|".join(f"(?P<{kind[1:]}>{pattern})" for kind, pattern in _NUMBERS)
    + r"|(?P<word>[0-9]*[a-z][a-z0-9]*)"
)


def words_of(text: str) -> list[str]:
    """The words in order, folded; a number is one of AMOUNT, PERCENT, INVOICE, CLIENT, NUMBER."""
    return [
        found.group() if found.lastgroup == "word" else f"#{found.lastgroup}"
        for found in _TOKEN.finditer(_CONTRACTED.sub("", _folded(text)))
    ]


def _folded(text: str) -> str:
    """Lower case without accents: « œ » is "oe"."""
    lower = text.lower().replace("œ", "oe").replace("’", "'")
    apart = unicodedata.normalize("NFKD", lower)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
