"""Who hears what has become of a charge: in the transaction in which it became so.

The card stands in the billing channel, or with who asked, and is edited in place. Edits notify
nobody, so what needs a person is told in the card's thread as well, and names who is meant.
"""

from desk.cards import is_channel, place_for_cards, show_card, show_view, tell_in_thread
from desk.charge_limits import others_who_approve
from desk.charge_states import ENDED
from desk.context import Desk
from desk.language import Language
from desk.letters import Letter
from desk.receipts import follow
from desk.settings import practice_settings
from rules.payment_state import State
from rules.systems import System
from rules.words import Sentence, sentence
from storage import cards, members, practices
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
OVER = sentence("{who}: this is over, and no invoice is paid by it. The card above says why.")
"""Of one that somebody had to look at, as money had come."""
_FOUND = sentence(
    "{who}: Paydesk found this payment at Stripe, made after the backup that was restored. The card"
    " above says how it stands."
)


def tell(desk: Desk, before: Operation | None, after: Operation, actor: str) -> None:
    """`before` None: it was asked for just now, and its window is being told by whoever asked.
    `actor` is who did it, a person or the system."""
    practice = practices.get(desk.store, after.practice_id)
    if practice is None:
        raise LookupError(f"There is no practice {after.practice_id}.")
    if before is not None and after.modal is not None:
        view, user = after.modal["view"], after.modal["user"]
        show_view(desk, practice.id, KIND, after.uid, view, user)
    approvers = _approvers(desk, practice, after)
    place = place_of(desk, practice, after)
    show_to(desk, after, [place, *(() if is_channel(place) else approvers)])
    said = _said(after, actor)
    if said is not None:
        _line(desk, practice, after, place, said)
    elif after.state == State.DRAFT:
        _line(desk, practice, after, place, _NEEDS[State.DRAFT], approvers)
    follow(desk, practice, before, after, actor)


def show_now(desk: Desk, practice: Practice, operation: Operation) -> str:
    """Have its card shown as it is at this version. Returns whose card has the thread."""
    place = place_of(desk, practice, operation)
    show_to(desk, operation, [place])
    return place


def _said(after: Operation, actor: str) -> Sentence | None:
    """What somebody has to hear of it, and doesn't know."""
    if after.state == State.CANCELLED and after.reason in ENDED:
        return OVER if actor != after.asked_by else None
    if after.asked_by == System.RECONCILER:
        return _NEEDS.get(State(after.state), _FOUND)
    return _NEEDS.get(State(after.state)) if actor != after.asked_by else None


def place_of(desk: Desk, practice: Practice, operation: Operation) -> str:
    """Where its first card was shown, whatever has been set since."""
    known = cards.of_key(desk.store, practice.id, KIND, operation.uid)
    if known:
        return known[0].recipient
    return place_for_cards(desk, practice, whose(desk, operation)[0])


def whose(desk: Desk, operation: Operation) -> list[str]:
    """Who is to hear of it: who asked, or the owners, where that isn't known any more."""
    if operation.asked_by != System.RECONCILER:
        return [operation.asked_by]
    owners = members.owners(desk.store, operation.practice_id)
    return [one.slack_user for one in owners] or [operation.asked_by]


def _approvers(desk: Desk, practice: Practice, operation: Operation) -> list[str]:
    if operation.state != State.DRAFT:
        return []
    settings = practice_settings(desk, practice)
    return others_who_approve(desk, practice.id, settings, operation.asked_by)


def show_to(desk: Desk, operation: Operation, wanted: list[str]) -> None:
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
            person=whose(desk, operation)[0],
        )


def _line(
    desk: Desk,
    practice: Practice,
    operation: Operation,
    place: str,
    said: Sentence,
    approvers: list[str] | None = None,
) -> None:
    who = ", ".join(map(mention, whose(desk, operation)))
    others = ", ".join(map(mention, approvers or []))

    def write(say: Language) -> Letter:
        return {"text": say(said.text, who=who, others=others)}

    uid = f"{KIND}:{operation.uid}:{operation.version}"
    tell_in_thread(desk, practice, KIND, operation.uid, place, uid, write)


def mention(slack_user: str) -> str:
    """A person, in Slack's mrkdwn."""
    return f"<@{''.join(filter(str.isalnum, slack_user))}>"
