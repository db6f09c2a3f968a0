"""Greetings and thanks, which are no questions: they are answered as politely, by nobody else."""

from enum import StrEnum

from desk.help.wording import words_of


class Courtesy(StrEnum):
    GREETING = "greeting"
    THANKS = "thanks"


_THANKS = frozenset(["merci", "mercis", "thanks", "thank", "thx", "ty", "cheers"])
_GREETINGS = frozenset(
    [
        *("hello", "hi", "hey", "hiya", "morning", "afternoon", "evening"),
        *("bonjour", "bonsoir", "salut", "coucou", "bjr", "slt"),
    ]
)
_BESIDE = frozenset(
    [
        *("good", "there", "you", "all", "everyone", "team", "paydesk", "so", "very", "much", "a"),
        *("lot", "again", "ok", "okay", "great", "perfect", "super", "nice", "for", "your", "the"),
        *("help", "that", "it", "this", "everything", "beaucoup", "bcp", "bien", "a", "tous"),
        *("toutes", "vous", "toi", "parfait", "top", "cool", "l", "aide", "votre", "ton", "de"),
        *("pour", "tout", "le", "monde", "encore", "mille", "fois", "grand", "un"),
    ]
)


def courtesy_of(text: str) -> Courtesy | None:
    """None where it says anything else."""
    words = {*words_of(text)}
    if words - _THANKS - _GREETINGS - _BESIDE:
        return None
    if words & _THANKS:
        return Courtesy.THANKS
    return Courtesy.GREETING if words & _GREETINGS else None
