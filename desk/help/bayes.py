"""Naive Bayes over words: what a text is most likely of, by what was met where."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection


class Bayes:
    """`unseen`: how much a word counts as met where it never was."""

    def __init__(self, unseen: float) -> None:
        self._unseen = unseen
        self._met: dict[str, dict[str, int]] = defaultdict(dict)
        """By word: how often under which name."""
        self._totals: Counter[str] = Counter()

    def learn(self, name: str, words: Collection[str], times: int = 1) -> None:
        for word in words:
            under = self._met[word]
            under[name] = under.get(name, 0) + times
        self._totals[name] += times * len(words)

    def knows(self, word: str) -> bool:
        return word in self._met

    def scores(self, words: Collection[str]) -> dict[str, float]:
        """By name, the logarithm of how likely these words are there. Words that were met nowhere
        say nothing."""
        known = [self._met[word] for word in words if word in self._met]
        size = self._unseen * len(self._met)
        rest = math.log(self._unseen)
        scores = {
            name: len(known) * (rest - math.log(total + size))
            for name, total in self._totals.items()
        }
        for under in known:
            for name, times in under.items():
                scores[name] += math.log(times + self._unseen) - rest
        return scores
