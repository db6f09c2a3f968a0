"""The whole story of a payment: calls to Stripe, what Stripe told, what was said to people, and
what people did, each from its own table, read at once and put in the order of time."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from peewee import Case, Select, Value, fn

from storage.models import Allocation, Attempt, Audit, Card, Inbox, Invoice, Outbox
from storage.store import Store

CALL, EVENT, MESSAGE, CARD, DEED = "call", "event", "message", "card", "deed"
MOST = 200
"""Of each: beyond that nobody reads it."""


@dataclass(frozen=True)
class Chapter:
    """Something that happened at `at` (epoch ms). What `what`, `state`, `code` and `who` are:

    CALL: the step, its outcome ("" nobody knows), Stripe's code, Stripe's id of the request.
    EVENT: Stripe's object, the state of its row, the event's body (JSON), the event's id.
    MESSAGE: its kind, its state, the last error, the recipient. CARD: the same of a message that is
    edited in place; its code is why it can't be shown. DEED: the action, "", "", the actor.
    """

    source: str
    at: int
    what: str
    state: str
    code: str
    who: str


@dataclass(frozen=True)
class Part:
    """How much of a payment pays which invoice, in minor units."""

    invoice_id: int
    reference: str
    amount: int


def chapters(
    store: Store,
    practice_id: int,
    operation_id: int,
    *,
    objects: Collection[str],
    keys: Collection[str],
    uid: str,
    kinds: Collection[str],
) -> list[Chapter]:
    """`objects`: Stripe's, of which events may tell. `keys`: the uids that its messages may have.
    `uid`: of the operation, by which its cards, of these `kinds`, and the log
    name it. The newest MOST of each."""
    selects = [
        _calls(practice_id, operation_id),
        _events(practice_id, objects),
        _messages(practice_id, keys),
        _cards(practice_id, kinds, uid),
        _deeds(practice_id, [uid, f"receipt:{uid}"]),
    ]
    rows = store.select(reduce(add, [_apart(one.limit(MOST)) for one in selects]))
    found = [Chapter(**{**row, "at": int(row["at"])}) for row in rows]
    return sorted(found, key=lambda one: one.at)


def parts(store: Store, practice_id: int, operation_id: int) -> list[Part]:
    """The invoices, by their numbers."""
    query = (
        Allocation.select(Allocation.invoice_id, Invoice.reference, Allocation.amount)
        .join(Invoice, on=(Invoice.id == Allocation.invoice_id))
        .where(Allocation.practice_id == practice_id, Allocation.operation_id == operation_id)
    )
    return [Part(**row) for row in store.select(query.order_by(Invoice.number))]


def _calls(practice_id: int, operation_id: int) -> Any:
    told = (
        Attempt.step,
        _text(Attempt.outcome),
        _text(Attempt.code),
        _text(Attempt.stripe_request),
    )
    query = Attempt.select(*_columns(CALL, Attempt.made_at, *told)).where(
        Attempt.practice_id == practice_id, Attempt.operation_id == operation_id
    )
    return query.order_by(Attempt.n.desc())


def _events(practice_id: int, objects: Collection[str]) -> Any:
    told = (_text(Inbox.about), Inbox.state, Inbox.body, Inbox.dedupe_key)
    query = Inbox.select(*_columns(EVENT, Inbox.received_at, *told)).where(
        Inbox.practice_id == practice_id, Inbox.about.in_(list(objects))
    )
    return query.order_by(Inbox.id.desc())


def _messages(practice_id: int, keys: Collection[str]) -> Any:
    told = (Outbox.kind, Outbox.state, _text(Outbox.last_error), Outbox.recipient)
    query = Outbox.select(*_columns(MESSAGE, Outbox.created_at, *told)).where(
        Outbox.practice_id == practice_id, Outbox.uid.in_(list(keys))
    )
    return query.order_by(Outbox.id.desc())


def _cards(practice_id: int, kinds: Collection[str], uid: str) -> Any:
    shown = Case(None, [(Card.ts.is_null(False), Value("sent"))], Value("pending"))
    told = (Card.kind, shown, _text(Card.lost), Card.recipient)
    query = Card.select(*_columns(CARD, Card.created_at, *told)).where(
        Card.practice_id == practice_id, Card.kind.in_(list(kinds)), Card.key == uid
    )
    return query.order_by(Card.id.desc())


def _deeds(practice_id: int, targets: Collection[str]) -> Any:
    nothing = Value("")
    query = Audit.select(
        *_columns(DEED, Audit.at, Audit.action, nothing, nothing, Audit.actor)
    ).where(Audit.practice_id == practice_id, Audit.target.in_(list(targets)))
    return query.order_by(Audit.seq.desc())


def _columns(source: str, at: Any, what: Any, state: Any, code: Any, who: Any) -> list[Any]:
    """The same of each table, as a Chapter has them."""
    named = {"at": at, "what": what, "state": state, "code": code, "who": who}
    return [
        Value(source).alias("source"),
        *(one.alias(name) for name, one in named.items()),
    ]


def _apart(part: Any) -> Any:
    """As a select of its own, since SQLite wants no limit within a union."""
    return Select([part], [getattr(part.c, name) for name in Chapter.__dataclass_fields__])


def _text(column: Any) -> Any:
    return fn.COALESCE(column, "")
