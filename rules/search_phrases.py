"""How people are found while somebody types: phrases that begin the way one would.

"Anna Maria López" is found by "ann", "lopez a", "maria lop", and by reference and e-mail: each
ordered pair of the name's words begins a phrase, so one look at a sorted list is enough.
"""

import unicodedata
from itertools import permutations

MOST_WORDS = 4
MOST_WITH_SAME_START = MOST_WORDS
"""How many phrases of one person may begin with the same word, at most."""
LONGEST = 120
_ASCII = {
    at: chr(at).lower() if chr(at).isalnum() else None if chr(at) in "'`" else " "
    for at in range(128)
}
"""What `folded` makes of each ASCII character."""


def folded(text: str) -> str:
    """Lower case, without accents and punctuation, one space between words."""
    if text.isascii():
        return " ".join(text.translate(_ASCII).split())[:LONGEST]
    apart = unicodedata.normalize("NFKD", text.casefold())
    letters = (one for one in apart if not unicodedata.combining(one) and one not in "'’`´")
    spaced = "".join(one if one.isalnum() else " " for one in letters)
    return " ".join(spaced.split())[:LONGEST]


def phrases_of(name: str, reference: str = "", email: str = "") -> list[str]:
    """Everything that a search for this person may begin with, folded."""
    words = folded(name).split()
    first, rest = words[:MOST_WORDS], words[MOST_WORDS:]
    pairs = permutations(range(len(first)), 2) if len(first) > 1 else [(0,)] if first else []
    found = [
        " ".join([*(first[at] for at in pair), *_without(first, pair), *rest]) for pair in pairs
    ]
    number = folded(reference).rpartition(" ")[2].lstrip("0")
    return list(dict.fromkeys(filter(None, [*found, folded(reference), number, folded(email)])))


def _without(words: list[str], taken: tuple[int, ...]) -> list[str]:
    return [word for at, word in enumerate(words) if at not in taken]
