"""How people are found while somebody types: phrases that begin the way one would.

"Anna Maria López" is found by "ann", "lopez a", "maria lop", and by reference and e-mail: each
ordered pair of the name's words begins a phrase, so one look at a sorted list is enough.
"""

import unicodedata
from functools import cache
from itertools import permutations

MOST_WORDS = 4
MOST_WITH_SAME_START = MOST_WORDS
"""How many phrases of one person may begin with the same word, at most."""
LONGEST = 120
MOST_REMEMBERED = 8192


class _Folds(dict[int, str]):
    """What `folded` makes of each character, remembered once it was asked for."""

    def __missing__(self, at: int) -> str:
        apart = unicodedata.normalize("NFKD", chr(at).casefold())
        letters = (one for one in apart if not unicodedata.combining(one) and one not in "'’`´")
        fold = "".join(one if one.isalnum() else " " for one in letters)
        if len(self) < MOST_REMEMBERED:
            self[at] = fold
        return fold


_FOLDS = _Folds()


def folded(text: str) -> str:
    """Lower case, without accents and punctuation, one space between words."""
    return " ".join(text.translate(_FOLDS).split())[:LONGEST]


def phrases_of(name: str, reference: str = "", email: str = "") -> list[str]:
    """Everything that a search for this person may begin with, folded."""
    words = folded(name).split()
    found = [" ".join([words[at] for at in order]) for order in _orders(len(words))]
    if reference:
        named = folded(reference)
        found += [named, named.rpartition(" ")[2].lstrip("0")]
    if email:
        found.append(folded(email))
    return list(dict.fromkeys(filter(None, found)))


@cache
def _orders(count: int) -> list[tuple[int, ...]]:
    """Of so many words: each ordered pair of the first ones in front, the others behind it."""
    first = range(min(count, MOST_WORDS))
    pairs = permutations(first, min(count, 2)) if count else ()
    return [(*pair, *(at for at in range(count) if at not in pair)) for pair in pairs]
