"""The words of the field: which mean the same, which mean nothing, and how endings fall away."""

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import snowballstemmer
import yaml

from desk.help.wording import words_of

FOLDER = Path(__file__).parent / "words"
LONGEST_PHRASE = 4
_SNOWBALL = {"en": "english", "fr": "french"}


@dataclass(frozen=True)
class Vocabulary:
    """Of one language. `meaning` gives the idea that a phrase of stems stands for; ideas are the
    same in every language. `stop`: words that say nothing. `known`: all words that are spelt
    right, as far as this knows."""

    code: str
    meaning: dict[tuple[str, ...], str]
    stop: frozenset[str]
    known: frozenset[str]


@cache
def vocabulary(code: str) -> Vocabulary:
    """Of "en" or "fr", as words/ has it."""
    read = yaml.safe_load((FOLDER / f"{code}.yaml").read_text(encoding="utf-8"))
    stop = frozenset(read["stop"].split())
    meaning, known = {}, set(stop)
    for idea, phrases in read["ideas"].items():
        for phrase in phrases.split(","):
            words = words_of(phrase)
            known.update(words)
            meaning[tuple(stem(code, word) for word in words)] = f"={idea}"
    return Vocabulary(code, meaning, stop, frozenset(known))


@lru_cache(maxsize=20_000)
def stem(code: str, word: str) -> str:
    """What is left of `word` without its ending."""
    if word.startswith("#"):
        return word
    stemmed: str = snowballstemmer.stemmer(_SNOWBALL[code]).stemWord(word)
    return stemmed.rstrip("e") if code == "fr" and len(stemmed) > 3 else stemmed
