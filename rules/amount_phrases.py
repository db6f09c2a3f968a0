"""Finds out what the words mean that people type about an amount; `rules.amount_text` judges it."""

from dataclasses import dataclass, field
from itertools import takewhile

from rules.amount_tokens import Token, scan, unknown_word
from rules.amount_words import (
    CURRENCIES,
    FILLERS,
    HELP,
    LONGEST_PHRASE,
    METHODS,
    REGIONS,
    folded,
)


@dataclass
class Said:
    """Everything that was said, in order, repetitions included."""

    numbers: list[str] = field(default_factory=list)
    currencies: list[tuple[str, ...]] = field(default_factory=list)
    methods: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)
    help: bool = False


def understood(text: str) -> Said:
    """What the words of `text` mean. Raises Refusal at the first that means nothing."""
    tokens, said = scan(text), Said()
    position = 0
    while position < len(tokens):
        if tokens[position].kind == "number":
            said.numbers.append(tokens[position].text)
            position += 1
        else:
            position += _take_phrase(said, tokens[position : position + LONGEST_PHRASE])
    return said


def _take_phrase(said: Said, tokens: list[Token]) -> int:
    """Note the longest phrase that `tokens` begin with; how many tokens it has."""
    words = [token.text for token in takewhile(lambda token: token.kind == "word", tokens)]
    words = words or [tokens[0].text]  # a currency sign stands for itself
    for count in range(len(words), 0, -1):
        if _noted(said, folded(" ".join(words[:count]))):
            return count
    raise unknown_word(words[0])


def _noted(said: Said, phrase: str) -> bool:
    if phrase in METHODS:
        said.methods.append(METHODS[phrase])
    elif phrase in REGIONS:
        said.regions.append(REGIONS[phrase])
    elif phrase in CURRENCIES:
        said.currencies.append(CURRENCIES[phrase])
    elif phrase in HELP:
        said.help = True
    else:
        return phrase in FILLERS
    return True
