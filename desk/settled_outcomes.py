"""What is settled without Stripe: counted at once, and taken back at once.

What was noted, the ledger, the invoices, the audit log and the news to people are one transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desk import link_endings
from desk.context import Desk
from desk.link_endings import close_later
from desk.news import tell
from desk.outcomes import audit_of
from rules import ledger_kinds
from rules.payment_state import State
from storage import balances, invoices, ledger, operations
from storage.balances import Counted
from storage.ledger import Line
from storage.operations import ELSEWHERE, WRITE_OFF, Allocation, Collected, Operation

UNDONE = "undone"
"""Why what was noted counts no more."""


class CantCount(Exception):
    """An invoice can't take it: somebody has paid, changed or voided it. Nothing was done."""


@dataclass(frozen=True)
class _Kind:
    """The ledger's kinds of it, the column of the invoice that it counts in, and why it closes the
    invoice's link."""

    noted: str
    undone: str
    column: str
    closes: str


_KINDS = {
    ELSEWHERE: _Kind(
        ledger_kinds.ELSEWHERE, ledger_kinds.ELSEWHERE_UNDONE, "paid", link_endings.ELSEWHERE
    ),
    WRITE_OFF: _Kind(
        ledger_kinds.WRITE_OFF,
        ledger_kinds.WRITE_OFF_UNDONE,
        "written_off",
        link_endings.WRITTEN_OFF,
    ),
}


def settle(
    desk: Desk,
    practice_id: int,
    new: Operation,
    parts: Sequence[Allocation],
    seen: Mapping[int, int],
    day: str,
) -> Operation | None:
    """Write it down as done, for that ISO day, while the invoices are in the versions `seen`, by
    their ids. None: the request was written down before. Raises Collected where an invoice is being
    collected at this moment, and CantCount."""
    with desk.store.transaction():
        operations.lock_invoices(desk.store, practice_id, seen)
        if operations.by_request(desk.store, practice_id, new.request_id):
            return None
        if busy := operations.collecting(desk.store, practice_id, seen):
            raise Collected(list(busy))
        found = invoices.by_ids(desk.store, practice_id, seen)
        if {one.id: one.version for one in found} != seen:
            raise CantCount
        added = operations.add(desk.store, practice_id, new, parts, live=False)
        if added is None:
            return None
        _count(desk, added, parts, 1)
        _write(desk, added, _KINDS[new.kind].noted, added.amount, day)
        close_later(desk, practice_id, seen, new.asked_by, _KINDS[new.kind].closes)
        audit_of(desk, added, new.asked_by)
        tell(desk, None, added, new.asked_by)
    return added


def take_back(desk: Desk, practice_id: int, uid: str, actor: str, day: str) -> Operation | None:
    """It counts no more, from that ISO day on. None: somebody has taken it back already. Raises
    CantCount."""
    with desk.store.transaction():
        noted = operations.locked(desk.store, practice_id, uid)
        if noted is None or noted.state != State.SUCCEEDED:
            return None
        parts = operations.allocations(desk.store, practice_id, noted.id)
        operations.lock_invoices(desk.store, practice_id, [one.invoice_id for one in parts])
        _count(desk, noted, parts, -1)
        _write(desk, noted, _KINDS[noted.kind].undone, -noted.amount, day)
        undone = operations.change(
            desk.store,
            practice_id,
            noted,
            state=State.CANCELLED.value,
            reason=UNDONE,
            changed_at=desk.clock(),
        )
        if undone is None:
            raise RuntimeError(f"{uid} changed while it was locked")
        audit_of(desk, undone, actor)
        tell(desk, noted, undone, actor)
    return undone


def _count(desk: Desk, operation: Operation, parts: Sequence[Allocation], sign: int) -> None:
    column = _KINDS[operation.kind].column
    for one in parts:
        counted = Counted(**{column: sign * one.amount})
        if not balances.count(
            desk.store, operation.practice_id, one.invoice_id, counted, desk.clock()
        ):
            raise CantCount


def _write(desk: Desk, operation: Operation, kind: str, amount: int, day: str) -> None:
    line = Line(operation.id, kind, operation.uid, amount, operation.currency, desk.clock(), day)
    if not ledger.add(desk.store, operation.practice_id, line):
        raise RuntimeError(f"{operation.uid} stands in the ledger already as {kind}")
