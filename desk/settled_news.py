"""Who hears of what was settled without Stripe, and of its undoing: in the same transaction.

The card stands in the billing channel, or with who noted it. Whoever noted it hears of it when
somebody else undoes it.
"""

from desk.cards import place_for_cards, show_card, tell_in_thread
from desk.context import Desk
from desk.language import Language
from desk.letters import Letter
from rules.payment_state import State
from storage import cards, practices
from storage.operations import Operation
from storage.practices import Practice

KIND = "settled"
"""Of cards; their key is the operation's uid."""


def tell_of_settled(desk: Desk, before: Operation | None, after: Operation, actor: str) -> None:
    """`before` None: it was noted just now. `actor` is who did it."""
    practice = practices.get(desk.store, after.practice_id)
    if practice is None:
        raise LookupError(f"There is no practice {after.practice_id}.")
    known = cards.of_key(desk.store, practice.id, KIND, after.uid)
    place = known[0].recipient if known else place_for_cards(desk, practice, after.asked_by)
    for recipient in dict.fromkeys([place, *(card.recipient for card in known)]):
        show_card(
            desk, practice.id, KIND, after.uid, after.version, recipient, person=after.asked_by
        )
    if after.state == State.CANCELLED and actor != after.asked_by:
        _line(desk, practice, after, place, actor)


def _line(desk: Desk, practice: Practice, operation: Operation, place: str, actor: str) -> None:
    who, other = _mention(operation.asked_by), _mention(actor)

    def write(say: Language) -> Letter:
        words = say("{who}: {other} has undone this, and the invoice is open again.", **names)
        return {"text": words}

    names = {"who": who, "other": other}
    uid = f"{KIND}:{operation.uid}:{operation.version}"
    tell_in_thread(desk, practice, KIND, operation.uid, place, uid, write)


def _mention(slack_user: str) -> str:
    """A person, in Slack's mrkdwn."""
    return f"<@{''.join(filter(str.isalnum, slack_user))}>"
