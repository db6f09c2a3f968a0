"""Sums by month for the overview: what moved with the surcharges in it, which payments went
through, and who answered questions."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from peewee import SQL, Case, Value, fn

from storage.ledger_sums import Span, moved_in
from storage.models import HelpQuestion, Operation
from storage.operations import COLLECT
from storage.store import Store


@dataclass(frozen=True)
class Begins:
    """Where a month of the practice begins: epoch ms, and its ISO day."""

    at: int
    day: str


@dataclass(frozen=True)
class MonthSum:
    """Of all ledger entries of a kind in a currency: what they come to, in the month of that place.
    `surcharge`: what of it clients paid for the fee, below zero where it went back."""

    month: int
    kind: str
    currency: str
    amount: int
    surcharge: int


@dataclass(frozen=True)
class Tried:
    """A payment at Stripe, and what became of it."""

    id: int
    kind: str
    state: str
    method: dict[str, Any]


@dataclass(frozen=True)
class MonthAsked:
    """Questions of a month: how many, and how many of them no person was asked."""

    month: int
    asked: int
    alone: int


def moved_by_month(
    store: Store,
    practice_id: int,
    months: Sequence[Begins],
    today: Begins,
    bearing: Sequence[str],
) -> list[MonthSum]:
    """Since the first of `months`, which come in order; the last is that of `today`. What a person
    wrote down for a day counts on that day. `bearing`: kinds of entries that hold the surcharge of
    their operation."""
    bounds = [*months, today]
    spans = [
        (month, span)
        for month, (first, then) in enumerate(pairwise(bounds))
        for span in (Span(first.at, then.at), Span(first.day, then.day))
        if first != then
    ]
    last = len(months) - 1
    spans += [(last, Span(today.at, None)), (last, Span(today.day, None))]
    found = moved_in(store, practice_id, [span for _, span in spans], bearing)
    return [
        MonthSum(month, *one) for (month, _), sums in zip(spans, found, strict=True) for one in sums
    ]


def newest_in(
    store: Store, practice_id: int, states: Sequence[str], since_id: int, limit: int
) -> list[Tried]:
    """The newest payments in these states, from that operation on. The index gives one state in
    order, several only as far as `since_id` bounds them."""
    query = Operation.select(Operation.id, Operation.kind, Operation.state, Operation.method).where(
        Operation.practice_id == practice_id,
        Operation.state.in_(list(states)),
        Operation.id >= since_id,
        Operation.kind.in_(sorted(COLLECT)),
    )
    rows = store.select(query.order_by(Operation.id.desc()).limit(limit))
    return [Tried(**{**row, "method": json.loads(row["method"])}) for row in rows]


def asked_by_month(
    store: Store, practice_id: int, months: Sequence[Begins], withdrawn: str
) -> list[MonthAsked]:
    """Since the first of `months`, but for questions in the state `withdrawn`."""
    month = _month(HelpQuestion.asked_at, [one.at for one in months])
    query = HelpQuestion.select(
        month.alias("month"),
        fn.COUNT(SQL("1")).alias("asked"),
        fn.SUM(Case(None, [(HelpQuestion.handed_over_at.is_null(), 1)], 0)).alias("alone"),
    ).where(
        HelpQuestion.practice_id == practice_id,
        HelpQuestion.asked_at >= months[0].at,
        HelpQuestion.state != withdrawn,
    )
    rows = store.select(query.group_by(SQL("month")))
    return [MonthAsked(int(row["month"]), int(row["asked"]), int(row["alone"])) for row in rows]


def _month(column: Any, begins: Sequence[Any]) -> Any:
    """The place of the last month that begins at or before it."""
    places = list(enumerate(begins))
    steps = [(column >= begin, Value(place)) for place, begin in reversed(places)]
    return Case(None, steps, Value(0))
