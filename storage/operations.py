"""Operations: what Stripe is to do for a practice, and which invoices a charge pays."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import SQL

from rules.board import FAILED, GONE_WITH_INVOICE, list_of
from storage import bulk
from storage.models import Allocation as Allocations
from storage.models import Invoice
from storage.models import Operation as Table
from storage.prepared import Prepared, slot
from storage.store import Row, Store

CHARGE, LINK, REFUND = "charge", "link", "refund"
CARD, REMOVAL, DEFAULT = "card", "method_removal", "method_default"
"""Kinds: a charge, a payment link, money of them that goes back, a payment method that a client is
asked for, and a saved one that is removed or becomes the client's usual one."""
ELSEWHERE, WRITE_OFF = "elsewhere", "write_off"
"""Kinds in which Stripe has no part: a payment that was made elsewhere, and what is no longer
expected."""
COLLECT = frozenset({CHARGE, LINK})
"""Those that Stripe collects invoices by."""
NOTED = frozenset({ELSEWHERE, WRITE_OFF})
"""Those that are settled as soon as somebody notes them."""
CREDIT, REOPEN, ASKED, UNCOUNTED = "credit", "reopen", "asked", "uncounted"
"""How a refund ends for its invoices: the client no longer owes it, or still does; which of the two
is asked of one that was made without Paydesk. Or it isn't counted on them."""
OWN, SECOND, ALONE = "own", "second", "alone"
"""How it was approved: within the person's own limit, by a second person, or by a typed word where
nobody else could."""


@dataclass(frozen=True)
class Operation:
    """`state` is one of rules.payment_state.State; amounts are minor units; times epoch ms.

    `amount` is all that is charged, with the `surcharge`. `method` describes the payment method as
    it was, `shown` is what was agreed to. `approval` is one of OWN, SECOND, ALONE. `modal`:
    {"view", "user"} of the open modal that shows it. `looks`: how often Stripe was read for it
    without an answer that settles it. `charge_id`: the charge that a refund gives back, `ends` one
    of CREDIT, REOPEN, ASKED, UNCOUNTED, and `note` why, for the practice alone. `stripe_charge`:
    Stripe's charge that is counted on the invoices; of a refund, the one that it gives back.
    """

    id: int
    practice_id: int
    uid: str
    kind: str
    state: str
    request_id: str
    client_id: int
    customer_id: str | None
    method_id: str | None
    method: dict[str, Any]
    amount: int
    surcharge: int
    currency: str
    shown: dict[str, Any]
    shown_hash: str
    asked_by: str
    asked_at: int
    approved_by: str | None
    approved_at: int | None
    approval: str
    stripe_id: str | None
    url: str | None
    modal: dict[str, str] | None
    expires_at: int | None
    refused: str
    reason: str | None
    advice: str | None
    looks: int
    version: int
    due_at: int | None
    lease_owner: str | None
    fence: int
    changed_at: int
    charge_id: int | None = None
    ends: str | None = None
    note: str | None = None
    stripe_charge: str | None = None

    @property
    def bill(self) -> int:
        """What the invoices get of it."""
        return self.amount - self.surcharge


@dataclass(frozen=True)
class Allocation:
    """How much of a charge pays which invoice, or of a refund is taken from it, in minor units."""

    invoice_id: int
    amount: int


class Collected(Exception):
    """Another operation collects one of the invoices at this moment."""

    def __init__(self, invoice_ids: Sequence[int]) -> None:
        super().__init__(f"invoices {invoice_ids} are being collected")
        self.invoice_ids = tuple(invoice_ids)


COLUMNS = tuple(getattr(Table, name) for name in Operation.__dataclass_fields__)
_GIVEN = ("id", "practice_id")
_JSON = ("method", "shown", "modal")
_BY_UID = Prepared(
    Table.select(*COLUMNS).where(Table.practice_id == slot("practice"), Table.uid == slot("uid"))
)
_BY_STRIPE = Prepared(
    Table.select(*COLUMNS).where(
        Table.practice_id == slot("practice"), Table.stripe_id == slot("stripe")
    )
)


def add(
    store: Store, practice_id: int, operation: Operation, parts: Sequence[Allocation], live: bool
) -> Operation | None:
    """A new operation, whose id is given here. None: the request was written down before.
    Collected where `live` and another one collects one of the invoices."""
    board = list_of(operation.kind, operation.state)
    values = {"practice_id": practice_id, **_values(operation), "board": board}
    made = Table.insert(values).on_conflict(action="nothing").returning(Table.id)
    with store.transaction():
        found = store.returning(made)
        if not found:
            return None
        added = _with(operation, id=found[0]["id"], practice_id=practice_id)
        rows = [[practice_id, added.id, one.invoice_id, one.amount, False] for one in parts]
        names = ("practice_id", "operation_id", "invoice_id", "amount", "live")
        bulk.insert(store, Allocations, names, rows)
        if live:
            collect(store, practice_id, added.id)
    return added


def collect(store: Store, practice_id: int, operation_id: int) -> None:
    """Its invoices are collected by it from now on. Collected where another one does."""
    with store.transaction():
        mine = _invoices_of(store, practice_id, operation_id)
        lock_invoices(store, practice_id, mine)
        busy = [
            one
            for one, holder in collecting(store, practice_id, mine).items()
            if holder != operation_id
        ]
        if busy:
            raise Collected(busy)
        theirs = (Allocations.practice_id == practice_id) & (
            Allocations.operation_id == operation_id
        )
        store.change(Allocations.update(live=True).where(theirs))
        forget_failures(store, practice_id, mine, operation_id)


def forget_failures(
    store: Store, practice_id: int, invoice_ids: Iterable[int], by: int | None = None
) -> None:
    """What failed of these invoices is no longer on Home's board: they are settled, or the
    operation `by` collects them now."""
    ids = Allocations.select(Allocations.operation_id).where(
        Allocations.practice_id == practice_id, Allocations.invoice_id.in_(list(invoice_ids))
    )
    told = (Table.board == FAILED) & Table.state.in_([one.value for one in GONE_WITH_INVOICE])
    mine = (Table.practice_id == practice_id) & Table.id.in_(ids) & told
    if by is not None:
        mine &= Table.id != by
    store.change(Table.update(board=None).where(mine))


def let_go(store: Store, practice_id: int, operation_id: int) -> None:
    """Its invoices may be collected by others again."""
    theirs = (Allocations.practice_id == practice_id) & (Allocations.operation_id == operation_id)
    store.change(Allocations.update(live=False).where(theirs))


def lock_invoices(store: Store, practice_id: int, ids: Iterable[int]) -> None:
    """Until the transaction ends nobody else begins to collect these or changes what is paid.

    Not FOR UPDATE: an allocation shares its invoice's key until its transaction ends, so two that
    write theirs and then come here would wait for each other for ever.
    """
    if store.kind == "postgresql":
        query = Invoice.select(Invoice.id).where(
            Invoice.practice_id == practice_id, Invoice.id.in_(sorted(ids))
        )
        # peewee takes the clause as well; its stubs don't say so.
        store.select(query.order_by(Invoice.id).for_update("FOR NO KEY UPDATE"))  # type: ignore[arg-type]


def collecting(store: Store, practice_id: int, ids: Iterable[int]) -> dict[int, int]:
    """Those of the invoices that are being collected, each with its operation's id."""
    query = Allocations.select(Allocations.invoice_id, Allocations.operation_id).where(
        Allocations.practice_id == practice_id, Allocations.invoice_id.in_(list(ids)), SQL("live")
    )
    return {row["invoice_id"]: row["operation_id"] for row in store.select(query)}


def allocations(store: Store, practice_id: int, operation_id: int) -> list[Allocation]:
    """Which invoices it pays, by their ids."""
    query = Allocations.select(Allocations.invoice_id, Allocations.amount).where(
        Allocations.practice_id == practice_id, Allocations.operation_id == operation_id
    )
    return [Allocation(**row) for row in store.select(query.order_by(Allocations.invoice_id))]


def by_uid(store: Store, practice_id: int, uid: str) -> Operation | None:
    row = _BY_UID.first(store, practice=practice_id, uid=uid)
    return operation_of(row) if row else None


def by_stripe_id(store: Store, practice_id: int, stripe_id: str) -> Operation | None:
    """The one of a payment intent or session."""
    row = _BY_STRIPE.first(store, practice=practice_id, stripe=stripe_id)
    return operation_of(row) if row else None


def by_request(store: Store, practice_id: int, request_id: str) -> Operation | None:
    query = Table.select(*COLUMNS).where(
        Table.practice_id == practice_id, Table.request_id == request_id
    )
    row = store.first(query)
    return operation_of(row) if row else None


def by_ids(store: Store, practice_id: int, ids: Iterable[int]) -> list[Operation]:
    query = Table.select(*COLUMNS).where(Table.practice_id == practice_id, Table.id.in_(list(ids)))
    return [operation_of(row) for row in store.select(query.order_by(Table.id))]


def locked(store: Store, practice_id: int, uid: str) -> Operation | None:
    """As it is now, and nobody else changes it until the transaction ends."""
    query = Table.select(*COLUMNS).where(Table.practice_id == practice_id, Table.uid == uid)
    row = store.first(query.for_update() if store.kind == "postgresql" else query)
    return operation_of(row) if row else None


def change(store: Store, practice_id: int, operation: Operation, **values: Any) -> Operation | None:
    """It with these values, if nobody changed it since it was read; else None."""
    mine = (Table.practice_id == practice_id) & (Table.id == operation.id)
    moved = {**values, "version": operation.version + 1}
    stored = _stored(moved)
    if "state" in values:
        stored["board"] = list_of(operation.kind, values["state"])
    changed = Table.update(stored).where(
        mine, Table.version == operation.version, Table.state == operation.state
    )
    return _with(operation, **moved) if store.change(changed) == 1 else None


def _invoices_of(store: Store, practice_id: int, operation_id: int) -> list[int]:
    return [one.invoice_id for one in allocations(store, practice_id, operation_id)]


def _with(operation: Operation, **values: Any) -> Operation:
    return Operation(**{**vars(operation), **values})


def _values(operation: Operation) -> Row:
    return _stored({name: value for name, value in vars(operation).items() if name not in _GIVEN})


def _stored(values: Row) -> Row:
    """As the columns keep them."""
    return {
        name: json.dumps(value) if name in _JSON and value is not None else value
        for name, value in values.items()
    }


def operation_of(row: Row) -> Operation:
    """From a row of COLUMNS."""
    read = {name: json.loads(row[name]) for name in _JSON if row[name] is not None}
    return Operation(**{**row, **read})
