"""What happened is in the audit log, everything is its practice's own, and all comes to an end."""

import json
from collections.abc import Iterator

from rules.ledger_kinds import NOT_AT_STRIPE
from rules.payment_state import CHARGE, REVERSAL, State
from storage import audit
from storage.store import Row, Store
from tests.support.invariants.facts import Facts

RESTS = frozenset(
    {
        *(State.SUCCEEDED, State.FAILED, State.CANCELLED, State.DECLINED),
        *(State.NEEDS_CUSTOMER, State.REVIEW, State.DRAFT, State.OPEN),
    }
)
"""What waits for a person, or is over."""
ONE_TRANSACTION_MS = 5_000
"""Longer than a transaction takes, where the clock runs meanwhile."""


def broken(facts: Facts, store: Store) -> Iterator[str]:
    for practice_id in facts.practices:
        yield from (f"I9: {fault}" for fault in audit.verify(store, practice_id))
    for line in facts.ledger:
        if line["kind"] in (CHARGE, REVERSAL, *NOT_AT_STRIPE):
            yield from _logged(facts, line)
    for operation in facts.operations:
        yield from _begun(facts, operation)
    yield from _of_one_practice(facts)


def restless(facts: Facts) -> Iterator[str]:
    """At rest: what is neither over nor somebody's to decide, or was told to nobody."""
    for one in facts.operations:
        if one["state"] not in RESTS:
            yield f"I4: {one['uid']} is still {one['state']}"
        if one["lease_owner"] is not None:
            yield f"I4: {one['lease_owner']} still works at {one['uid']}"
        if one["state"] == State.REVIEW and not _told(facts, one):
            yield f"I4: {one['uid']} has to be looked at, and nobody was told"
    for row in facts.inbox:
        if row["state"] != "done":
            why = row["last_error"]
            yield f"I4: {row['kind']} {row['about']} came in and is {row['state']}: {why}"
    for row in facts.outbox:
        if row["state"] in ("pending", "sending"):
            yield f"I4: {row['uid']} was never sent: {row['last_error']}"
    for card in facts.cards:
        if card["lost"] is None and card["shown"] != card["version"]:
            yield f"I7: {card['key']} is shown as it was before"


def _logged(facts: Facts, line: Row) -> Iterator[str]:
    """In the transaction in which it moved, the log said who heard of it and who had approved."""
    operation = facts.by_id[line["operation_id"]]
    history = facts.history_of[operation["uid"]]
    said = [one for one in history if 0 <= one["at"] - line["at"] <= ONE_TRANSACTION_MS]
    if not said:
        yield f"I9: the log says nothing of {line['kind']} {line['stripe_object']}"
    elif not any(one["actor"] and one["detail"]["approved_by"] for one in said):
        yield f"I9: the log doesn't say who approved {line['stripe_object']}"


def _begun(facts: Facts, operation: Row) -> Iterator[str]:
    first = next(iter(facts.history_of[operation["uid"]]), None)
    if first is None or not first["actor"]:
        yield f"I9: the log doesn't say who asked for {operation['uid']}"


def _of_one_practice(facts: Facts) -> Iterator[str]:
    for one in facts.operations:
        if facts.clients[one["client_id"]]["practice_id"] != one["practice_id"]:
            yield f"I10: {one['uid']} is of a client of another practice"
    for one in [*facts.allocations, *facts.attempts, *facts.ledger]:
        if facts.by_id[one["operation_id"]]["practice_id"] != one["practice_id"]:
            yield f"I10: a row of operation {one['operation_id']} is another practice's"
    for one in facts.allocations:
        if facts.invoices[one["invoice_id"]]["practice_id"] != one["practice_id"]:
            yield f"I10: invoice {one['invoice_id']} is another practice's"


def _told(facts: Facts, operation: Row) -> bool:
    uid = operation["uid"]
    rows = any(uid in one["uid"] or uid in json.dumps(one["payload"]) for one in facts.outbox)
    return rows or any(one["key"] == uid for one in facts.cards)
