"""Refunds that Paydesk didn't make, or has forgotten since a backup was restored: each gets its
operation, so that its charge is refunded here as it is at Stripe."""

from dataclasses import replace
from uuid import uuid4

from desk.context import Desk
from desk.locks import lock_payment
from desk.outcomes import audit_of, move
from desk.refund_outcomes import record_refund
from desk.refund_reasons import MADE_ROOM
from desk.refund_takings import Takings, takings_of
from rules.payment_state import State
from rules.refund_shares import Back, of_amount, over_invoices
from rules.refund_state import RefundSnapshot
from rules.systems import System
from storage import invoices, operations
from storage.new_operations import blank, hash_of
from storage.operations import (
    ASKED,
    CREDIT,
    REFUND,
    REOPEN,
    UNCOUNTED,
    Allocation,
    Operation,
)

_NOT_SENT = (State.DRAFT, State.APPROVED)


def take_over(
    desk: Desk, charge: Operation, seen: RefundSnapshot, actor: System
) -> Operation | None:
    """The refund of that charge, as Stripe says it is; an owner is asked whether the client still
    owes it. None: what the charge took isn't known here yet."""
    store, mine = desk.store, charge.practice_id
    with store.transaction():
        lock_payment(desk, mine, charge.id)
        [charge] = operations.by_ids(store, mine, [charge.id])
        known = operations.by_stripe_id(store, mine, seen.refund_id)
        if known is None and seen.operation:
            known = operations.by_uid(store, mine, seen.operation)
        if known is None:
            takings = _with_room(desk, charge, seen, actor)
            if not takings.stripe_object:
                return None
            known = _added(desk, takings, seen, actor)
        return record_refund(desk, mine, known.uid, seen, actor)


def _with_room(desk: Desk, charge: Operation, seen: RefundSnapshot, actor: System) -> Takings:
    """What Paydesk was about to refund of the same money is called off, the newest first."""
    takings = takings_of(desk, charge, seen.charge_id)
    waiting = [one for one in takings.refunds if one.state in _NOT_SENT and not one.lease_owner]
    while waiting and takings.amount_left < seen.amount:
        move(desk, waiting.pop(), State.CANCELLED, actor, reason=MADE_ROOM)
        takings = takings_of(desk, charge, seen.charge_id)
    return takings


def _added(desk: Desk, takings: Takings, seen: RefundSnapshot, actor: System) -> Operation:
    new, parts = _operation(desk, takings, seen, actor)
    added = operations.add(desk.store, takings.charge.practice_id, new, parts, live=False)
    if added is None:
        raise LookupError(f"{seen.refund_id} was taken over while its charge was locked.")
    audit_of(desk, added, actor)
    return added


def _made_up(takings: Takings, seen: RefundSnapshot) -> tuple[Back, list[Allocation], str]:
    """What it gives back of the bill, what its invoices lose, and how it ends for them. Of what
    can't be told apart, nothing is counted on them."""
    if remembered := _remembered(takings, seen):
        return *remembered, seen.ends
    back, parts = _by_amount(takings, seen)
    return back, parts, ASKED if takings.counted and (parts or not back.bill) else UNCOUNTED


def _remembered(takings: Takings, seen: RefundSnapshot) -> tuple[Back, list[Allocation]] | None:
    """As our own metadata have it, of one that a restored store has forgotten; None where they
    don't, or the charge can't have lost that."""
    back = Back(seen.amount - seen.surcharge, seen.surcharge)
    if seen.ends == UNCOUNTED and not takings.counted:
        return back, []
    fits = all(0 < amount <= takings.left.get(one, 0) for one, amount in seen.invoices)
    whole = sum(amount for _, amount in seen.invoices) == back.bill
    within = back.bill <= takings.bill_left and back.amount <= takings.amount_left
    if seen.ends not in (CREDIT, REOPEN) or not (fits and whole and within):
        return None
    return back, [Allocation(*one) for one in seen.invoices]


def _by_amount(takings: Takings, seen: RefundSnapshot) -> tuple[Back, list[Allocation]]:
    if not 0 < seen.amount <= takings.amount_left:
        return Back(seen.amount), []
    back = of_amount(takings.paid, takings.gone, seen.amount)
    ids = sorted(takings.left)
    if sum(takings.left.values()) < back.bill:
        return back, []
    amounts = over_invoices([takings.left[one] for one in ids], back.bill)
    return back, [Allocation(*one) for one in zip(ids, amounts, strict=True) if one[1]]


def _operation(
    desk: Desk,
    takings: Takings,
    seen: RefundSnapshot,
    actor: System,
) -> tuple[Operation, list[Allocation]]:
    """As it is written down; what Stripe says of it is recorded next."""
    back, parts, ends = _made_up(takings, seen)
    charge, made_at = takings.charge, seen.created * 1_000
    found = invoices.by_ids(desk.store, charge.practice_id, [one.invoice_id for one in parts])
    named = {one.id: one.reference for one in found}
    shown = {
        "charge": charge.uid,
        "payer": charge.shown.get("payer", ""),
        "invoices": [named[one.invoice_id] for one in parts],
        "amounts": [one.amount for one in parts],
        "refund": back.amount,
        "surcharge": back.surcharge,
        "currency": charge.currency,
        "reason": seen.reason,
        "ends": ends,
        "mail": False,
    }
    new = replace(
        blank(charge.practice_id, REFUND, charge.client_id, str(actor), made_at),
        uid=seen.operation or uuid4().hex,
        state=State.SENDING.value,
        request_id=f"taken_over:{seen.refund_id}",
        customer_id=charge.customer_id,
        method_id=charge.method_id,
        method=charge.method,
        amount=back.amount,
        surcharge=back.surcharge,
        currency=charge.currency,
        shown=shown,
        shown_hash=hash_of(shown),
        approved_by=str(actor),
        approved_at=made_at,
        stripe_id=seen.refund_id,
        changed_at=desk.clock(),
        charge_id=charge.id,
        stripe_charge=takings.stripe_object,
        ends=ends,
    )
    return new, parts
