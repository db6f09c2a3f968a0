"""Whether the client still owes what was refunded, where that was asked: a person answers."""

from desk.access import Person, authorize
from desk.charges import moved_on
from desk.context import Desk
from desk.outcomes import audit_of
from desk.refund_mails import follow
from desk.refund_news import tell
from desk.refund_outcomes import count, locked
from desk.refunds import named
from rules.payment_state import State
from rules.roles import Action
from rules.words import refuse
from storage import operations
from storage.balances import Counted
from storage.operations import ASKED, CREDIT, REOPEN, Operation
from storage.practices import Practice


def no_longer_owed(desk: Desk, practice: Practice, person: Person, uid: str) -> Operation:
    """It is credited to the invoices. Refusal where they were paid in another way meanwhile."""
    return _answered(desk, practice, person, uid, CREDIT)


def still_owed(desk: Desk, practice: Practice, person: Person, uid: str) -> Operation:
    """The invoices stay open by it."""
    return _answered(desk, practice, person, uid, REOPEN)


def _answered(desk: Desk, practice: Practice, person: Person, uid: str, ends: str) -> Operation:
    authorize(person, Action.REFUND)
    named(desk, practice, person, uid)
    with desk.store.transaction():
        refund = locked(desk, practice.id, uid)
        if refund is None or refund.ends != ASKED or refund.state != State.SUCCEEDED:
            raise moved_on()
        if ends == CREDIT and not count(desk, refund, Counted(credited=1)):
            raise refuse("The invoice was paid in another way meanwhile, so nothing is credited.")
        changed = operations.change(
            desk.store, practice.id, refund, ends=ends, changed_at=desk.clock()
        )
        if changed is None:
            raise moved_on()
        audit_of(desk, changed, person.slack_user)
        tell(desk, refund, changed, person.slack_user)
        follow(desk, changed, person.slack_user)
    return changed
