"""What a text seems to name: invoices and clients by reference, however that is typed, people by
their names. Nothing is looked up here."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from desk.help.vocabulary import vocabulary
from desk.help.wording import words_of
from desk.language import LANGUAGES
from rules.amount_words import CURRENCIES
from rules.search_phrases import folded

_EXACT = re.compile(r"(?<![\w/])[A-Za-z0-9][A-Za-z0-9/_.]{0,11}-\d{1,9}(?![\w-])")
_LOOSE = re.compile(r"(?<![\w/-])([A-Za-z]{2,4})( ?[-#] ?| )?(\d{1,9})(?![\w%-]|[.,]\d)")
_NUMBERED = re.compile(
    r"\b(?:invoices?|factures?)\s*(?:n°|nº|no\.?|number|num[ée]ro|#)?\s*(\d{3,9})"
    r"(?![\w%-]|[.,]\d|\s*(?:[$€£]|(?:eur|usd|gbp|aud|euros?|dollars?|pounds?|livres?)\b))",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_][^\W\d_]*(?:['’-][^\W\d_]+)*")
_WORDS_READ = 80
_LONGEST_NAME = 4


@dataclass(frozen=True)
class Mentions:
    """`references` as the store may have them, `numbers` of invoices, and `names`: whatever words
    stand together, folded as names are."""

    references: frozenset[str]
    numbers: frozenset[int]
    names: frozenset[str]


def mentions(texts: Iterable[str]) -> Mentions:
    read = list(texts)
    return Mentions(
        frozenset(one for text in read for one in references_in(text)),
        frozenset(int(found) for text in read for found in _NUMBERED.findall(text)),
        frozenset(one for text in read for one in _word_groups(text)),
    )


def references_in(text: str) -> Iterator[str]:
    """ "inv-1001", "INV1001" and "inv 1001" are INV-1001; "NP 42" is NP-0042 too."""
    for found in _EXACT.findall(text):
        yield found.upper()
    for letters, digits in (*_loose(text), *_split(_EXACT.findall(text))):
        yield f"{letters.upper()}-{digits}"
        yield f"{letters.upper()}-{int(digits):04}"


def may_name(text: str, prefixes: Iterable[str]) -> bool:
    """Whether it looks as if it named an invoice or client: a reference with one of the `prefixes`
    of the practice, or somebody's name. That says nothing of whether there is one."""
    starts = tuple(f"{one.rstrip('-').upper()}-" for one in prefixes)
    by_reference = any(one.startswith(starts) for one in references_in(text))
    return by_reference or bool(_NUMBERED.search(text)) or _has_name(text)


def _loose(text: str) -> Iterator[tuple[str, str]]:
    """In "par 2" a small word stands before a number."""
    for letters, between, digits in _LOOSE.findall(text):
        if between != " " or not (_is_known(letters) or letters.lower() in CURRENCIES):
            yield letters, digits


def _split(references: Iterable[str]) -> Iterator[tuple[str, str]]:
    for one in references:
        letters, _, digits = one.rpartition("-")
        if letters.isalpha():
            yield letters, digits


def _word_groups(text: str) -> Iterator[str]:
    words = folded(text[:1_000]).split()[:_WORDS_READ]
    for count in range(2, _LONGEST_NAME + 1):
        for at in range(len(words) - count + 1):
            yield " ".join(words[at : at + count])


def _has_name(text: str) -> bool:
    """Two words side by side that are nobody's but a person's."""
    return any(
        text[one.end() : other.start()] == " " and _is_strange(one[0]) and _is_strange(other[0])
        for one, other in pairwise(_NAME.finditer(text))
    )


def _is_strange(word: str) -> bool:
    if len(word) < 2 or not word[0].isupper() or word.isupper():
        return False
    return not any(_is_known(part) for part in words_of(word))


def _is_known(word: str) -> bool:
    return any(vocabulary(code).knows(word.lower()) for code in LANGUAGES)
