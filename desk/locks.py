"""The order in which payments and their invoices are locked, so that no two wait for each other:
what collects the invoices, then the invoices, then links that wait for a payer or were paid. The
practice's own row comes last, with the audit log."""

from desk.context import Desk
from storage import collecting, operations, refunds
from storage.operations import LINK, Operation


def locked(desk: Desk, practice_id: int, uid: str) -> Operation | None:
    """The operation, which nobody else changes until the transaction ends. With a link its invoices
    are locked, and what collects them. StoreDown where somebody else is at work with one of them:
    it is done once more."""
    known = operations.by_uid(desk.store, practice_id, uid)
    if known is not None:
        _lock_before(desk, known)
    return operations.locked(desk.store, practice_id, uid)


def lock_payment(desk: Desk, practice_id: int, payment_id: int | None) -> None:
    """Of a refund, before the refund itself: nobody else begins, moves or ends a refund of it. And
    what goes before the payment, as above."""
    for one in operations.by_ids(desk.store, practice_id, [payment_id] if payment_id else []):
        _lock_before(desk, one)
    refunds.lock_charge(desk.store, practice_id, payment_id)


def _lock_before(desk: Desk, operation: Operation) -> None:
    if operation.kind == LINK and desk.store.kind == "postgresql":
        parts = operations.allocations(desk.store, operation.practice_id, operation.id)
        collecting.lock(desk.store, operation.practice_id, [one.invoice_id for one in parts])
