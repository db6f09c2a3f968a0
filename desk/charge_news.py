"""Who hears what has become of a charge: in the transaction in which it became so.

The card stands in the billing channel, or with who asked, and is edited in place. Edits notify
nobody, so what needs a person is told in the card's thread as well, and names who is meant.
"""

from desk.cards import is_channel, place_for_cards, show_card, show_view, tell_in_thread
from desk.charge_limits import others_who_approve
from desk.context import Desk
from desk.language import Language
from desk.letters import Letter
from desk.settings import practice_settings
from rules.payment_state import State
from rules.words import Sentence, sentence
from storage import cards, practices
from storage.operations import Operation
from storage.practices import Practice

KIND = "charge"
"""Of cards and open modals; their key is the operation's uid."""
_NEEDS = {
    State.DRAFT: sentence("{who} asks {others} to approve this: it is above their limit."),
    State.DECLINED: sentence(
        "{who}: the payment was declined. The card above says why, and what to do next."
    ),
    State.FAILED: sentence(
        "{who}: this payment has failed. The invoice is open again; the card above says why."
    ),
    State.NEEDS_CUSTOMER: sentence(
        "{who}: the bank wants the client to confirm this payment. Nothing was charged."
    ),
    State.REVIEW: sentence("{who}: somebody has to look at this. The card above says why."),
    State.CANCELLED: sentence("{who}: this was called off, and nothing was charged."),
}
"""What is told in the thread, unless the person did it themselves."""


def tell(desk: Desk, before: Operation | None, after: Operation, actor: str) -> None:
    """`before` None: it was asked for just now. `actor` is who did it, a person or the system."""
    practice = practices.get(desk.store, after.practice_id)
    if practice is None:
        raise LookupError(f"There is no practice {after.practice_id}.")
    if after.modal is not None:
        view, user = after.modal["view"], after.modal["user"]
        show_view(desk, practice.id, KIND, after.uid, view, user)
    approvers = _approvers(desk, practice, after)
    place = _place(desk, practice, after)
    _show(desk, after, [place, *(() if is_channel(place) else approvers)])
    said = _NEEDS.get(State(after.state))
    if said is not None and actor != after.asked_by:
        _line(desk, practice, after, place, said)
    elif after.state == State.DRAFT:
        _line(desk, practice, after, place, _NEEDS[State.DRAFT], approvers)


def _place(desk: Desk, practice: Practice, operation: Operation) -> str:
    """Where its first card was shown, whatever has been set since."""
    known = cards.of_key(desk.store, practice.id, KIND, operation.uid)
    return known[0].recipient if known else place_for_cards(desk, practice, operation.asked_by)


def _approvers(desk: Desk, practice: Practice, operation: Operation) -> list[str]:
    if operation.state != State.DRAFT:
        return []
    settings = practice_settings(desk, practice)
    return others_who_approve(desk, practice.id, settings, operation.asked_by)


def _show(desk: Desk, operation: Operation, wanted: list[str]) -> None:
    """To these, and as it is now to whoever has the card already."""
    known = cards.of_key(desk.store, operation.practice_id, KIND, operation.uid)
    for recipient in dict.fromkeys([*wanted, *(card.recipient for card in known)]):
        show_card(
            desk,
            operation.practice_id,
            KIND,
            operation.uid,
            operation.version,
            recipient,
            person=operation.asked_by,
        )


def _line(
    desk: Desk,
    practice: Practice,
    operation: Operation,
    place: str,
    said: Sentence,
    approvers: list[str] | None = None,
) -> None:
    others = ", ".join(map(_mention, approvers or []))

    def write(say: Language) -> Letter:
        return {"text": say(said.text, who=_mention(operation.asked_by), others=others)}

    uid = f"{KIND}:{operation.uid}:{operation.version}"
    tell_in_thread(desk, practice, KIND, operation.uid, place, uid, write)


def _mention(slack_user: str) -> str:
    """A person, in Slack's mrkdwn."""
    return f"<@{''.join(filter(str.isalnum, slack_user))}>"
