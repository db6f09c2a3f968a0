"""Calls to Stripe that change something: written down, with their key, before they are sent."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, fn

from storage.models import Attempt as Table
from storage.models import Operation
from storage.store import Row, Store

DONE, REFUSED, NOT_SENT, UNKNOWN = "done", "refused", "not_sent", "unknown"
"""Outcomes. NOT_SENT: Stripe did nothing with it."""


@dataclass(frozen=True)
class Attempt:
    """`step` says which call, `key` is its idempotency key, `body` what is sent, exactly.
    `outcome` None: nobody knows yet. Times are epoch ms."""

    id: int
    operation_id: int
    n: int
    step: str
    key: str
    body: dict[str, Any]
    made_at: int
    outcome: str | None = None
    code: str | None = None


_COLUMNS = tuple(getattr(Table, name) for name in Attempt.__dataclass_fields__)


def add(
    store: Store,
    practice_id: int,
    operation_id: int,
    step: str,
    key: str,
    body: dict[str, Any],
    now: int,
) -> Attempt:
    """Write down a call, to be committed before it is sent."""
    text = json.dumps(body, sort_keys=True)
    last = Table.select(fn.COALESCE(fn.MAX(Table.n), 0).alias("n")).where(
        Table.practice_id == practice_id, Table.operation_id == operation_id
    )
    with store.transaction():
        n = store.select(last)[0]["n"] + 1
        values: Row = {
            "practice_id": practice_id,
            "operation_id": operation_id,
            "n": n,
            "step": step,
            "key": key,
            "body": text,
            "body_hash": hashlib.sha256(text.encode()).hexdigest(),
            "made_at": now,
        }
        made = store.returning(Table.insert(values).returning(Table.id))
    return Attempt(made[0]["id"], operation_id, n, step, key, json.loads(text), now)


def answered(
    store: Store,
    practice_id: int,
    attempt_id: int,
    outcome: str,
    now: int,
    code: str | None = None,
    stripe_request: str | None = None,
) -> None:
    """What came of it; `code` and `stripe_request` are Stripe's."""
    told = Table.update(outcome=outcome, code=code, stripe_request=stripe_request, answered_at=now)
    store.change(told.where(Table.practice_id == practice_id, Table.id == attempt_id))


def of_operation(store: Store, practice_id: int, operation_id: int) -> list[Attempt]:
    """In the order in which they were made."""
    query = Table.select(*_COLUMNS).where(
        Table.practice_id == practice_id, Table.operation_id == operation_id
    )
    return [_attempt(row) for row in store.select(query.order_by(Table.n))]


def refused_of_method(
    store: Store,
    practice_id: int,
    client_id: int,
    method_id: str,
    since: int,
    for_ever: Collection[str],
    steps: Collection[str],
) -> tuple[int, str | None]:
    """How many tries with the client's payment method (of these `steps`) were refused since then
    (epoch ms), and for which of the codes `for_ever` a try or a whole charge has failed at any
    time, if for any."""
    refused = (Table.outcome == REFUSED) & Table.step.in_(list(steps))
    query = (
        Operation.select(Operation.reason, Table.id, Table.code, Table.made_at)
        .join(Table, JOIN.LEFT_OUTER, on=(Table.operation_id == Operation.id) & refused)
        .where(
            Operation.practice_id == practice_id,
            Operation.client_id == client_id,
            Operation.method_id == method_id,
            Table.id.is_null(False) | Operation.reason.in_(list(for_ever)),
        )
    )
    rows = store.select(query.order_by(Operation.id, Table.id))
    codes = [code for row in rows for code in (row["code"], row["reason"]) if code in for_ever]
    lately = [row for row in rows if row["id"] is not None and row["made_at"] >= since]
    return len(lately), next(iter(codes), None)


def _attempt(row: Row) -> Attempt:
    return Attempt(**{**row, "body": json.loads(row["body"])})
