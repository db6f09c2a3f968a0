"""How a payment or a refund that somebody has to look at comes to its end: all of it was refunded,
it is counted after all, or somebody has seen to it at Stripe."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desk.access import Person, authorize
from desk.charge_reasons import OTHER_ACCOUNT, REASONS, REFUND_CAME_BACK
from desk.charge_states import ALL_REFUNDED, SEEN_TO
from desk.charges import moved_on
from desk.context import Desk
from desk.fields import Fields
from desk.locks import lock_payment, locked
from desk.news import tell
from desk.outcomes import audit_of, count_after_all, move, moved
from desk.privacy import plain
from rules.dispute_state import Stage, stage_of
from rules.link_state import PAID_TWICE
from rules.money import Money
from rules.payment_state import CHARGE, REVERSAL, State
from rules.refund_state import REFUND as WENT
from rules.refund_state import REFUND_BACK, RESERVES
from rules.roles import Action
from rules.words import Refusal, refuse
from storage import audit, disputes, ledger, operations, refunds
from storage.operations import COLLECT, REFUND, UNCOUNTED, Operation
from storage.practices import Practice

WHY = "why"
"""The form's field."""
LONGEST_WHY = 200
ENDED = "review.ended"
"""In the audit log."""
COUNTED = "counted"


@dataclass(frozen=True)
class Besides:
    """Money of a payment that is counted on no invoice: one of Stripe's charges. `left` of it is
    still here; `promised` goes back, or has gone."""

    stripe_charge: str
    amount: int
    left: int
    promised: int


@dataclass(frozen=True)
class Review:
    """What a person decides about. `money`: what is here of it, and counted on no invoice."""

    operation: Operation
    money: tuple[Besides, ...] = ()

    @property
    def is_payment(self) -> bool:
        return self.operation.kind in COLLECT

    @property
    def left(self) -> Money:
        return Money(sum(one.left for one in self.money), self.operation.currency)


def to_decide(desk: Desk, practice: Practice, person: Person, uid: str) -> Review:
    """For whoever may decide. Refusal where there is nothing to be decided."""
    authorize(person, Action.REFUND)
    found = operations.by_uid(desk.store, practice.id, uid)
    if found is None or found.kind not in (*COLLECT, REFUND):
        raise refuse("There is no such payment.")
    return _review(desk, person, found)


def count(desk: Desk, practice: Practice, person: Person, uid: str) -> Operation:
    """Its invoices are paid by it after all. Refusal where they can't be."""
    to_decide(desk, practice, person, uid)
    with desk.store.transaction():
        review = _locked(desk, person, practice.id, uid)
        payment = review.operation
        one = _countable(review)
        others = [more for more in review.money if more is not one and more.left]
        state, reason = (State.REVIEW, PAID_TWICE) if others else (State.SUCCEEDED, None)
        wrong = count_after_all(desk, payment, one.stripe_charge, state, reason, person.slack_user)
        if wrong:
            raise Refusal(REASONS[wrong])
        _note(desk, person, payment, COUNTED)
    return _now(desk, payment)


def seen_to(
    desk: Desk, practice: Practice, person: Person, uid: str, form: Mapping[str, str]
) -> Operation:
    """Somebody has put it right in Stripe's dashboard: it ends, and nothing of it is counted.
    WrongFields without a reason, which stays at the practice."""
    to_decide(desk, practice, person, uid)
    why = _read_why(form)
    with desk.store.transaction():
        review = _locked(desk, person, practice.id, uid)
        if review.is_payment:
            _refuse_while_refunded(review)
            _ended(desk, review.operation, SEEN_TO, person.slack_user, note=why)
        else:
            _refund_seen_to(desk, review.operation, person.slack_user, why)
        _note(desk, person, review.operation, SEEN_TO)
    return _now(desk, review.operation)


def follow_refund(desk: Desk, refund: Operation, actor: str) -> None:
    """In the transaction in which a refund has changed, with its payment locked: the payment that
    somebody had to look at ends with all of its money, and is to be looked at again where that
    came back."""
    [payment] = operations.by_ids(desk.store, refund.practice_id, [refund.charge_id or 0])
    left = any(one.left for one in besides(desk, payment))
    over = payment.state in (State.CANCELLED, State.SUCCEEDED)
    if refund.state == State.SUCCEEDED and payment.state == State.REVIEW and not left:
        _ended(desk, payment, ALL_REFUNDED, actor)
    elif refund.state == State.FAILED and over and left:
        _again(desk, payment, actor)


def besides(desk: Desk, payment: Operation) -> tuple[Besides, ...]:
    """What came by it, is not counted on its invoices, and was not taken back by the bank."""
    store, mine = desk.store, payment.practice_id
    lines = ledger.of_operation(store, mine, payment.id)
    back = {line.stripe_object for line in lines if line.kind == REVERSAL}
    came = [
        line
        for line in lines
        if line.kind == CHARGE and line.stripe_object not in back | {payment.stripe_charge}
    ]
    made = refunds.of_charges(store, mine, [payment.id]) if came else []
    moved = ledger.totals(store, mine, [one.id for one in made]) if made else {}
    found = []
    for line in came:
        theirs = [one for one in made if one.stripe_charge == line.stripe_object]
        gone = -sum(moved.get((one.id, kind), 0) for one in theirs for kind in (WENT, REFUND_BACK))
        gone += _lost(desk, mine, line.stripe_object)
        promised = sum(one.amount for one in theirs if one.state in RESERVES)
        left = max(0, line.amount - gone)
        found.append(Besides(line.stripe_object, line.amount, left, promised))
    return tuple(found)


def _lost(desk: Desk, practice_id: int, stripe_charge: str) -> int:
    found = disputes.of_charge(desk.store, practice_id, stripe_charge)
    return sum(one.amount for one in found if stage_of(one.status) is Stage.LOST)


def _review(desk: Desk, person: Person, operation: Operation) -> Review:
    if operation.state != State.REVIEW:
        raise moved_on()
    if operation.kind == REFUND:
        return Review(operation)
    review = Review(operation, besides(desk, operation))
    if not review.money and operation.stripe_charge is None:
        _refuse_without_money(person, operation)
    return review


def _refuse_without_money(person: Person, payment: Operation) -> None:
    """Whether any came, an owner finds out: Stripe is asked once more. Of another account, only
    that one can tell."""
    if payment.reason != OTHER_ACCOUNT:
        raise refuse(
            "No money of this payment is here, as far as Paydesk knows. An owner presses “Settle by"
            " hand” in its window."
        )
    authorize(person, Action.SETTLE_CHARGES)


def _locked(desk: Desk, person: Person, practice_id: int, uid: str) -> Review:
    """As it is now; nobody else changes it, or refunds of it, until the transaction ends."""
    known = operations.by_uid(desk.store, practice_id, uid)
    if known is not None and known.kind == REFUND:
        lock_payment(desk, practice_id, known.charge_id)
        known = operations.locked(desk.store, practice_id, uid)
    elif known is not None:
        known = locked(desk, practice_id, uid)
    if known is None:
        raise moved_on()
    return _review(desk, person, known)


def _countable(review: Review) -> Besides:
    """What the invoices would get. Refusal where that isn't just what they were to get."""
    payment = review.operation
    if payment.stripe_charge is not None:
        raise refuse(
            "Its invoices have been paid by this already. Refund what came besides, or see to it at"
            " Stripe."
        )
    _refuse_while_refunded(review)
    whole = [one for one in review.money if one.left == one.amount == payment.amount]
    if not whole:
        raise refuse(
            "Another amount came, or is left, than the invoices were to get, so it can’t be counted"
            " on them. Refund it, or see to it at Stripe."
        )
    return whole[0]


def _refuse_while_refunded(review: Review) -> None:
    if any(one.promised > one.amount - one.left for one in review.money):
        raise refuse(
            "A refund of it waits or is on its way. Wait until that has ended, or call it off"
            " first."
        )


def _ended(desk: Desk, payment: Operation, reason: str, actor: str, **values: Any) -> None:
    """What was counted stays counted; where nothing was, its invoices are let go."""
    counted = payment.stripe_charge is not None
    state = State.SUCCEEDED if counted else State.CANCELLED
    values["reason"] = None if counted else reason
    if move(desk, payment, state, actor, **values) is None:
        raise moved_on()


def _again(desk: Desk, payment: Operation, actor: str) -> None:
    """It holds its invoices again, unless another one does by now."""
    mine = payment.practice_id
    parts = operations.allocations(desk.store, mine, payment.id)
    if not operations.collecting(desk.store, mine, [one.invoice_id for one in parts]):
        move(desk, payment, State.REVIEW, actor, reason=REFUND_CAME_BACK)
        return
    values = {**moved(desk, State.REVIEW), "reason": REFUND_CAME_BACK}
    changed = operations.change(desk.store, mine, payment, **values)
    if changed is None:
        raise RuntimeError(f"{payment.uid} changed while it was locked")
    audit_of(desk, changed, actor)
    tell(desk, payment, changed, actor)


def _refund_seen_to(desk: Desk, refund: Operation, actor: str, why: str) -> None:
    """What went back has gone, whatever was to go; what didn't can be refunded anew."""
    moved = ledger.totals(desk.store, refund.practice_id, [refund.id])
    went = moved.get((refund.id, WENT), 0) + moved.get((refund.id, REFUND_BACK), 0)
    state = State.SUCCEEDED if went else State.CANCELLED
    values: dict[str, Any] = {"reason": SEEN_TO, "note": why, "ends": UNCOUNTED}
    if move(desk, refund, state, actor, **values) is None:
        raise moved_on()
    after = _now(desk, refund)
    follow_refund(desk, after, actor)


def _note(desk: Desk, person: Person, operation: Operation, how: str) -> None:
    audit.record(
        desk.store,
        operation.practice_id,
        actor=person.slack_user,
        action=ENDED,
        target=operation.uid,
        detail={"how": how, "was": operation.reason},
        now=desk.clock(),
    )


def _read_why(form: Mapping[str, str]) -> str:
    fields = Fields(form)
    why = fields.read(WHY, _why)
    fields.refuse_if_wrong()
    return why or ""


def _why(text: str) -> str:
    why = plain(text, LONGEST_WHY)
    if not why:
        raise refuse("Write what you have done at Stripe. It stays at the practice.")
    return why


def _now(desk: Desk, operation: Operation) -> Operation:
    found = operations.by_uid(desk.store, operation.practice_id, operation.uid)
    if found is None:
        raise LookupError(f"There is no operation {operation.uid}.")
    return found
