"""Disputes: what Stripe says of one is taken over, with the money, the invoices and the news.

While the bank thinks, the invoice counts as paid: the money is gone, and the client isn't asked for
it a second time. Lost, it is owed again; won after all, it is paid again.
"""

from dataclasses import replace

from desk import dispute_news
from desk.access import SystemActor, authorize
from desk.context import Desk
from desk.dispute_notices import plan_notices
from desk.locks import locked
from desk.outcomes import add_line
from desk.still_paid import still_paid
from rules.dispute_state import (
    DisputeChange,
    DisputeSnapshot,
    Known,
    Stage,
    apply,
    is_over,
    stage_of,
    wants_an_answer,
)
from rules.roles import Action
from rules.systems import System
from storage import audit, balances, disputes, ledger, operations
from storage.balances import Counted
from storage.disputes import Dispute
from storage.operations import Operation


def record_dispute(
    desk: Desk, practice_id: int, seen: DisputeSnapshot, actor: System
) -> Dispute | None:
    """Take over what Stripe says of it. None: Paydesk has no such payment in its ledger. Hearing
    the same again changes nothing."""
    authorize(SystemActor(practice_id, actor), Action.RECORD_OUTCOMES)
    with desk.store.transaction():
        operation = _payment_of(desk, practice_id, seen.charge_id)
        if operation is None:
            return None
        before = disputes.find(desk.store, practice_id, seen.id)
        change = apply(_known(desk, operation, before), seen)
        if change is None:
            return before
        after = _kept(desk, operation, before, seen, change)
        if before == after and not change.entries:
            return after
        _tell(desk, operation, after, change, actor)
    return after


def _payment_of(desk: Desk, practice_id: int, charge_id: str) -> Operation | None:
    """Locked until the transaction ends."""
    paid_by = ledger.payment_of(desk.store, practice_id, charge_id)
    if paid_by is None:
        return None
    [found] = operations.by_ids(desk.store, practice_id, [paid_by])
    return locked(desk, practice_id, found.uid)


def _known(desk: Desk, operation: Operation, before: Dispute | None) -> Known:
    lines = ledger.of_operation(desk.store, operation.practice_id, operation.id)
    recorded = frozenset((line.kind, line.stripe_object) for line in lines)
    if before is None:
        return Known(recorded=recorded)
    return Known(before.status, recorded, before.reopened)


def _kept(
    desk: Desk,
    operation: Operation,
    before: Dispute | None,
    seen: DisputeSnapshot,
    change: DisputeChange,
) -> Dispute:
    """The row, the ledger and the invoices as they are from now on."""
    for entry in change.entries:
        add_line(desk, operation, entry)
    mine = operation.practice_id
    after = _row(desk, operation, before, seen)
    if after != before:
        after = disputes.put(desk.store, mine, after)
    counted = operation.stripe_charge == seen.charge_id
    if change.reopens and counted:
        taken = still_paid(desk, operation).taken_by(after.amount)
        parts = [(one.invoice_id, one.amount) for one in taken]
        after = _with_parts(desk, mine, after, parts, owed=True)
    elif change.restores and counted:
        left = disputes.parts(desk.store, mine, after.id)
        after = _with_parts(desk, mine, after, left, owed=False)
    due = after.evidence_due_at if wants_an_answer(after.status) else None
    plan_notices(desk, mine, after.id, due)
    return after


def _row(
    desk: Desk, operation: Operation, before: Dispute | None, seen: DisputeSnapshot
) -> Dispute:
    answers = wants_an_answer(seen.status) and seen.due is not None
    over = is_over(seen.status)
    closed = before.closed_at if before else None
    return Dispute(
        id=before.id if before else 0,
        stripe_id=seen.id,
        operation_id=operation.id,
        charge_id=seen.charge_id,
        amount=seen.amount,
        currency=seen.currency,
        reason=seen.reason,
        status=seen.status,
        livemode=seen.livemode,
        evidence_due_at=(seen.due or 0) * 1_000 if answers else None,
        opened_at=seen.created * 1_000,
        closed_at=(closed or desk.clock()) if over else None,
        reopened=before.reopened if before else False,
    )


def _with_parts(
    desk: Desk, mine: int, dispute: Dispute, parts: list[tuple[int, int]], *, owed: bool
) -> Dispute:
    """Take the parts off what is paid of their invoices, as they are `owed` again, or count them
    anew. An invoice that can't take it stays as it is."""
    store, sign = desk.store, -1 if owed else 1
    operations.lock_invoices(store, mine, [invoice for invoice, _ in parts])
    done = [
        (invoice, amount)
        for invoice, amount in parts
        if balances.count(store, mine, invoice, Counted(paid=sign * amount), desk.clock())
    ]
    left = done if owed else [one for one in parts if one not in done]
    disputes.set_parts(store, mine, dispute.id, left)
    return disputes.put(store, mine, replace(dispute, reopened=bool(left)))


def _tell(
    desk: Desk, operation: Operation, dispute: Dispute, change: DisputeChange, actor: System
) -> None:
    """Its card shows it, the log keeps it, and people hear of what they don't know."""
    mine = operation.practice_id
    changed = operations.change(desk.store, mine, operation)
    if changed is None:
        raise RuntimeError(f"{operation.uid} changed while it was locked")
    audit.record(
        desk.store,
        mine,
        actor=actor,
        action=f"dispute.{dispute.status}",
        target=f"dispute:{dispute.stripe_id}",
        detail={
            "payment": operation.uid,
            "amount": dispute.amount,
            "currency": dispute.currency,
            "reason": dispute.reason,
            "reopened": dispute.reopened,
            "moved": [[one.kind, one.amount, one.currency] for one in change.entries],
        },
        now=desk.clock(),
    )
    if change.news and stage_of(dispute.status) is not Stage.WAITING:
        dispute_news.tell(desk, changed, dispute)
    else:
        dispute_news.show(desk, changed)
