"""Payment links that somebody has opened and nobody has paid by: who is told of them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from storage.models import Allocation, Operation, PaymentLink
from storage.models import Reminder as Table
from storage.operations import LINK as LINKS
from storage.payment_links import OPEN
from storage.reminders import INVOICE, LINK, PLANNED, Occurrence, plan_found
from storage.store import Store

_OPENED = "opened"
"""The one occurrence of each link."""


@dataclass(frozen=True)
class OpenedLink:
    """A link's operation with the invoices that it pays. `closing`: it is to be closed;
    `visited_at`: when it was first opened (epoch ms)."""

    operation_id: int
    uid: str
    state: str
    closing: bool
    visited_at: int
    amount: int
    currency: str
    invoice_ids: tuple[int, ...]


def plan(store: Store, practice_id: int, what: Occurrence, since: int, until: int) -> int:
    """One for each link that waits for a payer, and was opened for the first time after `since` and
    at `until` at the latest (epoch ms). How many are new."""
    found = (
        Operation.select()
        .join(PaymentLink, on=(PaymentLink.operation_id == Operation.id))
        .where(
            Operation.practice_id == practice_id,
            *_waits(),
            PaymentLink.practice_id == practice_id,
            PaymentLink.visited_at > since,
            PaymentLink.visited_at <= until,
        )
    )
    return plan_found(store, practice_id, what, (LINK, Operation.id, _OPENED, None), found)


def by_operations(
    store: Store, practice_id: int, operation_ids: Collection[int]
) -> dict[int, OpenedLink]:
    """By the operation's id; whatever has become of them."""
    query = _links(practice_id).where(Operation.id.in_(list(operation_ids)))
    found: dict[int, OpenedLink] = {}
    for row in store.select(query.order_by(Operation.id, Allocation.invoice_id)):
        known = found.get(row["id"])
        before = known.invoice_ids if known else ()
        found[row["id"]] = OpenedLink(
            operation_id=row["id"],
            uid=row["uid"],
            state=row["state"],
            closing=row["closing"] is not None,
            visited_at=row["visited_at"] or 0,
            amount=row["amount"],
            currency=row["currency"],
            invoice_ids=(*before, row["invoice_id"]),
        )
    return found


def opened_of(store: Store, practice_id: int, invoice_ids: Collection[int]) -> frozenset[int]:
    """Which of these invoices have a link that waits for a payer and was opened."""
    query = _links(practice_id).where(
        Allocation.invoice_id.in_(list(invoice_ids)),
        *_waits(),
        PaymentLink.visited_at.is_null(False),
    )
    return frozenset(row["invoice_id"] for row in store.select(query))


def told_in(
    store: Store, practice_id: int, digest: str, kind: str, invoice_ids: Collection[int]
) -> frozenset[int]:
    """Which of these invoices stand in the digest of that day themselves, as that kind."""
    query = Table.select(Table.subject_id).where(
        Table.practice_id == practice_id,
        Table.subject == INVOICE,
        Table.subject_id.in_(list(invoice_ids)),
        Table.kind == kind,
        Table.digest == digest,
        Table.state == "sent",
    )
    return frozenset(row["subject_id"] for row in store.select(query))


def put_back(store: Store, practice_id: int, digest: str, kind: str) -> int:
    """Those that were to stand in the digest of that day stand in the next one, since nobody was
    shown it. How many that are."""
    theirs = (Table.practice_id == practice_id) & (Table.digest == digest) & (Table.kind == kind)
    values = {"state": PLANNED, "digest": None, "ended_at": None}
    return store.change(Table.update(values).where(theirs, Table.state == "sent"))


def _links(practice_id: int) -> Any:
    """A row for each link and invoice."""
    return (
        Operation.select(
            *(Operation.id, Operation.uid, Operation.state, Operation.amount, Operation.currency),
            *(PaymentLink.closing, PaymentLink.visited_at, Allocation.invoice_id),
        )
        .join(PaymentLink, on=(PaymentLink.operation_id == Operation.id))
        .join(Allocation, on=(Allocation.operation_id == Operation.id))
        .where(
            Operation.practice_id == practice_id,
            PaymentLink.practice_id == practice_id,
            Allocation.practice_id == practice_id,
        )
    )


def _waits() -> tuple[Any, ...]:
    return (Operation.kind == LINKS, Operation.state == OPEN, PaymentLink.closing.is_null())
