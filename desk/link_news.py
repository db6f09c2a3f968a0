"""Who hears what has become of a payment link: in the transaction in which it became so."""

from desk.cards import tell_in_thread
from desk.charge_news import OVER
from desk.charge_states import ENDED
from desk.context import Desk
from desk.language import Language
from desk.letters import Letter
from desk.link_cards import KIND, has_card, practice_of, show_link, whose
from desk.receipts import follow
from rules.payment_state import State
from rules.words import Sentence, sentence
from storage.operations import Operation
from storage.practices import Practice

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
    practice = practice_of(desk, after)
    place = show_link(desk, after)
    ended = after.state == State.CANCELLED and after.reason in ENDED
    said = OVER if ended else _TOLD.get(State(after.state))
    there = has_card(after) or (before is not None and has_card(before))
    if said is not None and actor != after.asked_by and there:
        _line(desk, practice, after, place, said)
    follow(desk, practice, before, after, actor)


def _line(desk: Desk, practice: Practice, operation: Operation, place: str, said: Sentence) -> None:
    who = ", ".join(f"<@{''.join(filter(str.isalnum, one))}>" for one in whose(desk, operation))

    def write(say: Language) -> Letter:
        return {"text": say(said.text, who=who)}

    uid = f"{KIND}:{operation.uid}:{operation.version}"
    tell_in_thread(desk, practice, KIND, operation.uid, place, uid, write)
