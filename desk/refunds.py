"""Refunds that people ask for: written down, approved, called off, looked at.

None of it asks Stripe: a row is written, and the worker does the rest.
"""

from dataclasses import dataclass, replace

from desk.access import Person, authorize
from desk.charges import moved_on, worked_on
from desk.context import Desk
from desk.outcomes import audit_of, move
from desk.privacy import plain, refuse_card_numbers
from desk.refund_limits import may_let_through
from desk.refund_news import tell
from desk.refund_plans import ENDS, RefundPlan, Wish, plan
from desk.refund_reasons import CALLED_OFF, NOT_APPROVED
from desk.settings import practice_settings
from desk.watching import look_soon
from processor.refunds import REASONS
from rules.payment_state import State
from rules.roles import Action, may
from rules.words import Refusal, Sentence, refuse, sentence
from storage import operations, refunds
from storage.new_operations import blank, hash_of
from storage.operations import ALONE, COLLECT, CREDIT, OWN, REFUND, SECOND, Operation
from storage.practices import Practice

LONGEST_NOTE = 200
WORD = "alone"
"""Names what is missing where nobody else can approve."""


@dataclass(frozen=True)
class Said:
    """What the person said to what they saw. `seen`: the hash of the plan. `reason` is one of
    Stripe's, `ends` one of refund_plans.ENDS, `note` stays at the practice, `mail`: the client is
    written to. `alone`: they typed the word that stands in for a second person."""

    seen: str
    reason: str = REASONS[0]
    ends: str = CREDIT
    note: str = ""
    mail: bool = False
    alone: bool = False


@dataclass(frozen=True)
class Differs:
    """Nothing was refunded: it is to be looked at once more, and why. `missing`: WORD where that
    wasn't typed."""

    plan: RefundPlan
    why: Sentence
    missing: str = ""


def submit(
    desk: Desk,
    practice: Practice,
    person: Person,
    request_id: str,
    wish: Wish,
    said: Said,
    modal: dict[str, str] | None = None,
) -> Operation | Differs:
    """Have it refunded; the same `request_id` again gives the same refund. Refusal where it can't
    be, Differs where it is not what the person saw. What others refund of the same charge waits
    until this is written down, so that both together never exceed what was taken."""
    authorize(person, Action.ASK_REFUNDS)
    note = _sound(said)
    with desk.store.transaction():
        charge = _locked(desk, practice, person, wish.charge)
        if known := operations.by_request(desk.store, practice.id, request_id):
            return known
        made = plan(desk, practice, person, charge, wish)
        if differs := _differs(made, said):
            return differs
        new = _operation(practice, person, request_id, made, replace(said, note=note), desk.clock())
        added = operations.add(
            desk.store, practice.id, replace(new, modal=modal), made.parts, False
        )
        if added is None:
            raise LookupError(f"Request {request_id} was written down while its charge was locked.")
        audit_of(desk, added, person.slack_user)
        tell(desk, None, added, person.slack_user)
    desk.store.tell_queued()
    return added


def approve(desk: Desk, practice: Practice, person: Person, uid: str) -> Operation:
    """A second person lets it go: nobody approves what they asked for themselves."""
    waiting = _to_decide(desk, practice, person, uid)
    if waiting.asked_by == person.slack_user:
        raise refuse("Somebody else has to approve what you asked for.")
    return worked_on(
        desk,
        move(
            desk,
            waiting,
            State.APPROVED,
            person.slack_user,
            approved_by=person.slack_user,
            approved_at=desk.clock(),
        ),
    )


def refuse_approval(desk: Desk, practice: Practice, person: Person, uid: str) -> Operation:
    """It isn't refunded. Who asked for it may take it back this way too."""
    waiting = named(desk, practice, person, uid)
    if waiting.asked_by == person.slack_user:
        return cancel(desk, practice, person, uid)
    waiting = _to_decide(desk, practice, person, uid)
    return worked_on(
        desk, move(desk, waiting, State.CANCELLED, person.slack_user, reason=NOT_APPROVED)
    )


def cancel(desk: Desk, practice: Practice, person: Person, uid: str) -> Operation:
    """Call off what hasn't been sent: who asked for it, or who may refund."""
    waiting = named(desk, practice, person, uid)
    if waiting.asked_by != person.slack_user:
        authorize(person, Action.REFUND)
    if waiting.state not in (State.DRAFT, State.APPROVED):
        raise moved_on()
    return worked_on(
        desk, move(desk, waiting, State.CANCELLED, person.slack_user, reason=CALLED_OFF)
    )


def look_again(desk: Desk, practice: Practice, person: Person, uid: str) -> Operation:
    """Have Stripe read for it at once."""
    return look_soon(desk, named(desk, practice, person, uid))


def named(desk: Desk, practice: Practice, person: Person, uid: str) -> Operation:
    """For whoever may ask for one. Refusal where the practice has no such refund."""
    authorize(person, Action.ASK_REFUNDS)
    found = operations.by_uid(desk.store, practice.id, uid)
    if found is None or found.kind != REFUND:
        raise refuse("There is no such refund.")
    return found


def charge_named(desk: Desk, practice: Practice, person: Person, uid: str) -> Operation:
    """The payment that is to be refunded. Refusal where the practice has no such one."""
    authorize(person, Action.ASK_REFUNDS)
    found = operations.by_uid(desk.store, practice.id, uid)
    if found is None or found.kind not in COLLECT:
        raise refuse("There is no such payment.")
    return found


def _locked(desk: Desk, practice: Practice, person: Person, uid: str) -> Operation:
    """As it is now; until the transaction ends nobody else refunds any of it."""
    charge = charge_named(desk, practice, person, uid)
    refunds.lock_charge(desk.store, practice.id, charge.id)
    return charge_named(desk, practice, person, uid)


def _to_decide(desk: Desk, practice: Practice, person: Person, uid: str) -> Operation:
    authorize(person, Action.REFUND)
    waiting = named(desk, practice, person, uid)
    settings = practice_settings(desk, practice)
    if not may_let_through(settings, person.role, waiting.amount, waiting.currency):
        raise refuse("At this practice, an owner approves what is above the limit.")
    if waiting.state != State.DRAFT:
        raise moved_on()
    return waiting


def _sound(said: Said) -> str:
    """The note as it is kept. ValueError for what no window gives."""
    if said.reason not in REASONS or said.ends not in ENDS:
        raise ValueError(f"There is no {said.reason} or {said.ends}.")
    refuse_card_numbers(said.note)
    return plain(said.note, LONGEST_NOTE)


def _differs(made: RefundPlan, said: Said) -> Differs | None:
    if made.hash() != said.seen:
        return Differs(made, _CHANGED)
    if made.in_the_way:
        raise Refusal(made.in_the_way)
    if made.second and not made.approvers and not said.alone:
        why = sentence("Nobody else can approve this. Type the word to confirm it alone.")
        return Differs(made, why, WORD)
    return None


def _operation(
    practice: Practice, person: Person, request_id: str, made: RefundPlan, said: Said, now: int
) -> Operation:
    """As it is written down; its ids are the store's to give."""
    waits = made.second and bool(made.approvers)
    alone = made.second and not waits and may(person.role, Action.REFUND)
    ends = made.ends(said.ends)
    shown = {**made.shown(), "reason": said.reason, "ends": ends, "mail": said.mail}
    charge = made.charge
    return replace(
        blank(practice.id, REFUND, charge.client_id, person.slack_user, now),
        state=(State.DRAFT if waits else State.APPROVED).value,
        request_id=request_id,
        customer_id=charge.customer_id,
        method_id=charge.method_id,
        method=charge.method,
        amount=made.back.amount,
        surcharge=made.back.surcharge,
        currency=charge.currency,
        shown=shown,
        shown_hash=hash_of(shown),
        approved_by=None if waits else person.slack_user,
        approved_at=None if waits else now,
        approval=SECOND if waits else (ALONE if alone else OWN),
        due_at=None if waits else now,
        charge_id=charge.id,
        stripe_charge=made.takings.stripe_object,
        ends=ends,
        note=said.note or None,
    )


_CHANGED = sentence(
    "Something changed while this was open. Look at it as it is now, and press the button again."
)
