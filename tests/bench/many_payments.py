"""What stands behind a practice's paid invoices, as many as there are: the charge of each, what it
moved, what Stripe told of it, the card in Slack, and its line in the audit log."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from rules.payment_state import State
from storage.operations import CHARGE
from storage.store import Store
from tests.support.cast import BEN, OLIVIA, T0

DAY = 86_400_000
DAYS = 700
"""Over which they are spread, the newest last."""
TOTAL, FEE = 12_000, -378
MOVED = (("charge", TOTAL), ("fee", FEE))
METHOD = json.dumps({"type": "card", "brand": "visa", "last4": "4242"})


def fill(store: Store, practice_id: int, paid: Sequence[tuple[int, int]]) -> None:
    """`paid`: the invoices' ids with who pays them. Operations have the ids of their invoices."""
    connection = store.database.connection()
    for table, columns, rows in (
        ("operation", _OPERATION, (_operation(*one) for one in _at(paid))),
        ("allocation", _ALLOCATION, ((one, one, TOTAL, False) for one, _ in paid)),
        ("ledger", _LEDGER, _ledger(paid)),
        ("inbox", _INBOX, (_event(invoice, at) for invoice, _, at in _at(paid))),
        ("outbox", _OUTBOX, (_message(invoice, at) for invoice, _, at in _at(paid))),
        ("audit", _AUDIT, _audit(paid)),
    ):
        names = ("practice_id", *columns)
        places = ", ".join("?" * len(names))
        connection.executemany(
            f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})",
            ((practice_id, *row) for row in rows),
        )
    connection.execute("UPDATE practice SET audit_seq = ? WHERE id = ?", (len(paid), practice_id))


def uid_of(invoice_id: int) -> str:
    """Of its charge."""
    return f"{invoice_id:032x}"


def _at(paid: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Each with its moment."""
    for place, (invoice_id, payer_id) in enumerate(paid):
        yield invoice_id, payer_id, T0 - DAYS * DAY * (len(paid) - place) // len(paid)


_OPERATION = (
    *("id", "uid", "kind", "state", "request_id", "client_id", "customer_id", "method_id"),
    *("method", "amount", "surcharge", "currency", "shown", "shown_hash", "asked_by", "asked_at"),
    *("approved_by", "approved_at", "approval", "stripe_id", "refused", "looks", "version"),
    *("fence", "changed_at", "stripe_charge"),
)
_ALLOCATION = ("operation_id", "invoice_id", "amount", "live")
_LEDGER = ("operation_id", "kind", "stripe_object", "amount", "currency", "at")
_INBOX = (
    *("state", "tries", "due_at", "fence", "source", "dedupe_key", "kind", "body"),
    *("received_at", "finished_at", "about"),
)
_OUTBOX = (
    *("state", "tries", "due_at", "fence", "kind", "recipient", "uid", "payload", "repeat"),
    *("created_at", "finished_at"),
)
_AUDIT = ("seq", "at", "actor", "action", "target", "detail", "prev_hash", "hash")


def _operation(invoice_id: int, payer_id: int, at: int) -> tuple[Any, ...]:
    uid, shown = uid_of(invoice_id), json.dumps({"invoices": [f"INV-{invoice_id}"]})
    return (
        *(invoice_id, uid, CHARGE, State.SUCCEEDED, uid, payer_id, f"cus_{payer_id}"),
        *(f"pm_{payer_id}", METHOD, TOTAL, 0, "usd", shown, "", BEN, at),
        *(BEN, at, "own", f"pi_{invoice_id}", "", 0, 3, 1, at, f"ch_{invoice_id}"),
    )


def _ledger(paid: Sequence[tuple[int, int]]) -> Iterator[tuple[Any, ...]]:
    for invoice_id, _, at in _at(paid):
        for kind, amount in MOVED:
            yield invoice_id, kind, f"{kind}_{invoice_id}", amount, "usd", at


def _event(invoice_id: int, at: int) -> tuple[Any, ...]:
    body = json.dumps({"type": "payment_intent.succeeded"})
    about = f"pi_{invoice_id}"
    return "done", 1, at, 1, "stripe", f"evt_{invoice_id}", "event", body, at, at, about


def _message(invoice_id: int, at: int) -> tuple[Any, ...]:
    uid = f"charge:{uid_of(invoice_id)}:3"
    return "sent", 1, at, 1, "post", BEN, uid, "{}", False, at, at


def _audit(paid: Sequence[tuple[int, int]]) -> Iterator[tuple[Any, ...]]:
    """Of two people; of one of them, nothing of late."""
    for seq, (invoice_id, _, at) in enumerate(_at(paid), 1):
        actor = OLIVIA if seq <= len(paid) // 100 else BEN
        yield seq, at, actor, "charge.succeeded", uid_of(invoice_id), "{}", "", ""
