"""What has become of a charge, for whoever looks at it."""

from dataclasses import dataclass

from desk.access import Person
from desk.card_tries import Tries, tries_of
from desk.charges import ChargeCard, card_of, named, why_not_again
from desk.context import Desk
from rules.payment_state import CHARGE, State
from rules.roles import Action, may
from storage import stripe_clients
from storage.operations import Operation
from storage.practices import Practice


@dataclass(frozen=True)
class Outcome:
    """`tries`: of its payment method. `again`: the person may try it once more. `settles`: the
    person may settle it by hand."""

    card: ChargeCard
    tries: Tries
    again: bool
    settles: bool = False


def outcome(desk: Desk, practice: Practice, person: Person, uid: str) -> Outcome:
    """As it is now. Refusal where the practice has no such charge."""
    return outcome_of(desk, practice, person, named(desk, practice, person, uid))


def outcome_of(desk: Desk, practice: Practice, person: Person, operation: Operation) -> Outcome:
    """The same, of one that was read just now."""
    card = card_of(desk, practice, operation)
    if operation.state != State.DECLINED:
        return Outcome(card, Tries(0), again=False, settles=_settles(person, card))
    saved = stripe_clients.methods_of(desk.store, practice.id, operation.client_id)
    method = next((one for one in saved if one.method_id == operation.method_id), None)
    tries = tries_of(desk, practice.id, operation.client_id, method)
    again = method is not None and why_not_again(desk, practice, person, operation) is None
    return Outcome(card, tries, again)


def _settles(person: Person, card: ChargeCard) -> bool:
    """Where no money came of it, as far as Paydesk knows."""
    stuck = card.operation.state == State.REVIEW
    paid = any(line.kind == CHARGE for line in card.lines)
    return stuck and not paid and may(person.role, Action.SETTLE_CHARGES)
