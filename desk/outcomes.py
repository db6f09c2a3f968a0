"""What came of an operation: the one place that changes what is paid.

Whoever has read Stripe (the worker, a webhook, a look-up, the reconciler) brings what it saw to
`record`. What moved, the invoices, the audit log and the news to people are one transaction.
"""

from collections.abc import Sequence
from typing import Any

from desk.access import SystemActor, authorize
from desk.context import Desk
from desk.link_endings import PAID, close_later
from desk.locks import locked
from desk.looks import next_look
from desk.news import tell
from desk.still_paid import still_paid
from rules.link_state import apply_payment
from rules.payment_state import (
    CHARGE,
    HOLDING,
    REVERSAL,
    Change,
    Entry,
    Local,
    Snapshot,
    State,
    Taken,
    apply,
)
from rules.roles import Action
from rules.systems import System
from storage import audit, balances, ledger, operations, refunds, stripe_fees
from storage.balances import Counted
from storage.ledger import Line
from storage.operations import LINK, REFUND, Allocation, Operation
from storage.stripe_fees import StripeFee

INVOICE_CANT_TAKE_IT, COLLECTED_TWICE, INVOICE_MISSING = (
    "invoice_cant_take_it",
    "collected_twice",
    "invoice_missing",
)
"""Why a person has to look: the money came, and its invoices can't take it or aren't there."""
PAID_BY_LINK = "paid_by_link"
"""Why nothing was charged: the client has paid by a link meanwhile."""
_SENDS_NOTHING = frozenset({State.DRAFT, State.APPROVED, State.SENDING, State.UNKNOWN})


def record(
    desk: Desk, practice_id: int, uid: str, seen: Snapshot, actor: System
) -> Operation | None:
    """Take over what Stripe says of the operation. `actor` is who read it. None: there is no such
    operation. Hearing the same again changes nothing."""
    authorize(SystemActor(practice_id, actor), Action.RECORD_OUTCOMES)
    with desk.store.transaction():
        operation = locked(desk, practice_id, uid)
        if operation is None:
            return None
        local = local_of(desk, operation)
        change = (apply_payment if operation.kind == LINK else apply)(local, seen)
        if not change.differs(local):
            return operation
        if seen.charge and seen.charge.fee:
            _keep_fee(desk, operation, seen.charge.fee)
        if operation.kind == LINK and operation.state == State.OPEN:
            _make_way(desk, operation, actor)
        return _take_over(desk, operation, change, actor, seen)


def local_of(desk: Desk, operation: Operation) -> Local:
    """What Paydesk has of it."""
    lines = ledger.of_operation(desk.store, operation.practice_id, operation.id)
    return Local(
        state=State(operation.state),
        amount=operation.amount,
        currency=operation.currency,
        customer_id=operation.customer_id,
        recorded=frozenset((line.kind, line.stripe_object) for line in lines),
        refused=operation.refused,
        any_customer=operation.kind == LINK,
        intent_id=operation.stripe_id,
    )


def move(
    desk: Desk, operation: Operation, state: State, actor: str, **values: Any
) -> Operation | None:
    """Bring the operation, as it was read, to a state in which no money has moved. None: it was
    changed meanwhile, so that nothing was done. Collected: another one has its invoices by now."""
    with desk.store.transaction():
        refunds.lock_charge(desk.store, operation.practice_id, operation.charge_id)
        values = {**moved(desk, state), **values}
        changed = operations.change(desk.store, operation.practice_id, operation, **values)
        if changed is None:
            return None
        _hold(desk, operation, state)
        audit_of(desk, changed, actor)
        tell(desk, operation, changed, actor)
    return changed


def count_after_all(
    desk: Desk,
    payment: Operation,
    stripe_charge: str,
    state: State,
    reason: str | None,
    actor: str,
) -> str | None:
    """A person says that what had to be looked at is counted on its invoices. `payment` is locked,
    `state` what it comes to with it. Why it can't be, if so; then nothing was done."""
    parts = operations.allocations(desk.store, payment.practice_id, payment.id)
    if sum(one.amount for one in parts) != payment.bill:
        return INVOICE_MISSING
    ids = [one.invoice_id for one in parts]
    busy = operations.collecting(desk.store, payment.practice_id, ids)
    if set(busy.values()) - {payment.id}:
        return COLLECTED_TWICE
    if wrong := _count(desk, payment, parts, 1):
        return wrong
    changed = move(desk, payment, state, actor, reason=reason, stripe_charge=stripe_charge)
    if changed is None:
        raise RuntimeError(f"{payment.uid} changed while it was locked")
    _close_links(desk, changed)
    return None


def _make_way(desk: Desk, link: Operation, actor: System) -> None:
    """Somebody has paid by a link that is open: what else collects its invoices is called off. None
    of it can have been sent, for it closes such a link first; its worker loses its lease here."""
    store, mine = desk.store, link.practice_id
    parts = operations.allocations(store, mine, link.id)
    others = operations.collecting(store, mine, [one.invoice_id for one in parts])
    for one in operations.by_ids(store, mine, set(others.values())):
        if one.state in _SENDS_NOTHING:
            move(desk, one, State.CANCELLED, actor, reason=PAID_BY_LINK)


def _take_over(
    desk: Desk, operation: Operation, change: Change, actor: str, seen: Snapshot
) -> Operation:
    entries = [one for one in change.entries if add_line(desk, operation, one)]
    state, reason = change.state, change.reason
    twice = COLLECTED_TWICE if _collector(desk, operation, state) else None
    wrong = twice or _pay(desk, operation, change, entries)
    counted = operation.stripe_charge if wrong else _counted(operation, change, entries)
    if wrong:
        state, reason = State.REVIEW, wrong
    if not _collector(desk, operation, state):
        _hold(desk, operation, state)
    as_before = counted == operation.stripe_charge and reason in (None, operation.reason)
    if state == operation.state and as_before:
        if {one.kind for one in entries} & {CHARGE, REVERSAL}:
            audit_of(desk, operation, actor)
        return operation
    changed = operations.change(
        desk.store,
        operation.practice_id,
        operation,
        **moved(desk, state),
        reason=reason,
        advice=change.advice,
        refused=change.refused,
        stripe_charge=counted,
        **_paid_by(operation, seen),
    )
    if changed is None:
        raise RuntimeError(f"{operation.uid} changed while it was locked")
    if state in HOLDING or state is State.SUCCEEDED:
        _close_links(desk, changed)
    audit_of(desk, changed, actor)
    tell(desk, operation, changed, actor)
    return changed


def _close_links(desk: Desk, paid: Operation) -> None:
    """Nobody pays by another link what was paid, or is on its way."""
    parts = operations.allocations(desk.store, paid.practice_id, paid.id)
    ids = [one.invoice_id for one in parts]
    close_later(desk, paid.practice_id, ids, paid.asked_by, PAID)


def _paid_by(operation: Operation, seen: Snapshot) -> dict[str, Any]:
    """Of a link, by which payment it is paid, and with what: known only now."""
    if operation.kind != LINK or operation.stripe_id is not None:
        return {}
    method = dict(seen.charge.method) if seen.charge else {}
    return {"stripe_id": seen.intent_id, "method": method or operation.method}


def add_line(desk: Desk, operation: Operation, entry: Entry) -> bool:
    """Write down what moved. False: it stands there already."""
    line = Line(
        operation.id, entry.kind, entry.object_id, entry.amount, entry.currency, desk.clock()
    )
    return ledger.add(desk.store, operation.practice_id, line)


def _keep_fee(desk: Desk, operation: Operation, taken: Taken) -> None:
    """What it consists of; the ledger has the whole."""
    kept = StripeFee(
        operation_id=operation.id,
        stripe_object=taken.transaction,
        settled=taken.settled,
        fee=taken.fee,
        tax=taken.tax,
        platform=taken.platform,
        currency=taken.currency,
        converted=taken.converted,
        at=desk.clock(),
    )
    stripe_fees.add(desk.store, operation.practice_id, kept)


def _counted(operation: Operation, change: Change, entries: list[Entry]) -> str | None:
    """Which of Stripe's charges is counted on the invoices from now on."""
    for one in entries:
        if one.kind == CHARGE and change.counts:
            return one.object_id
        if one.kind == REVERSAL and one.object_id == operation.stripe_charge:
            return None
    return operation.stripe_charge


def _pay(desk: Desk, operation: Operation, change: Change, entries: list[Entry]) -> str | None:
    """Count on the invoices what moved; why they can't take it, if so. Of what has to be looked at
    nothing is counted."""
    counted = _counted(operation, change, entries)
    if counted == operation.stripe_charge:
        return None
    if counted is not None:
        parts = operations.allocations(desk.store, operation.practice_id, operation.id)
        if sum(one.amount for one in parts) != operation.bill:
            return INVOICE_MISSING
        return _count(desk, operation, parts, 1)
    return _count(desk, operation, still_paid(desk, operation).all_left(), -1)


def _count(desk: Desk, operation: Operation, parts: Sequence[Allocation], sign: int) -> str | None:
    """On all of these invoices, or none; why none."""
    store, mine = desk.store, operation.practice_id
    operations.lock_invoices(store, mine, [one.invoice_id for one in parts])
    counted = {one.invoice_id: Counted(paid=sign * one.amount) for one in parts}
    if not all(balances.can_count(store, mine, *one) for one in counted.items()):
        return INVOICE_CANT_TAKE_IT
    for one in counted.items():
        balances.count(store, mine, *one, desk.clock())
    return None


def _collector(desk: Desk, operation: Operation, state: State) -> bool:
    """Whether another operation collects what this one, which had let go, is to hold again."""
    if state not in HOLDING or operation.state in HOLDING:
        return False
    parts = operations.allocations(desk.store, operation.practice_id, operation.id)
    ids = [one.invoice_id for one in parts]
    return bool(operations.collecting(desk.store, operation.practice_id, ids))


def _hold(desk: Desk, operation: Operation, state: State) -> None:
    """Its invoices are its own while it may still be paid. A refund collects nothing."""
    if operation.kind == REFUND:
        return
    if state in HOLDING and operation.state not in HOLDING:
        operations.collect(desk.store, operation.practice_id, operation.id)
    if state not in HOLDING and operation.state in HOLDING:
        operations.let_go(desk.store, operation.practice_id, operation.id)


def moved(desk: Desk, state: State) -> dict[str, Any]:
    """What changes with every change of state."""
    now = desk.clock()
    return {
        "state": state.value,
        "due_at": next_look(state, 0, now),
        "lease_owner": None,
        "looks": 0,
        "changed_at": now,
    }


def audit_of(desk: Desk, operation: Operation, actor: str) -> None:
    """Write into the audit log what has become of it, or what moved while it stayed as it was."""
    audit.record(
        desk.store,
        operation.practice_id,
        actor=actor,
        action=f"{operation.kind}.{operation.state}",
        target=operation.uid,
        detail={
            "amount": operation.amount,
            "currency": operation.currency,
            "reason": operation.reason,
            "approved_by": operation.approved_by,
        },
        now=desk.clock(),
    )
