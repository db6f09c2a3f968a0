"""What a text is about, as terms that can be searched: ideas and stems, spelling mended."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from desk.help.vocabulary import LONGEST_PHRASE, Vocabulary, stem, vocabulary
from desk.help.wording import words_of

SHORTEST_MENDED = 5
LONG_WORD = 8


def terms_of(text: str, code: str, known: frozenset[str] = frozenset()) -> list[str]:
    """The terms of `text`, which is written in the language `code`. With `known`, a word that
    is in neither it nor the vocabulary is taken for the one that it is a slip of."""
    words = words_of(text)
    if known:
        words = [_mended(word, code, known) for word in words]
    return list(_terms(words, vocabulary(code)))


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
        if found := vocabulary.meaning.get(tuple(stems[:count])):
            return count, found
    return 1, ""


@lru_cache(maxsize=5_000)
def _mended(word: str, code: str, known: frozenset[str]) -> str:
    spelt = vocabulary(code).known
    if len(word) < SHORTEST_MENDED or word.startswith("#") or word in known or word in spelt:
        return word
    slips = 2 if len(word) >= LONG_WORD else 1
    return _nearest(word, (*spelt, *known), slips) or word


def _nearest(word: str, among: Iterable[str], slips: int) -> str | None:
    """First letters are seldom wrong, and most short words differ by one."""
    candidates = [one for one in among if one[0] == word[0] and abs(len(one) - len(word)) <= slips]
    found = process.extractOne(word, candidates, scorer=OSA.distance, score_cutoff=slips)
    return str(found[0]) if found else None
