"""The language in which a question is written: English or French, by its commonest words."""

from functools import cache

from desk.help.courtesy import courtesy_of
from desk.help.vocabulary import vocabulary
from desk.help.wording import words_of
from desk.language import LANGUAGES, language_of

FALLBACK = "en"


CLEARLY = 2
"""So many more of its words make it clear which language it is; of a greeting, one does."""


def answered_in(text: str, locale: str) -> str:
    """The locale in which the question `text` is answered: its asker's, or the other language where
    it is clearly written in that."""
    written = language_written(text, 1 if courtesy_of(text) else CLEARLY)
    return locale if written in (None, language_of(locale).code) else str(written)


def language_written(text: str, more: int = 1) -> str | None:
    """ "en" or "fr", whichever's small words and letters are in `text`, at least so many `more` of
    them; None where that doesn't tell."""
    words = words_of(text)
    counts = {code: sum(word in _telling(code) for word in words) for code in LANGUAGES}
    counts["fr"] += any(letter in "àâçéèêëîïôùûœ" for letter in text.lower())
    best, other = sorted(LANGUAGES, key=lambda code: -counts[code])
    return best if counts[best] - counts[other] >= more else None


@cache
def _telling(code: str) -> frozenset[str]:
    """The small words of a language that no other one has."""
    others = (vocabulary(one).stop for one in LANGUAGES if one != code)
    return vocabulary(code).stop.difference(*others)
