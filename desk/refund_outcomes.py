"""What came of a refund: the one place that writes down what went back, and takes it from its
invoices, whoever has read Stripe."""

from collections.abc import Sequence

from desk.access import SystemActor, authorize
from desk.context import Desk
from desk.link_endings import CREDITED, close_later
from desk.locks import lock_payment
from desk.news import tell
from desk.outcomes import add_line, audit_of, moved
from desk.refund_mails import follow
from desk.refund_reasons import NOT_COUNTED
from desk.review_endings import follow_refund
from rules.payment_state import Entry, State
from rules.refund_state import (
    REFUND,
    REFUND_BACK,
    RefundChange,
    RefundLocal,
    RefundSnapshot,
    apply,
)
from rules.roles import Action
from rules.systems import System
from storage import balances, ledger, operations
from storage.balances import Counted
from storage.operations import CREDIT, UNCOUNTED, Operation


def record_refund(
    desk: Desk, practice_id: int, uid: str, seen: RefundSnapshot, actor: System
) -> Operation | None:
    """Take over what Stripe says of the refund. `actor` is who read it. None: there is no such
    refund. Hearing the same again changes nothing."""
    authorize(SystemActor(practice_id, actor), Action.RECORD_OUTCOMES)
    with desk.store.transaction():
        operation = locked(desk, practice_id, uid)
        if operation is None or operation.charge_id is None:
            return None
        local = _local_of(desk, operation)
        change = apply(local, seen)
        if not change.differs(local):
            return operation
        return _take_over(desk, operation, change, actor)


def locked(desk: Desk, practice_id: int, uid: str) -> Operation | None:
    """As it is now, with its charge: nobody else changes either until the transaction ends."""
    known = operations.by_uid(desk.store, practice_id, uid)
    if known is None:
        return None
    lock_payment(desk, practice_id, known.charge_id)
    return operations.locked(desk.store, practice_id, uid)


def count(desk: Desk, refund: Operation, counted: Counted) -> bool:
    """`counted` says what each unit of the refund does to an invoice: on all of its invoices, or,
    where one can't take it, on none (False)."""
    store, mine = desk.store, refund.practice_id
    parts = operations.allocations(store, mine, refund.id)
    if sum(one.amount for one in parts) != refund.bill:
        return False
    operations.lock_invoices(store, mine, [one.invoice_id for one in parts])
    each = {one.invoice_id: _times(counted, one.amount) for one in parts}
    if not all(balances.can_count(store, mine, *one) for one in each.items()):
        return False
    for one in each.items():
        balances.count(store, mine, *one, desk.clock())
    close_later(desk, mine, list(each), refund.asked_by, CREDITED)
    return True


def _times(counted: Counted, amount: int) -> Counted:
    return Counted(*(one * amount for one in vars(counted).values()))


def _local_of(desk: Desk, refund: Operation) -> RefundLocal:
    store, mine = desk.store, refund.practice_id
    lines = ledger.of_operation(store, mine, refund.id)
    return RefundLocal(
        state=State(refund.state),
        amount=refund.amount,
        currency=refund.currency,
        charge_id=refund.stripe_charge,
        recorded=frozenset((line.kind, line.stripe_object) for line in lines),
    )


def _take_over(desk: Desk, refund: Operation, change: RefundChange, actor: str) -> Operation:
    entries = [one for one in change.entries if add_line(desk, refund, one)]
    counted = _count(desk, refund, change.state, entries)
    if change.state == refund.state and counted and change.reason in (None, refund.reason):
        return refund
    values = {**moved(desk, change.state), "reason": change.reason}
    if not counted:
        values |= {"ends": UNCOUNTED, "reason": change.reason or NOT_COUNTED}
    changed = operations.change(desk.store, refund.practice_id, refund, **values)
    if changed is None:
        raise RuntimeError(f"{refund.uid} changed while it was locked")
    audit_of(desk, changed, actor)
    tell(desk, refund, changed, actor)
    follow(desk, changed, actor)
    follow_refund(desk, changed, actor)
    return changed


def _count(desk: Desk, refund: Operation, state: State, entries: Sequence[Entry]) -> bool:
    """Take from the invoices what went, or give them back what came back. Whether it was, where it
    is to be. What somebody has to look at isn't counted."""
    kinds = {one.kind for one in entries} & {REFUND, REFUND_BACK}
    if len(kinds) != 1 or refund.ends == UNCOUNTED:
        return True
    if state is State.REVIEW:
        return False
    sign = 1 if REFUND_BACK in kinds else -1
    credited = -sign if refund.ends == CREDIT else 0
    return count(desk, refund, Counted(paid=sign, credited=credited))
