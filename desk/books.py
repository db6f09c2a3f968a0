"""What moved at a practice, day by day: charges, refunds, disputes, fees, and what people noted.

A line counts on the practice's day on which it moved, or on the day for which somebody noted it.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from desk.context import Desk
from desk.days import day_in
from rules.dispute_state import DISPUTE_FEE
from rules.payment_state import FEE
from storage import takings
from storage.operations import CHARGE, ELSEWHERE, LINK, REFUND
from storage.takings import Moved

PAGE = 500
FEES = frozenset({FEE, DISPUTE_FEE})
"""Kinds of what Stripe takes for its work."""
CARD, DEBIT, LINKED, OTHER = "card", "debit", "link", "other"
"""How money came, beside the methods of payments made elsewhere."""


@dataclass(frozen=True)
class Booked:
    """`moved`, and the practice's day on which it counts."""

    day: date
    moved: Moved

    @property
    def way(self) -> str:
        """How it came or went: a method of desk.elsewhere, or one of CARD, DEBIT, LINKED, OTHER."""
        kind, method = self.moved.operation_kind, str(self.moved.method.get("type") or "")
        if kind == ELSEWHERE:
            return method or OTHER
        if kind == LINK:
            return LINKED
        if kind in (CHARGE, REFUND) and method:
            return CARD if method == CARD else DEBIT
        return OTHER


def booked(desk: Desk, practice_id: int, zone: str, first: date, last: date) -> Iterator[Booked]:
    """Everything from `first` to `last`, in the order of the days; a page at a time, so that any
    number takes the same memory."""
    lines = heapq.merge(
        _by_moment(desk, practice_id, zone, first, last),
        _by_day(desk, practice_id, first, last),
        key=lambda one: (one.day, one.moved.id),
    )
    yield from lines


def begins(day: date, zone: str) -> int:
    """Epoch ms at which the day begins where the practice is."""
    return int(datetime.combine(day, time.min, ZoneInfo(zone)).timestamp() * 1000)


def _by_moment(
    desk: Desk, practice_id: int, zone: str, first: date, last: date
) -> Iterator[Booked]:
    since, until = begins(first, zone), begins(last + timedelta(days=1), zone)
    after = (since, 0)
    while page := takings.by_moment(desk.store, practice_id, since, until, after, PAGE):
        yield from (Booked(day_in(one.at, zone), one) for one in page)
        after = (page[-1].at, page[-1].id)


def _by_day(desk: Desk, practice_id: int, first: date, last: date) -> Iterator[Booked]:
    begin, end = first.isoformat(), last.isoformat()
    after = (begin, 0)
    while page := takings.by_day(desk.store, practice_id, begin, end, after, PAGE):
        yield from (Booked(date.fromisoformat(one.day or begin), one) for one in page)
        after = (page[-1].day or begin, page[-1].id)
