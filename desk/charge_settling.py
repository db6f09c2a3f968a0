"""A charge of which Stripe can tell nothing more is settled by an owner: nothing was charged."""

from collections.abc import Mapping

from desk.access import Person, authorize
from desk.charge_reasons import SETTLED
from desk.charges import moved_on, named
from desk.context import Desk
from desk.fields import Fields
from desk.looks import DAY, SECOND
from desk.outcomes import local_of, move
from desk.privacy import plain
from processor import payments
from processor.client import Client
from processor.outcomes import NotDone, Refused, Unknown
from rules.payment_state import CHARGE, Snapshot, State
from rules.roles import Action
from rules.words import refuse
from storage import audit
from storage.operations import Operation
from storage.practices import Practice

REASON = "reason"
"""The form's field."""
LONGEST_REASON = 200
_NOTHING = frozenset({"requires_payment_method", "requires_confirmation", "canceled"})


def to_settle(desk: Desk, practice: Practice, person: Person, uid: str) -> Operation:
    """The charge that the owner is asked about. Refusal where there is nothing to settle."""
    authorize(person, Action.SETTLE_CHARGES)
    found = named(desk, practice, person, uid)
    if found.state != State.REVIEW:
        raise moved_on()
    if any(kind == CHARGE for kind, _ in local_of(desk, found).recorded):
        raise _there_is_money()
    return found


def settle(
    desk: Desk,
    stripe: Client | None,
    practice: Practice,
    person: Person,
    uid: str,
    form: Mapping[str, str],
) -> Operation:
    """Nothing was charged: its invoices can be charged again. Stripe is asked first, and Refusal
    where it shows anything else, or doesn't answer; WrongFields without a reason."""
    found = to_settle(desk, practice, person, uid)
    reason = _read_reason(form)
    if stripe is None:
        raise refuse("Stripe isn’t connected yet: whoever runs Paydesk sets STRIPE_API_KEY.")
    _refuse_money(stripe, found)
    with desk.store.transaction():
        settled = move(desk, found, State.CANCELLED, person.slack_user, reason=SETTLED)
        if settled is None:
            raise moved_on()
        audit.record(
            desk.store,
            practice.id,
            actor=person.slack_user,
            action="charge.settled",
            target=uid,
            detail={"why": reason},
            now=desk.clock(),
        )
    return settled


def _read_reason(form: Mapping[str, str]) -> str:
    fields = Fields(form)
    reason = fields.read(REASON, _reason)
    fields.refuse_if_wrong()
    return reason or ""


def _reason(text: str) -> str:
    reason = plain(text, LONGEST_REASON)
    if not reason:
        raise refuse("Write how you know. It stays in the log.")
    return reason


def _refuse_money(stripe: Client, operation: Operation) -> None:
    try:
        seen = _seen(stripe, operation)
    except (NotDone, Unknown):
        raise refuse(
            "Stripe doesn’t answer at the moment, so nobody knows whether it was charged. Try again"
            " later."
        ) from None
    except Refused:
        raise refuse(
            "The Stripe account behind Paydesk’s key doesn’t know this payment, so nobody knows"
            " whether another account charged it. Put that account’s key into STRIPE_API_KEY, and"
            " settle it then."
        ) from None
    if seen is not None and seen.status not in _NOTHING:
        raise _there_is_money()


def _seen(stripe: Client, operation: Operation) -> Snapshot | None:
    """None: Stripe has no trace of it. Refused: it is not of this account."""
    if operation.stripe_id is not None:
        return payments.read(stripe, operation.stripe_id)
    since = (operation.asked_at - DAY) // SECOND
    return payments.find(stripe, operation.customer_id or "", operation.uid, max(since, 0))


def _there_is_money() -> Exception:
    return refuse(
        "Stripe shows a payment for this, so it can’t be settled as not charged. Press “Check"
        " again” on its card, and then “See to it…”: it can be refunded, or counted after all."
    )
