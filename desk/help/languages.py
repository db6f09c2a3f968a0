"""The language in which a question is written: English or French, by its commonest words."""

from functools import cache

from desk.help.vocabulary import vocabulary
from desk.help.wording import words_of
from desk.language import LANGUAGES

FALLBACK = "en"


def language_written(text: str) -> str | None:
    """ "en" or "fr", whichever's small words and letters are in `text`; None where that doesn't
    tell."""
    words = words_of(text)
    counts = {code: sum(word in _telling(code) for word in words) for code in LANGUAGES}
    counts["fr"] += any(letter in "àâçéèêëîïôùûœ" for letter in text.lower())
    best, other = sorted(LANGUAGES, key=lambda code: -counts[code])
    return best if counts[best] > counts[other] else None


@cache
def _telling(code: str) -> frozenset[str]:
    """The small words of a language that no other one has."""
    others = (vocabulary(one).stop for one in LANGUAGES if one != code)
    return vocabulary(code).stop.difference(*others)
