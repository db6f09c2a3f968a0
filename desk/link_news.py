"""Who hears what has become of a payment link: in the transaction in which it became so."""

from desk.cards import place_for_cards, show_card, show_view, tell_in_thread
from desk.context import Desk
from desk.language import Language
from desk.letters import Letter
from desk.receipts import follow
from rules.payment_state import State
from rules.systems import System
from rules.words import Sentence, sentence
from storage import cards, members, practices
from storage.operations import Operation
from storage.practices import Practice

KIND = "payment_link"
"""Of cards and open modals; their key is the operation's uid."""
_TOLD = {
    State.PROCESSING: sentence(
        "{who}: the client has paid by the link; the bank takes some days until the money is there."
    ),
    State.SUCCEEDED: sentence("{who}: the client has paid by the link."),
    State.FAILED: sentence("{who}: nothing came of this link. The card above says why."),
    State.REVIEW: sentence("{who}: somebody has to look at this. The card above says why."),
    State.CANCELLED: sentence("{who}: this link is closed; nothing was paid by it."),
}
"""What is told in the thread, unless the person did it themselves."""


def tell_of_link(desk: Desk, before: Operation | None, after: Operation, actor: str) -> None:
    """`before` None: it was asked for just now. `actor` is who did it, a person or the system."""
    practice = _practice(desk, after)
    place = show_link(desk, after)
    said = _TOLD.get(State(after.state))
    if said is not None and actor != after.asked_by:
        _line(desk, practice, after, place, said)
    follow(desk, practice, before, after, actor)


def show_link(desk: Desk, operation: Operation) -> str:
    """Its card and its open window are shown as it is now. Where the card stands."""
    practice = _practice(desk, operation)
    if operation.modal is not None:
        view, user = operation.modal["view"], operation.modal["user"]
        show_view(desk, practice.id, KIND, operation.uid, view, user)
    known = cards.of_key(desk.store, practice.id, KIND, operation.uid)
    whose = _whose(desk, operation)[0]
    place = known[0].recipient if known else place_for_cards(desk, practice, whose)
    for recipient in dict.fromkeys([place, *(card.recipient for card in known)]):
        version = operation.version
        show_card(desk, practice.id, KIND, operation.uid, version, recipient, person=whose)
    return place


def _whose(desk: Desk, operation: Operation) -> list[str]:
    """Who is to hear of it: who asked, or the owners, where that isn't known any more."""
    if operation.asked_by != System.RECONCILER:
        return [operation.asked_by]
    owners = members.owners(desk.store, operation.practice_id)
    return [one.slack_user for one in owners] or [operation.asked_by]


def _line(desk: Desk, practice: Practice, operation: Operation, place: str, said: Sentence) -> None:
    who = ", ".join(f"<@{''.join(filter(str.isalnum, one))}>" for one in _whose(desk, operation))

    def write(say: Language) -> Letter:
        return {"text": say(said.text, who=who)}

    uid = f"{KIND}:{operation.uid}:{operation.version}"
    tell_in_thread(desk, practice, KIND, operation.uid, place, uid, write)


def _practice(desk: Desk, operation: Operation) -> Practice:
    practice = practices.get(desk.store, operation.practice_id)
    if practice is None:
        raise LookupError(f"There is no practice {operation.practice_id}.")
    return practice
