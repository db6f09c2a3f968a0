"""The card of a payment link, and the window that shows it: as the link is now, edited in place."""

from desk.cards import place_for_cards, show_card, show_view
from desk.context import Desk
from rules.payment_state import State
from rules.systems import System, is_system
from storage import cards, members, practices
from storage.operations import Operation
from storage.practices import Practice

KIND = "payment_link"
"""Of cards and open modals; their key is the operation's uid."""
_PAID = frozenset({State.PROCESSING, State.SUCCEEDED, State.REVIEW})


def show_link(desk: Desk, operation: Operation) -> str:
    """Its card and its open window are shown as it is now. Where the card stands."""
    practice = practice_of(desk, operation)
    if operation.modal is not None:
        view, user = operation.modal["view"], operation.modal["user"]
        show_view(desk, practice.id, KIND, operation.uid, view, user)
    known = cards.of_key(desk.store, practice.id, KIND, operation.uid)
    who = whose(desk, operation)[0]
    place = known[0].recipient if known else place_for_cards(desk, practice, who)
    if not known and not has_card(operation):
        return place
    for recipient in dict.fromkeys([place, *(card.recipient for card in known)]):
        version = operation.version
        show_card(desk, practice.id, KIND, operation.uid, version, recipient, person=who)
    return place


def has_card(operation: Operation) -> bool:
    """One that a reminder asked for has none until somebody has paid by it: there may be hundreds
    in a morning."""
    return operation.asked_by != System.REMINDERS or operation.state in _PAID


def whose(desk: Desk, operation: Operation) -> list[str]:
    """Who is to hear of it: who asked, or the owners, where that isn't known any more."""
    if not is_system(operation.asked_by):
        return [operation.asked_by]
    owners = members.owners(desk.store, operation.practice_id)
    return [one.slack_user for one in owners] or [operation.asked_by]


def practice_of(desk: Desk, operation: Operation) -> Practice:
    practice = practices.get(desk.store, operation.practice_id)
    if practice is None:
        raise LookupError(f"There is no practice {operation.practice_id}.")
    return practice
