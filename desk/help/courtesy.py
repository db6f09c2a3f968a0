"""Greetings and thanks, which are no questions: they are answered as politely, by nobody else."""

from enum import StrEnum

from desk.help.wishes import is_thanks
from desk.help.wording import words_of


class Courtesy(StrEnum):
    GREETING = "greeting"
    THANKS = "thanks"


_GREETINGS = frozenset(
    [
        *("hello", "hi", "hey", "hiya", "morning", "afternoon", "evening"),
        *("bonjour", "bonsoir", "salut", "coucou", "bjr", "slt"),
    ]
)
_BESIDE = frozenset(
    [
        *("good", "there", "you", "all", "everyone", "team", "paydesk", "to", "again"),
        *("a", "tous", "toutes", "vous", "toi", "tout", "le", "monde", "l", "equipe"),
    ]
)


def courtesy_of(text: str) -> Courtesy | None:
    """None where it says anything else."""
    if is_thanks(text):
        return Courtesy.THANKS
    words = {*words_of(text)}
    greets = bool(words & _GREETINGS) and words <= _GREETINGS | _BESIDE
    return Courtesy.GREETING if greets else None
