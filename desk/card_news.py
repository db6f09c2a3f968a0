"""Who hears what has become of a payment method that was asked for: in the transaction in which it
became so."""

from desk.card_letters import send_letter
from desk.cards import place_for_cards, show_card, show_view, tell_in_thread
from desk.context import Desk
from desk.language import Language
from desk.letters import Letter
from desk.settings import practice_settings
from rules.payment_state import State
from rules.systems import is_system
from rules.words import Sentence, sentence
from storage import cards, clients, members, practices
from storage.operations import Operation
from storage.practices import Practice

KIND = "card_request"
"""Of cards and open modals; their key is the operation's uid."""
METHODS = "saved_methods"
"""Of open modals with a client's payment methods; their key is the client's id."""
_TOLD = {
    State.SUCCEEDED: sentence("{who}: the client has saved a payment method."),
    State.FAILED: sentence("{who}: nothing was saved. The card above says why; ask again there."),
    State.CANCELLED: sentence("{who}: this was called off, and nothing was saved."),
}


def tell_of_card(desk: Desk, before: Operation | None, after: Operation, actor: str) -> None:
    """`before` None: it was asked for just now. `actor` is who did it, a person or the system."""
    practice = _practice(desk, after)
    if after.state == State.NEEDS_CUSTOMER and after.shown["mail"]:
        client = clients.get(desk.store, practice.id, after.client_id)
        if client is not None:
            send_letter(desk, practice, client, after, after.asked_by)
    if after.modal is not None:
        show_view(desk, practice.id, KIND, after.uid, after.modal["view"], after.modal["user"])
    if is_system(after.asked_by):
        _tell_of_reminded(desk, practice, after)
        return
    known = cards.of_key(desk.store, practice.id, KIND, after.uid)
    place = known[0].recipient if known else place_for_cards(desk, practice, after.asked_by)
    for recipient in dict.fromkeys([place, *(card.recipient for card in known)]):
        show_card(
            desk, practice.id, KIND, after.uid, after.version, recipient, person=after.asked_by
        )
    said = _TOLD.get(State(after.state))
    if said is not None and actor != after.asked_by:
        _line(desk, practice, after, place, said)


def _tell_of_reminded(desk: Desk, practice: Practice, after: Operation) -> None:
    """Of a page that a reminder asked for, only that the client has used it: there may be hundreds
    in a morning."""
    if after.state != State.SUCCEEDED:
        return
    channel = practice_settings(desk, practice).billing_channel
    owners = members.owners(desk.store, practice.id)
    for recipient in [channel] if channel else [one.slack_user for one in owners]:
        show_card(desk, practice.id, KIND, after.uid, after.version, recipient)


def tell_of_method(desk: Desk, before: Operation | None, after: Operation, actor: str) -> None:
    """A saved method was removed, or became the usual one: in the window where that was asked."""
    if after.modal is not None:
        key = str(after.client_id)
        view, user = after.modal["view"], after.modal["user"]
        show_view(desk, after.practice_id, METHODS, key, view, user)


def _line(desk: Desk, practice: Practice, operation: Operation, place: str, said: Sentence) -> None:
    who = f"<@{''.join(filter(str.isalnum, operation.asked_by))}>"

    def write(say: Language) -> Letter:
        return {"text": say(said.text, who=who)}

    uid = f"{KIND}:{operation.uid}:{operation.version}"
    tell_in_thread(desk, practice, KIND, operation.uid, place, uid, write)


def _practice(desk: Desk, operation: Operation) -> Practice:
    practice = practices.get(desk.store, operation.practice_id)
    if practice is None:
        raise LookupError(f"There is no practice {operation.practice_id}.")
    return practice
