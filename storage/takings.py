"""What moved, by the day on which it counts, each with the operation behind it."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, Tuple, fn

from storage.models import Allocation, CreditNote, Ledger, Operation
from storage.operations import COLLECT
from storage.store import Row, Store


@dataclass(frozen=True)
class Moved:
    """A line of the ledger. `at` is epoch ms; `day` the ISO day for which a person wrote it down,
    None where it counts on the day of `at`. The rest is of its operation; of a line without one,
    "", nothing, or 0. `asked_by` is a Slack id or a system's name."""

    id: int
    kind: str
    stripe_object: str
    amount: int
    currency: str
    at: int
    day: str | None
    operation_id: int
    operation_kind: str
    uid: str
    asked_by: str
    surcharge: int
    method: dict[str, Any]


@dataclass(frozen=True)
class Part:
    """What of an operation is for which invoice."""

    operation_id: int
    invoice_id: int
    amount: int


_COLUMNS = (
    Ledger.id,
    Ledger.kind,
    Ledger.stripe_object,
    Ledger.amount,
    Ledger.currency,
    Ledger.at,
    Ledger.day,
    fn.COALESCE(Ledger.operation_id, 0).alias("operation_id"),
    fn.COALESCE(Operation.kind, "").alias("operation_kind"),
    fn.COALESCE(Operation.uid, "").alias("uid"),
    fn.COALESCE(Operation.asked_by, "").alias("asked_by"),
    fn.COALESCE(Operation.surcharge, 0).alias("surcharge"),
    fn.COALESCE(Operation.method, "{}").alias("method"),
)


def by_moment(
    store: Store, practice_id: int, since: int, until: int, after: tuple[int, int], limit: int
) -> list[Moved]:
    """What counts when it moved, from `since` to before `until` (epoch ms), in that order. `after`:
    moment and id of the last one of the page before."""
    place = Tuple(Ledger.at, Ledger.id)
    query = _lines(practice_id).where(
        Ledger.day.is_null(), Ledger.at >= since, Ledger.at < until, place > Tuple(*after)
    )
    return _moved(store, query.order_by(Ledger.at, Ledger.id).limit(limit))


def by_day(
    store: Store, practice_id: int, first: str, last: str, after: tuple[str, int], limit: int
) -> list[Moved]:
    """What was written down for a day from `first` to `last` (ISO), in that order. `after`: day and
    id of the last one of the page before."""
    place = Tuple(Ledger.day, Ledger.id)
    query = _lines(practice_id).where(
        Ledger.day >= first, Ledger.day <= last, place > Tuple(*after)
    )
    return _moved(store, query.order_by(Ledger.day, Ledger.id).limit(limit))


def of_operations(
    store: Store, practice_id: int, ids: Collection[int], but_for: Collection[str]
) -> list[Moved]:
    """All that moved by these, but for some kinds, in the order in which it became known."""
    query = _lines(practice_id).where(
        Ledger.operation_id.in_(list(ids)), Ledger.kind.not_in(sorted(but_for))
    )
    return _moved(store, query.order_by(Ledger.id))


def parts_of(store: Store, practice_id: int, ids: Collection[int]) -> list[Part]:
    """Of these operations, by the invoices' ids."""
    query = Allocation.select(
        Allocation.operation_id, Allocation.invoice_id, Allocation.amount
    ).where(Allocation.practice_id == practice_id, Allocation.operation_id.in_(list(ids)))
    rows = store.select(query.order_by(Allocation.operation_id, Allocation.invoice_id))
    return [Part(**row) for row in rows]


def beside(store: Store, practice_id: int, invoice_ids: Collection[int]) -> list[int]:
    """The operations that are about any of these invoices."""
    query = Allocation.select(Allocation.operation_id).where(
        Allocation.practice_id == practice_id, Allocation.invoice_id.in_(list(invoice_ids))
    )
    return [row["operation_id"] for row in store.select(query.distinct())]


def credit_notes(
    store: Store, practice_id: int, ids: Collection[int]
) -> dict[tuple[int, bool], str]:
    """The references of those that these refunds made, by the operation's id and whether it undoes
    another, since the refund came back."""
    query = CreditNote.select(CreditNote.operation_id, CreditNote.kind, CreditNote.reference).where(
        CreditNote.practice_id == practice_id, CreditNote.operation_id.in_(list(ids))
    )
    rows = store.select(query.order_by(CreditNote.id))
    return {(row["operation_id"], row["kind"] == "undone"): row["reference"] for row in rows}


def on_its_way(store: Store, practice_id: int, state: str) -> dict[str, tuple[int, int]]:
    """What the payments in that state come to, by currency: how much, and how many they are."""
    query = Operation.select(
        Operation.currency,
        fn.SUM(Operation.amount).alias("amount"),
        fn.COUNT(Operation.id).alias("number"),
    ).where(
        Operation.practice_id == practice_id,
        Operation.state == state,
        Operation.kind.in_(sorted(COLLECT)),
    )
    rows = store.select(query.group_by(Operation.currency).order_by(Operation.currency))
    return {row["currency"]: (int(row["amount"]), int(row["number"])) for row in rows}


def _lines(practice_id: int) -> Any:
    whose = (Operation.id == Ledger.operation_id) & (Operation.practice_id == practice_id)
    joined = Ledger.select(*_COLUMNS).join(Operation, JOIN.LEFT_OUTER, on=whose)
    return joined.where(Ledger.practice_id == practice_id)


def _moved(store: Store, query: Any) -> list[Moved]:
    return [_of(row) for row in store.select(query)]


def _of(row: Row) -> Moved:
    return Moved(**{**row, "method": json.loads(row["method"])})
