"""What people noted without Stripe stands in the ledger as often as it counts: once, or not."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from rules.ledger_kinds import ELSEWHERE_UNDONE, WRITE_OFF_UNDONE
from rules.payment_state import State
from storage.operations import ELSEWHERE, WRITE_OFF
from storage.store import Row
from tests.support.invariants.facts import Facts

_UNDONE = {ELSEWHERE: ELSEWHERE_UNDONE, WRITE_OFF: WRITE_OFF_UNDONE}
_LINES = {State.SUCCEEDED: 1, State.CANCELLED: 2}


def broken(facts: Facts) -> Iterator[str]:
    written_off: dict[int, int] = defaultdict(int)
    for operation in facts.operations:
        if operation["kind"] not in _UNDONE:
            continue
        yield from _in_the_ledger(facts, operation)
        if operation["kind"] == WRITE_OFF and operation["state"] == State.SUCCEEDED:
            for one in facts.parts_of[operation["id"]]:
                written_off[one["invoice_id"]] += one["amount"]
    for invoice in facts.invoices.values():
        if invoice["written_off"] != written_off[invoice["id"]]:
            has, noted = invoice["written_off"], written_off[invoice["id"]]
            yield f"noted: {has} of {invoice['reference']} is written off, noted was {noted}"


def _in_the_ledger(facts: Facts, operation: Row) -> Iterator[str]:
    uid, kind, lines = operation["uid"], operation["kind"], facts.lines_of[operation["id"]]
    found = Counter({one["kind"]: one["amount"] for one in lines})
    wanted = {kind: operation["amount"], _UNDONE[kind]: -operation["amount"]}
    number = _LINES.get(State(operation["state"]), 0)
    if dict(found) != dict(list(wanted.items())[:number]) or len(lines) != number:
        yield f"noted: {uid} is {operation['state']}, and the ledger has {dict(found)}"
    if sum(one["amount"] for one in facts.parts_of[operation["id"]]) != operation["amount"]:
        yield f"noted: {uid}: its invoices get another sum"
    if any(one["day"] is None for one in lines):
        yield f"noted: {uid} has no day"
