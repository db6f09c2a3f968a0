"""Sums by month for the overview: what moved with the surcharges in it, which payments went
through, and who answered questions."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, SQL, Case, Value, fn

from storage.models import HelpQuestion, Ledger, Operation
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
    store: Store, practice_id: int, months: Sequence[Begins], bearing: Sequence[str]
) -> list[MonthSum]:
    """Since the first of `months`, which come in order. What a person wrote down for a day counts
    on that day. `bearing`: kinds of entries that hold the surcharge of their operation."""
    by_moment = Ledger.day.is_null() & (Ledger.at >= months[0].at)
    by_day = Ledger.day >= months[0].day
    found = _sums(store, practice_id, by_moment, _month(Ledger.at, [m.at for m in months]), bearing)
    return found + _sums(
        store, practice_id, by_day, _month(Ledger.day, [m.day for m in months]), bearing
    )


def _sums(
    store: Store, practice_id: int, when: Any, month: Any, bearing: Sequence[str]
) -> list[MonthSum]:
    borne = Case(None, [(Ledger.amount < 0, 0 - Operation.surcharge)], Operation.surcharge)
    whose = (
        (Operation.id == Ledger.operation_id)
        & (Operation.practice_id == practice_id)
        & Ledger.kind.in_(list(bearing))
    )
    query = Ledger.select(
        month.alias("month"),
        Ledger.kind,
        Ledger.currency,
        fn.SUM(Ledger.amount).alias("amount"),
        fn.COALESCE(fn.SUM(borne), 0).alias("surcharge"),
    ).join(Operation, JOIN.LEFT_OUTER, on=whose)
    rows = store.select(
        query.where(Ledger.practice_id == practice_id, when).group_by(
            SQL("month"), Ledger.kind, Ledger.currency
        )
    )
    return [
        MonthSum(
            int(row["month"]),
            row["kind"],
            row["currency"],
            int(row["amount"]),
            int(row["surcharge"]),
        )
        for row in rows
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
