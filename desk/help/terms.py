"""What a text is about, as terms that can be searched: ideas and stems, spelling mended."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from desk.help.vocabulary import LONGEST_PHRASE, Vocabulary, stem, vocabulary
from desk.help.wording import words_of

TITLES = frozenset(["mr", "mrs", "ms", "miss", "dr", "mme", "mlle", "madame", "monsieur", "m"])
SHORTEST_MENDED = 5
LONG_WORD = 9
"""From so many letters on, two slips are mended, not one."""


def terms_of(text: str, code: str, known: frozenset[str] = frozenset()) -> list[str]:
    """The terms of `text`, which is written in the language `code`. With `known`, a word that
    is in neither it nor the vocabulary is taken for the one of ours that it is a slip of."""
    words = words_of(text)
    if known:
        words = [
            word if word in known else _mended(word, code) for word in _without_names(words, known)
        ]
    return list(_terms(words, vocabulary(code)))


def _without_names(words: list[str], known: frozenset[str]) -> list[str]:
    """Whoever it is about says nothing of what it is about: "mrs bell" is somebody."""
    named = (after in TITLES and word not in known for after, word in pairwise(["", *words]))
    return [word for word, is_name in zip(words, named, strict=True) if not is_name]


def _terms(words: list[str], vocabulary: Vocabulary) -> Iterator[str]:
    """The longest phrase first, as an idea; then the stem of whatever says something."""
    stems = [stem(vocabulary.code, word) for word in words]
    at = 0
    while at < len(words):
        count, idea = _idea(stems[at : at + LONGEST_PHRASE], vocabulary)
        if idea:
            yield idea
        elif words[at] not in vocabulary.stop:
            yield stems[at]
        at += count


def _idea(stems: list[str], vocabulary: Vocabulary) -> tuple[int, str]:
    for count in range(len(stems), 0, -1):
        if found := vocabulary.ideas.get(tuple(stems[:count])):
            return count, found
    return 1, ""


@lru_cache(maxsize=5_000)
def _mended(word: str, code: str) -> str:
    """First letters are seldom wrong, and most short words differ by one."""
    spelt = vocabulary(code)
    if len(word) < SHORTEST_MENDED or not word.isalpha() or spelt.knows(word):
        return word
    slips = 2 if len(word) >= LONG_WORD else 1
    near = [one for one in spelt.ours if one[0] == word[0] and abs(len(one) - len(word)) <= slips]
    found = process.extractOne(word, sorted(near), scorer=OSA.distance, score_cutoff=slips)
    return str(found[0]) if found else word
