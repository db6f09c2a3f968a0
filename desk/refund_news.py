"""Who hears what has become of a refund: in the transaction in which it became so.

It is shown on the card of its charge, and what somebody has to hear is told in that card's thread.
"""

from dataclasses import replace

from desk import charge_news, link_cards
from desk.cards import is_channel, show_view, tell_in_thread
from desk.charge_news import mention, place_of, show_to
from desk.context import Desk
from desk.language import Language
from desk.letters import Letter
from desk.refund_limits import others_who_let_through
from desk.refund_reasons import CALLED_OFF
from desk.settings import practice_settings
from rules.money import Money
from rules.payment_state import State
from rules.systems import System
from rules.words import Sentence, sentence
from storage import members, operations, practices, refunds
from storage.operations import ASKED, LINK, Operation
from storage.practices import Practice

KIND = "refund"
"""Of open modals; their key is the refund's uid."""
_SYSTEMS = frozenset(str(one) for one in System)
_SAID = {
    State.DRAFT: sentence("{who} asks {others} to approve a refund of {amount}."),
    State.SUCCEEDED: sentence("{who}: {amount} was refunded."),
    State.FAILED: sentence(
        "{who}: the refund of {amount} failed, so the client has not got it. The card above says"
        " why."
    ),
    State.REVIEW: sentence(
        "{who}: somebody has to look at the refund of {amount}. The card above says why."
    ),
    State.CANCELLED: sentence(
        "{who}: the refund of {amount} was not made. The card above says why."
    ),
}
_FOUND = sentence(
    "{who}: {amount} of this payment was refunded in Stripe’s dashboard. Does the client still owe"
    " it? Answer on the card above."
)


def tell(desk: Desk, before: Operation | None, after: Operation, actor: str) -> None:
    """`before` None: it was asked for just now, and its window is being told by whoever asked.
    `actor` is who did it, a person or the system."""
    practice = practices.get(desk.store, after.practice_id)
    found = operations.by_ids(desk.store, after.practice_id, [after.charge_id or 0])
    if practice is None or not found:
        raise LookupError(f"There is nothing that {after.uid} refunds.")
    if before is not None and after.modal is not None:
        show_view(desk, practice.id, KIND, after.uid, after.modal["view"], after.modal["user"])
    version = refunds.touch(desk.store, practice.id, found[0].id)
    charge = replace(found[0], version=version)
    others = _approvers(desk, practice, after)
    place = _shown(desk, practice, charge, others)
    said = _said(before, after, actor)
    if said is not None:
        _line(desk, practice, charge, after, place, said, others)


def _shown(desk: Desk, practice: Practice, charge: Operation, others: list[str]) -> str:
    """The payment's card as it is now, with those who approve too. Where it has its thread."""
    if charge.kind == LINK:
        return link_cards.show_link(desk, charge)
    place = place_of(desk, practice, charge)
    show_to(desk, charge, [place, *(() if is_channel(place) else others)])
    return place


def _said(before: Operation | None, after: Operation, actor: str) -> Sentence | None:
    """What somebody has to hear of it, and doesn't know."""
    if before is not None and before.state == after.state:
        return None
    if after.ends == ASKED and after.state == State.SUCCEEDED:
        return _FOUND
    if after.state == State.DRAFT:
        return _SAID[State.DRAFT]
    if actor == after.asked_by and after.reason in (None, CALLED_OFF):
        return None
    return _SAID.get(State(after.state))


def _approvers(desk: Desk, practice: Practice, refund: Operation) -> list[str]:
    if refund.state != State.DRAFT:
        return []
    settings = practice_settings(desk, practice)
    amount, currency = refund.amount, refund.currency
    return others_who_let_through(desk, practice.id, settings, refund.asked_by, amount, currency)


def _whose(desk: Desk, refund: Operation) -> list[str]:
    """Who is to hear of it: who asked, or the owners, where nobody of the practice did."""
    if refund.asked_by not in _SYSTEMS:
        return [refund.asked_by]
    return [one.slack_user for one in members.owners(desk.store, refund.practice_id)]


def _line(
    desk: Desk,
    practice: Practice,
    charge: Operation,
    refund: Operation,
    place: str,
    said: Sentence,
    approvers: list[str],
) -> None:
    who = ", ".join(map(mention, _whose(desk, refund)))
    others = ", ".join(map(mention, approvers))
    amount = Money(refund.amount, refund.currency)

    def write(say: Language) -> Letter:
        return {"text": say(said.text, who=who, others=others, amount=amount)}

    uid = f"{KIND}:{refund.uid}:{refund.version}"
    kind = link_cards.KIND if charge.kind == LINK else charge_news.KIND
    tell_in_thread(desk, practice, kind, charge.uid, place, uid, write)
