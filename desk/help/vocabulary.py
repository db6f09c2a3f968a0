"""The words of the field: which mean the same, which mean nothing, and how endings fall away."""

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import snowballstemmer
import yaml

from desk.help.wording import words_of

FOLDER = Path(__file__).parent / "words"
LONGEST_PHRASE = 5
_SNOWBALL = {"en": "english", "fr": "french"}


@dataclass(frozen=True)
class Vocabulary:
    """Of one language. `ideas` gives what a phrase of stems stands for; ideas have the same names
    in every language. `ours`: the words in them. `stop`: words that say nothing. `spelt`: words
    that look like a slip of one of ours, and are none."""

    code: str
    ideas: dict[tuple[str, ...], str]
    ours: frozenset[str]
    stop: frozenset[str]
    spelt: frozenset[str]

    def knows(self, word: str) -> bool:
        return word in self.ours or word in self.stop or word in self.spelt


@cache
def vocabulary(code: str) -> Vocabulary:
    """Of "en" or "fr", as words/ has it."""
    read: dict[str, Any] = yaml.safe_load((FOLDER / f"{code}.yaml").read_text(encoding="utf-8"))
    ideas, ours = {}, set()
    for idea, phrases in read["ideas"].items():
        for phrase in phrases.split(","):
            words = words_of(phrase)
            ours.update(words)
            ideas[tuple(stem(code, word) for word in words)] = f"={idea}"
    stop, spelt = (frozenset(read[name].split()) for name in ("stop", "spelt"))
    return Vocabulary(code, ideas, frozenset(ours), stop, spelt)


@lru_cache(maxsize=20_000)
def stem(code: str, word: str) -> str:
    """What is left of `word` without its ending."""
    if word.startswith("#"):
        return word
    stemmed: str = _stemmer(code).stemWord(word)
    return stemmed.rstrip("e") if code == "fr" and len(stemmed) > 3 else stemmed


@cache
def _stemmer(code: str) -> Any:
    return snowballstemmer.stemmer(_SNOWBALL[code])
