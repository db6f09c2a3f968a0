"""Cards, their threads, and modals that are open: what a use case asks to have shown in Slack.

Each of these belongs in the transaction of what has changed. What a card or modal shows is looked
up when it is shown, so it is never older than that, and of several changes in a row the last one is
seen.
"""

from uuid import uuid4

from desk.context import Desk
from desk.language import Language, language_of
from desk.letters import Letter, Writer, language_for
from desk.settings import practice_settings
from storage import cards, outbox
from storage.cards import Card
from storage.practices import Practice

POST, EDIT, LINE, VIEW = "slack_card", "slack_card_edit", "slack_thread", "slack_view"
"""Kinds of outbox rows: a card's first post, its edits, a line in its thread, a modal's update."""
CARD = "card"
"""Names the card's id in a row's payload."""


def place_for_cards(desk: Desk, practice: Practice, slack_user: str) -> str:
    """The recipient of shared cards: the practice's billing channel, or else the person."""
    return practice_settings(desk, practice).billing_channel or slack_user


def show_card(
    desk: Desk,
    practice_id: int,
    kind: str,
    key: str,
    version: int,
    recipient: str,
    *,
    person: str | None = None,
    stands_in: bool = False,
) -> None:
    """Have the card `key` of that kind shown to `recipient`, a Slack channel or user, as it is at
    `version` or later: posted the first time, edited in place from then on.

    `version` grows with each change of what the card shows; one that was asked for before changes
    nothing. Where the recipient is gone, `person` gets the card as a direct message, or, where that
    is nobody, each owner does. `stands_in`: it is such a one, which nobody else gets.
    """
    show_wanted(desk, Card(0, practice_id, kind, key, recipient, version, person, stands_in))


def show_wanted(desk: Desk, wanted: Card) -> None:
    """`show_card`, of a card that may have a thread to stand in."""
    with desk.store.transaction():
        added = cards.add(desk.store, wanted.practice_id, wanted, desk.clock())
        if added is not None:
            post(desk, added)
            return
        known = cards.want(
            desk.store,
            wanted.practice_id,
            wanted.kind,
            wanted.key,
            wanted.recipient,
            wanted.version,
        )
        if known is not None:
            _edit(desk, known)


def post(desk: Desk, card: Card) -> None:
    """Have a card posted that isn't there, or isn't any more."""
    _enqueue(desk, POST, card, card.recipient)


def tell_in_thread(
    desk: Desk, practice: Practice, kind: str, key: str, recipient: str, uid: str, write: Writer
) -> None:
    """Post a line in the thread of a card that `show_card` was asked for, once it has been posted;
    once for each `uid`. People are notified of lines, and not of a card's edits.

    In a channel it is in the practice's language, else in the person's. LookupError: there is no
    such card.
    """
    card = cards.find(desk.store, practice.id, kind, key, recipient)
    if card is None:
        raise LookupError(f"There is no card {kind} {key} for that recipient.")
    line(desk, card, uid, write(_language(desk, practice, recipient)))


def line(desk: Desk, card: Card, uid: str, letter: Letter) -> None:
    """A line in the thread of `card`, as it is written."""
    outbox.enqueue(
        desk.store,
        card.practice_id,
        kind=LINE,
        recipient=str(card.id),
        uid=uid,
        payload={**letter, CARD: card.id},
        now=desk.clock(),
        after_card=card.id,
    )


def show_view(
    desk: Desk, practice_id: int, kind: str, key: str, view_id: str, slack_user: str
) -> None:
    """Have the person's open modal `view_id` show the view `key` of that kind, as it is then.

    A modal that was closed meanwhile is left alone. What was asked for before and waits is dropped.
    """
    with desk.store.transaction():
        outbox.drop_waiting(desk.store, practice_id, VIEW, [view_id])
        outbox.enqueue(
            desk.store,
            practice_id,
            kind=VIEW,
            recipient=view_id,
            uid=f"view:{uuid4().hex}",
            payload={"kind": kind, "key": key, "user": slack_user},
            now=desk.clock(),
        )


def is_channel(recipient: str) -> bool:
    """Whether a Slack id is a channel's; else it is a person's."""
    return recipient.startswith(("C", "G"))


def _edit(desk: Desk, card: Card) -> None:
    """As soon as it has been posted, or can't be. One row says it all, however many changes."""
    outbox.drop_waiting(desk.store, card.practice_id, EDIT, [str(card.id)])
    _enqueue(desk, EDIT, card, str(card.id), after=card.id)


def _enqueue(desk: Desk, kind: str, card: Card, recipient: str, after: int | None = None) -> None:
    outbox.enqueue(
        desk.store,
        card.practice_id,
        kind=kind,
        recipient=recipient,
        uid=f"card:{uuid4().hex}",
        payload={CARD: card.id},
        now=desk.clock(),
        after_card=after,
    )


def _language(desk: Desk, practice: Practice, recipient: str) -> Language:
    if is_channel(recipient):
        return language_of(practice.language)
    return language_for(desk, practice, recipient)
