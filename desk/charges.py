"""Charges that people ask for: written down, approved, tried again, called off, looked at.

None of it asks Stripe: a row is written, and the worker does the rest.
"""

from dataclasses import dataclass, replace

from desk import card_tries
from desk.access import Person, authorize
from desk.card_tries import tries_of
from desk.charge_checks import WHY_NOT, why_not
from desk.charge_limits import needs_second_person
from desk.charge_parts import Wish
from desk.charge_plans import Plan, plan
from desk.charge_writing import write
from desk.context import Desk
from desk.once import once
from desk.outcomes import move
from desk.settings import practice_settings
from desk.watching import look_soon
from rules.payment_state import State
from rules.roles import Action
from rules.words import Refusal, Sentence, refuse, sentence
from storage import (
    clients,
    comparing,
    disputes,
    invoices,
    ledger,
    operations,
    refunds,
    stripe_clients,
    stripe_fees,
)
from storage.clients import Client
from storage.disputes import Dispute
from storage.invoices import Invoice
from storage.ledger import Line
from storage.operations import ALONE, CHARGE, OWN, Collected, Operation
from storage.practices import Practice
from storage.stripe_fees import StripeFee

CALLED_OFF = "called_off"
"""Why a charge was cancelled by a person."""
TOLD, AGAIN = "told", "again"


@dataclass(frozen=True)
class Agreed:
    """What the person said to what they saw. `told`: the client was told of the surcharge. `again`:
    it is meant, although the same was charged just now. `alone`: they typed the word that stands in
    for a second person. `seen`: the hash of the plan that was shown."""

    seen: str
    told: bool = False
    again: bool = False
    alone: bool = False


@dataclass(frozen=True)
class Differs:
    """Nothing was charged: it is to be looked at once more, and why. `missing`: what the person
    hasn't said yet, one of TOLD, AGAIN, ALONE; the plan is what they saw then."""

    plan: Plan
    why: Sentence
    missing: str = ""


@dataclass(frozen=True)
class ChargeCard:
    """Everything that is known of a charge, for people who may see it. `parts`: the invoices with
    what each gets. `comparing`: it waits until Stripe was compared with after a restore. `refunds`
    and `disputes` are the oldest first; the days of those are of `time_zone`. `fees`: what Stripe
    really took, none while that isn't known."""

    operation: Operation
    payer: Client
    parts: tuple[tuple[Invoice, int], ...]
    lines: tuple[Line, ...]
    comparing: bool
    refunds: tuple[Operation, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    fees: tuple[StripeFee, ...] = ()
    time_zone: str = "UTC"


def submit(
    desk: Desk,
    practice: Practice,
    person: Person,
    request_id: str,
    wish: Wish,
    agreed: Agreed,
    modal: dict[str, str] | None = None,
) -> Operation | Differs:
    """Have it charged; the same `request_id` again gives the same charge. Refusal where it can't
    be, Differs where it is not what the person saw, or where something was not said yet."""
    authorize(person, Action.CHARGE)
    return once(
        desk,
        practice,
        request_id,
        lambda: _submitted(desk, practice, person, request_id, wish, agreed, modal),
    )


def _submitted(
    desk: Desk,
    practice: Practice,
    person: Person,
    request_id: str,
    wish: Wish,
    agreed: Agreed,
    modal: dict[str, str] | None,
) -> Operation | Differs:
    made = plan(desk, practice, person, wish)
    if made.hash() != agreed.seen:
        return Differs(made, _CHANGED)
    if made.in_the_way:
        raise Refusal(made.in_the_way)
    if unsaid := _unsaid(made, agreed):
        return unsaid
    try:
        added = write(desk, practice, person, request_id, made, modal)
    except Collected:
        return Differs(plan(desk, practice, person, wish), _BUSY)
    desk.store.tell_queued()
    return added


def try_again(
    desk: Desk,
    practice: Practice,
    person: Person,
    uid: str,
    modal: dict[str, str] | None = None,
) -> Operation:
    """Once more, with the same card and amount: what was declined is never tried again without a
    click. Refusal where it can't be."""
    declined = named(desk, practice, person, uid)
    if declined.state != State.DECLINED:
        raise moved_on()
    if no := why_not_again(desk, practice, person, declined):
        raise Refusal(no)
    asked = replace(
        declined, asked_by=person.slack_user, approved_by=person.slack_user, approval=OWN
    )
    if (why := why_not(desk, asked)) is not None:
        raise Refusal(WHY_NOT[why])
    try:
        again = move(
            desk,
            declined,
            State.APPROVED,
            person.slack_user,
            asked_by=person.slack_user,
            approved_by=person.slack_user,
            approved_at=desk.clock(),
            approval=OWN,
            reason=None,
            advice=None,
            modal=modal,
        )
    except Collected:
        raise Refusal(_BUSY) from None
    return worked_on(desk, again)


def cancel(desk: Desk, practice: Practice, person: Person, uid: str) -> Operation:
    """Call off what hasn't been sent, or was declined and is not tried again."""
    waiting = named(desk, practice, person, uid)
    if waiting.state not in (State.DRAFT, State.APPROVED, State.DECLINED, State.NEEDS_CUSTOMER):
        raise moved_on()
    called_off = move(desk, waiting, State.CANCELLED, person.slack_user, reason=CALLED_OFF)
    if called_off is None:
        raise moved_on()
    return called_off


def look_again(desk: Desk, practice: Practice, person: Person, uid: str) -> Operation:
    """Have Stripe read for it at once."""
    return look_soon(desk, named(desk, practice, person, uid))


def named(desk: Desk, practice: Practice, person: Person, uid: str) -> Operation:
    """For whoever may charge. Refusal where the practice has no such charge."""
    authorize(person, Action.CHARGE)
    found = operations.by_uid(desk.store, practice.id, uid)
    if found is None or found.kind != CHARGE:
        raise refuse("There is no such charge.")
    return found


def card_of(desk: Desk, practice: Practice, operation: Operation) -> ChargeCard:
    """What cards and modals show of it, read now."""
    store, mine = desk.store, practice.id
    parts = operations.allocations(store, mine, operation.id)
    found = {
        one.id: one for one in invoices.by_ids(store, mine, [part.invoice_id for part in parts])
    }
    payer = clients.get(store, mine, operation.client_id)
    if payer is None:
        raise LookupError(f"There is no client {operation.client_id}.")
    return ChargeCard(
        operation=operation,
        payer=payer,
        parts=tuple((found[part.invoice_id], part.amount) for part in parts),
        lines=tuple(ledger.of_operation(store, mine, operation.id)),
        comparing=operation.state == State.APPROVED and comparing.begun(store) is not None,
        disputes=tuple(disputes.of_operations(store, mine, [operation.id])),
        fees=tuple(stripe_fees.of_operations(store, mine, [operation.id])),
        time_zone=practice_settings(desk, practice).time_zone,
        refunds=tuple(refunds.of_charges(store, mine, [operation.id])),
    )


def _unsaid(made: Plan, agreed: Agreed) -> Differs | None:
    """What the person has to say before anything is written down."""
    if made.same is not None and not agreed.again:
        why = sentence("The same amount was charged just now. Tick that it is meant.")
        return Differs(made, why, AGAIN)
    if made.fees.surcharge and not agreed.told:
        why = sentence("Tell the client about the surcharge first, and tick that you did.")
        return Differs(made, why, TOLD)
    if made.second and not made.approvers and not agreed.alone:
        why = sentence("Nobody else can approve this. Type the word to confirm it alone.")
        return Differs(made, why, ALONE)
    return None


def worked_on(desk: Desk, moved: Operation | None) -> Operation:
    """What was moved is worked on at once. Refusal where somebody else was faster."""
    if moved is None:
        raise moved_on()
    desk.store.tell_queued()
    return moved


def why_not_again(
    desk: Desk, practice: Practice, person: Person, declined: Operation
) -> Sentence | None:
    """Why the person can't try it once more; None: they can, as far as that goes."""
    settings = practice_settings(desk, practice)
    if needs_second_person(settings, person.role, declined.amount, declined.currency):
        return sentence("This is above your limit. Ask a biller or an owner to try it again.")
    saved = stripe_clients.methods_of(desk.store, practice.id, declined.client_id)
    method = next((one for one in saved if one.method_id == declined.method_id), None)
    tries = tries_of(desk, practice.id, declined.client_id, method)
    return card_tries.why_not_again(tries, declined.reason, declined.advice)


def moved_on() -> Refusal:
    """To be raised where it is not as it was when it was looked at."""
    return refuse("This has moved on meanwhile. Look at it again.")


_CHANGED = sentence(
    "Something changed while this was open. Look at it as it is now, and press the button again."
)
_BUSY = sentence(
    "One of these invoices is being paid at this moment, or its payment has to be looked at, so it"
    " isn’t charged a second time."
)
