"""What is typed after /reminders, in English or French: "pause NP-0042 until 2026-12-20 away"."""

import re
from dataclasses import dataclass
from datetime import date

from desk.days import read_day
from desk.privacy import cut
from rules.words import Refusal, refuse

PAUSE, RESUME, AHEAD = "pause", "resume", "ahead"
_WORDS = {
    "pause": PAUSE,
    "stop": PAUSE,
    "suspendre": PAUSE,
    "arrêter": PAUSE,
    "arreter": PAUSE,
    "resume": RESUME,
    "reprendre": RESUME,
    "preview": AHEAD,
    "aperçu": AHEAD,
    "apercu": AHEAD,
}
_ALL = frozenset({"all", "everything", "tout"})
_UNTIL = re.compile(r"(?:until|till|jusqu(?:['’]au|['’]à|e)?)\s*(\S*)", re.IGNORECASE)


@dataclass(frozen=True)
class Typed:
    """`what` is None where only a reference was typed, or nothing. `everything`: it is about all
    reminders; `reference`: about the one thing that has it."""

    what: str | None
    everything: bool = False
    reference: str = ""
    until: date | None = None
    reason: str = ""


def read_typed(text: str) -> Typed:
    """Refusal where the day after "until" is none."""
    first, _, rest = text.strip().partition(" ")
    what = _WORDS.get(first.casefold())
    if what is None:
        return Typed(None, reference=text.strip())
    subject, rest = _subject(rest.strip())
    until, reason = _until(rest)
    everything = subject.casefold() in _ALL or (not subject and until is not None)
    return Typed(what, everything, "" if everything else subject, until, reason)


def unknown(text: str) -> Refusal:
    return refuse(
        "“{typed}” is no invoice and no client. Write for example /reminders pause NP-0042 until"
        " 2026-12-20 away, /reminders resume NP-0042, or /reminders INV-1042.",
        typed=cut(text, 40),
    )


def _subject(rest: str) -> tuple[str, str]:
    """The first word, unless that is "until"."""
    if _UNTIL.match(rest):
        return "", rest
    subject, _, left = rest.partition(" ")
    return subject, left.strip()


def _until(rest: str) -> tuple[date | None, str]:
    """The day, and whatever else was typed."""
    found = _UNTIL.match(rest)
    if found is None:
        return None, rest
    day = read_day(found[1].strip(".,;"))
    if day is None:
        raise refuse("Write the day as in “until 2026-12-20”, and after it why.")
    return day, rest[found.end() :].strip()
