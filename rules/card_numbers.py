"""Finds and masks card numbers in what people type, however they are written.

A card number has 13 to 19 digits, does not begin with 0 and passes the Luhn check. Its digits may
be of any script and may have spaces, dashes, dots, commas, underscores, slashes, asterisks or line
breaks between them; characters that take no room don't count. One number in ten passes Luhn by
chance, so beside other digits, or in uneven groups, it must also begin as issuers' numbers do, and
uneven groups behind a reference such as INV-1042 are an invoice, a date and an amount. Every SIRET
of a French company has 14 digits and passes Luhn: behind that word they are one.

Only what people type is to be looked at: a Slack timestamp (1700000000.123456) can pass too. Text
that is still URL-encoded must be decoded by the caller.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

MASK = "[card number]"

_SHORTEST, _LONGEST = 13, 19
_SEPARATORS = frozenset("\t\n\v\f\r\x85.·•‧∙⋅/\\∕⁄*∗,−")
_SEPARATOR_CATEGORIES = frozenset({"Zs", "Zl", "Zp", "Pd", "Pc"})
_INVISIBLE_CATEGORIES = frozenset({"Cf", "Mn", "Me"})
_UNEVEN_BUT_USUAL = frozenset({(4, 6, 5), (4, 6, 4), (6, 13)})

_REFERENCE = re.compile(r"[^\W\d_]-")  # the end of "INV-"
_SIRET = re.compile(r"\bsiret[^\w\n]{0,4}$", re.IGNORECASE)
_SIRET_DIGITS = 14

# How the issuers' numbers begin, and how many digits they have.
_ISSUERS = (
    (re.compile("4"), {16, 19}),  # Visa
    (re.compile("5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), {16}),  # Mastercard
    (re.compile("3[47]"), {15}),  # American Express
    (re.compile("30[0-5]|309|36|38|39"), {14, 16, 19}),  # Diners Club
    (re.compile("35|6|50|5[6-8]|8[12]|220[0-4]|9792"), {16, 17, 18, 19}),  # JCB and the others
)


@dataclass(frozen=True)
class _Chain:
    """Digits with nothing but separators between them.

    `digits` are ASCII; `places` are their positions in the text; `gaps[i]` is the separators
    before digit i; `groups` are the positions in `digits` where a group begins, and the end;
    `referred` is set where a reference begins them, as in "INV-1042 150";
    `luhn` are running Luhn sums, one with the even places counted plain, one with the odd ones.
    """

    digits: str
    places: list[int]
    gaps: list[str]
    groups: list[int]
    referred: bool
    luhn: tuple[list[int], list[int]]

    def passes(self, start: int, end: int) -> bool:
        """Whether the digits from `start` to before `end` pass Luhn and don't begin with 0."""
        sums = self.luhn[(end - 1) % 2]
        return self.digits[start] != "0" and (sums[end] - sums[start]) % 10 == 0


def contains_card_number(text: str) -> bool:
    """Whether there is a card number anywhere in `text`. The time is linear in its length."""
    if sum(map(str.isdigit, text)) < _SHORTEST:
        return False
    return next(_spans(text), None) is not None


def mask_card_numbers(text: str) -> str:
    """`text` with "[card number]" in the place of each card number; nothing is left to find."""
    while spans := _merged(_spans(text)):
        pieces = []
        kept_from = 0
        for start, end in spans:
            pieces += [text[kept_from:start], MASK]
            kept_from = end
        text = "".join([*pieces, text[kept_from:]])
    return text


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the card numbers of `text` begin and end; they may overlap."""
    for chain in _chains(text):
        if _is_siret(text, chain):
            continue
        for start, end in _numbers(chain):
            yield chain.places[start], chain.places[end - 1] + 1


def _is_siret(text: str, chain: _Chain) -> bool:
    begins = chain.places[0]
    named = _SIRET.search(text[max(0, begins - 10) : begins])
    return named is not None and len(chain.digits) == _SIRET_DIGITS


def _merged(spans: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _chains(text: str) -> Iterator[_Chain]:
    """The chains of `text` that are long enough to hold a card number."""
    digits: list[str] = []
    places: list[int] = []
    gaps: list[str] = []
    gap = ""
    for place, char in enumerate(text):
        kind = _kind(char)
        if kind == "separator":
            gap += char
        elif kind == "other":
            if len(digits) >= _SHORTEST:
                yield _chain(text, digits, places, gaps)
            digits, places, gaps, gap = [], [], [], ""
        elif kind != "invisible":
            digits.append(kind)
            places.append(place)
            gaps.append(gap)
            gap = ""
    if len(digits) >= _SHORTEST:
        yield _chain(text, digits, places, gaps)


def _chain(text: str, digits: list[str], places: list[int], gaps: list[str]) -> _Chain:
    starts = [i for i, gap in enumerate(gaps) if gap or i == 0]
    groups = [*starts, len(digits)]
    referred = bool(_REFERENCE.fullmatch(text[max(0, places[0] - 2) : places[0]]))
    return _Chain("".join(digits), places, gaps, groups, referred, _luhn_sums(digits))


@lru_cache(maxsize=4096)
def _kind(char: str) -> str:
    """The ASCII digit that `char` stands for, or "separator", "invisible" or "other"."""
    value = unicodedata.digit(char, None)
    if value is not None:
        return str(value)
    category = unicodedata.category(char)
    if category in _INVISIBLE_CATEGORIES:
        return "invisible"
    usual = unicodedata.normalize("NFKC", char)
    if category in _SEPARATOR_CATEGORIES or usual in _SEPARATORS:
        return "separator"
    return "other"


def _luhn_sums(digits: list[str]) -> tuple[list[int], list[int]]:
    sums: tuple[list[int], list[int]] = ([0], [0])
    for place, char in enumerate(digits):
        digit = int(char)
        doubled = digit * 2 - 9 if digit > 4 else digit * 2
        sums[place % 2].append(sums[place % 2][-1] + digit)
        sums[1 - place % 2].append(sums[1 - place % 2][-1] + doubled)
    return sums


def _numbers(chain: _Chain) -> Iterator[tuple[int, int]]:
    """Where in the digits of `chain` card numbers stand: in one group, or in several."""
    for index, (start, end) in enumerate(pairwise(chain.groups)):
        yield from _in_one_group(chain, start, end)
        for last in range(index + 2, len(chain.groups)):
            end = chain.groups[last]
            if end - start > _LONGEST:
                break
            if end - start < _SHORTEST or not chain.passes(start, end):
                continue
            if _groups_fit(chain, index, last):
                yield start, end


def _in_one_group(chain: _Chain, start: int, end: int) -> Iterator[tuple[int, int]]:
    if _SHORTEST <= end - start <= _LONGEST and chain.passes(start, end):
        yield start, end
    for first in range(start, end - _SHORTEST + 1):
        for length in _issuers_lengths(chain.digits, first):
            if first + length <= end and chain.passes(first, first + length):
                yield first, first + length


def _groups_fit(chain: _Chain, index: int, last: int) -> bool:
    """Whether the groups from `index` to before `last` look like the groups of one number."""
    bounds = chain.groups[index : last + 1]
    even = _are_even(tuple(end - start for start, end in pairwise(bounds)))
    alone = bounds == chain.groups
    if alone and even:
        return True
    alike = len({chain.gaps[start] for start in bounds[1:-1]}) == 1
    issued = bounds[-1] - bounds[0] in _issuers_lengths(chain.digits, bounds[0])
    return issued and (even or alike or (alone and not chain.referred))


def _are_even(sizes: tuple[int, ...]) -> bool:
    """Whether all groups but the last are of one size, or it is a grouping that cards have."""
    return (len(set(sizes[:-1])) == 1 and sizes[-1] <= sizes[0]) or sizes in _UNEVEN_BUT_USUAL


def _issuers_lengths(digits: str, start: int) -> set[int]:
    """How many digits a number has that begins as `digits` do at `start`; empty: no issuer's."""
    return next((lengths for prefix, lengths in _ISSUERS if prefix.match(digits, start)), set())
