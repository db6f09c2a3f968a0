"""How alike texts are by the letters that follow each other in their words: that sees through
endings, slips and words in no vocabulary."""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable

from desk.help.wording import words_of

_LETTERS = 4
_NEIGHBOURS, _FALL = 5, 0.6
"""How many of the most alike texts of a name count, and how much less each does than the one
before it."""


class Nearest:
    """Among texts that have names. Each is a direction in the space of its letters, those that few
    texts have counting more; alike is what points the same way."""

    def __init__(self, texts: Iterable[tuple[str, list[str]]]) -> None:
        """`texts`: each name with the words of its text."""
        counted = [(name, _letters(words)) for name, words in texts]
        in_texts = Counter(found for _, letters in counted for found in letters)
        self._rarity = {
            found: math.log((1 + len(counted)) / (1 + many)) + 1 for found, many in in_texts.items()
        }
        self._names = [name for name, _ in counted]
        self._met: dict[str, tuple[array[int], array[float]]] = {
            found: (array("i"), array("f")) for found in in_texts
        }
        """By letters: in which texts they stand, and how much they count there."""
        for number, (_, letters) in enumerate(counted):
            for found, weight in self._weighed(letters).items():
                numbers, weights = self._met[found]
                numbers.append(number)
                weights.append(weight)

    def scores(self, text: str) -> dict[str, float]:
        """By name, how alike its texts are, from 0 on; only names that have something alike."""
        alike: dict[int, float] = defaultdict(float)
        for found, weight in self._weighed(_letters(words_of(text))).items():
            for number, other in zip(*self._met[found], strict=True):
                alike[number] += weight * other
        by_name: dict[str, list[float]] = defaultdict(list)
        for number, how in alike.items():
            by_name[self._names[number]].append(how)
        return {name: _together(found) for name, found in by_name.items()}

    def _weighed(self, letters: Counter[str]) -> dict[str, float]:
        """What is known of them, as a direction."""
        weights = {
            found: (1 + math.log(times)) * self._rarity[found]
            for found, times in letters.items()
            if found in self._rarity
        }
        length = math.sqrt(sum(one * one for one in weights.values())) or 1
        return {found: one / length for found, one in weights.items()}


def _letters(words: list[str]) -> Counter[str]:
    """Four in a row, of each word with a space on both sides."""
    return Counter(
        padded[at : at + _LETTERS]
        for word in words
        for padded in [f" {word} "]
        for at in range(max(len(padded) - _LETTERS + 1, 1))
    )


def _together(found: list[float]) -> float:
    best = sorted(found, reverse=True)[:_NEIGHBOURS]
    return sum(how * _FALL**place for place, how in enumerate(best))
