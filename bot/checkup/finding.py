"""What was found about one thing: right, wrong with a way to mend it, or just worth knowing."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from desk.language import language_of
from rules.words import Refusal


class State(Enum):
    """Its value is the mark in front of the line."""

    RIGHT = "✓"
    WRONG = "✗"
    NOTE = "–"


@dataclass(frozen=True)
class Finding:
    """A line: the thing, what is known of it, and below it how to mend it. Never a secret."""

    name: str
    state: State
    text: str
    mend: str = ""


def right(name: str, text: str) -> Finding:
    return Finding(name, State.RIGHT, text)


def wrong(name: str, text: str, mend: str) -> Finding:
    return Finding(name, State.WRONG, text, mend)


def note(name: str, text: str, mend: str = "") -> Finding:
    return Finding(name, State.NOTE, text, mend)


def refused(name: str, text: str, refusal: Refusal) -> Finding:
    """Wrong, for the reason that a refusal gives."""
    return wrong(name, text, language_of("en").sentence(refusal.sentence))


@dataclass(frozen=True)
class Check:
    """Something to look at. Its name stands for it where it gives no finding in time."""

    name: str
    look: Callable[[], list[Finding]]
