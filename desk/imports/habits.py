"""How a file writes days and amounts, told by the whole of it and never guessed.

03/04/2026 is a day in March or in April; 1.250 is one and a quarter, or a thousand and more. Other
lines of the same file mostly show which: 25/04/2026, 12.50. Where none does, it is asked for.
"""

import re
from dataclasses import dataclass, field

from rules.words import Refusal, refuse, sentence

DAY_FIRST, MONTH_FIRST = "dmy", "mdy"
POINT, COMMA = "point", "comma"
UNCLEAR_DAYS = sentence(
    "Line {line}: the day can be read in two ways, and no other line of the file shows "
    "which. Say it: --dates dmy (25/04/2026) or --dates mdy (04/25/2026)."
)
UNCLEAR_AMOUNTS = sentence(
    "Line {line}: the amount can be read in two ways, and no other line of the file shows "
    "which. Say it: --decimals point (1250.50) or --decimals comma (1250,50)."
)
"""What is said at a terminal; elsewhere it is asked for in another way."""

PARTS = re.compile(r"([0-9]{1,2})([/.\-])([0-9]{1,2})\2([0-9]{4})(?:[ T].*)?")
_ONE_MARK = re.compile(r"[0-9]+([.,])([0-9]+)")
_CLEARLY_POINT = re.compile(r"[0-9]+\.[0-9]{1,2}")
_BOTH_MARKS = re.compile(r"[.,]")


@dataclass
class Evidence:
    """On which lines one of two ways shows first, and where it could be either (`unclear`)."""

    shown: dict[str, int] = field(default_factory=dict)
    unclear: int | None = None

    def saw(self, way: str | None, line: int) -> None:
        if way:
            self.shown.setdefault(way, line)
        elif self.unclear is None:
            self.unclear = line


@dataclass(frozen=True)
class Habits:
    """`days` is DAY_FIRST, MONTH_FIRST, or None where all days are written unmistakably; `decimals`
    is POINT, COMMA, or None where no amount needs it."""

    days: str | None = None
    decimals: str | None = None


def saw_day(evidence: Evidence, text: str, line: int) -> None:
    parts = PARTS.fullmatch(text)
    if parts and parts[1] != parts[3]:
        first, second = int(parts[1]), int(parts[3])
        evidence.saw(_way_of_day(first, second), line)


def _way_of_day(first: int, second: int) -> str | None:
    if first > 12 >= second:
        return DAY_FIRST
    return MONTH_FIRST if second > 12 >= first else None


def saw_amount(evidence: Evidence, text: str, line: int) -> None:
    if "." not in text and "," not in text:
        return
    if _CLEARLY_POINT.fullmatch(text):
        evidence.saw(POINT, line)
        return  # As most are.
    digits = "".join(one for one in text if one in "0123456789.,")
    marks = _BOTH_MARKS.findall(digits)
    last, others = marks[-1], set(marks[:-1])
    if last in others or len(digits.rpartition(last)[2]) > 3:
        return  # 1,250,000: groups alone; the reader of amounts refuses what is neither.
    one = _ONE_MARK.fullmatch(digits)
    either = one is not None and len(one[2]) == 3 and 1 <= len(digits.partition(last)[0]) <= 3
    evidence.saw(None if either else (POINT if last == "." else COMMA), line)


def days_of(evidence: Evidence, told: str | None) -> str | None:
    """What was told, or what the lines show. Refusal where they contradict, or none is clear."""
    _refuse_contradiction(evidence, told)
    shown = told or next(iter(evidence.shown), None)
    if shown is None and evidence.unclear is not None:
        raise Refusal(sentence(UNCLEAR_DAYS.text, line=str(evidence.unclear)))
    return shown


def decimals_of(evidence: Evidence, told: str | None) -> str | None:
    """What was told, or what the lines show. Refusal where they contradict, or none is clear."""
    _refuse_contradiction(evidence, told)
    shown = told or next(iter(evidence.shown), None)
    if shown is None and evidence.unclear is not None:
        raise Refusal(sentence(UNCLEAR_AMOUNTS.text, line=str(evidence.unclear)))
    return shown


def _refuse_contradiction(evidence: Evidence, told: str | None) -> None:
    if told and set(evidence.shown) - {told}:
        [line] = [line for way, line in evidence.shown.items() if way != told]
        raise refuse(
            "Line {line} is written in another way than you said.",
            line=str(line),
        )
    if len(evidence.shown) > 1:
        one, other = sorted(evidence.shown.values())
        raise refuse(
            "Lines {one} and {other} are written in different ways: days with the month or the day "
            "first, or amounts with a point or a comma. Make them alike.",
            one=str(one),
            other=str(other),
        )
