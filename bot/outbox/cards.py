"""The carriers of cards: a first post, edits in place from then on, and lines in their threads.

A card's ts is stored with the end of the row that posted it. Where that answer was lost, the card
is posted again with its mark, and that one is the one that is edited.
"""

from collections.abc import Callable, Sequence

from slack_sdk.errors import SlackApiError

from bot.outbox.carrier import UNDELIVERED, NotRendered
from bot.outbox.news import (
    tell_owners_of_channel,
    tell_owners_of_undelivered,
    tell_owners_of_unmade,
)
from bot.outbox.posts import Posting, said_in
from bot.outbox.rendering import Renderers, rendered
from bot.outbox.slack_words import LOCKED_OUT, NO_THREAD, NOT_THERE, READER_GONE
from commands.replies import Message
from desk.cards import CARD, is_channel, line, post, show_card
from desk.context import Desk
from storage import cards, members, outbox
from storage.cards import Card
from storage.leases import LONGEST_PAUSE_MS
from storage.outbox import OutboxRow

NOTHING_TO_SHOW = "nothing_to_show"
"""Stands among Slack's words why a card can't be shown."""


class _OfCards:
    """What first posts, edits and lines have in common."""

    def __init__(self, desk: Desk, posting: Posting, renderers: Renderers) -> None:
        self._desk = desk
        self._store = desk.store
        self._posting = posting
        self._cards = renderers.cards

    def place(self, row: OutboxRow) -> str:
        return self._card(row).recipient

    def refused(self, row: OutboxRow, code: str) -> bool:
        """Where nobody is there to read it, others get it. Where Paydesk is locked out it waits:
        once that is mended, the card must not stand there as it was before."""
        card = self._card(row)
        if code in LOCKED_OUT:
            at = self._desk.clock() + LONGEST_PAUSE_MS
            outbox.retry_at(self._store, row, at, code, counts=False)
            return True
        if code not in READER_GONE or card.stands_in:
            return False
        with self._store.transaction():
            if outbox.failed(self._store, row, code, self._desk.clock()):
                self._hand_on(row, card, code)
        return True

    def given_up(self, row: OutboxRow, why: str) -> None:
        card = self._card(row)
        with self._store.transaction():
            self._lost(card, why)
            self._tell(card, why)

    def _card(self, row: OutboxRow) -> Card:
        card = cards.get(self._store, row.practice_id, row.payload[CARD])
        if card is None:
            raise LookupError(f"There is no card {row.payload[CARD]}.")
        return card

    def _message(self, card: Card) -> Message | None:
        return rendered(lambda: self._cards[card.kind](card.practice_id, card.key))

    def _edit(self, row: OutboxRow, card: Card, channel: str, ts: str) -> None:
        """Unless that version is shown already, by a row that came before."""
        stale = card.shown is None or card.shown < card.version
        message = self._message(card) if stale else None
        if message is not None:
            self._posting.edit(row.practice_id, channel, ts, message, repeat=card.repeated)
        self._end(row, lambda: self._edited(card), channel, ts)

    def _edited(self, card: Card) -> None:
        cards.edited(self._store, card.practice_id, card.id, card.version)

    def _lost(self, card: Card, why: str) -> None:
        cards.lost(self._store, card.practice_id, card.id, why)

    def _end(
        self, row: OutboxRow, then: Callable[[], None], channel: str = "", ts: str = ""
    ) -> None:
        """The row is through, with what follows from it; nothing does where its lease was lost."""
        with self._store.transaction():
            if outbox.sent(self._store, row, channel, ts, self._desk.clock()):
                then()

    def _hand_on(self, row: OutboxRow, card: Card, why: str) -> None:
        """Have others shown the card, whose own reader is gone."""
        self._lost(card, why)
        for user in self._others(card):
            show_card(
                self._desk,
                card.practice_id,
                card.kind,
                card.key,
                card.version,
                user,
                stands_in=True,
            )
        self._tell(card, why)

    def _others(self, card: Card) -> Sequence[str]:
        """Who gets the card instead: the person it is about, else the owners."""
        if card.person is not None and card.person != card.recipient:
            return [card.person]
        owners = members.owners(self._store, card.practice_id)
        return [one.slack_user for one in owners if one.slack_user != card.recipient]

    def _tell(self, card: Card, why: str) -> None:
        """Of a channel once a day, however many cards were to go there."""
        desk, practice, reader = self._desk, card.practice_id, card.recipient
        uid = f"{UNDELIVERED}card:{card.id}"
        if why == NotRendered.__name__:
            tell_owners_of_unmade(desk, practice, reader, uid)
        elif is_channel(reader) and why in READER_GONE:
            day = desk.clock() // 86_400_000
            tell_owners_of_channel(desk, practice, reader, why, f"{UNDELIVERED}{reader}:{day}")
        else:
            tell_owners_of_undelivered(desk, practice, reader, why, uid)


class FirstPosts(_OfCards):
    """Rows of desk.cards.POST."""

    def carry(self, row: OutboxRow) -> None:
        card = self._card(row)
        if card.channel is not None and card.ts is not None:
            self._edit(row, card, card.channel, card.ts)
            return
        message = self._message(card)
        if message is None:
            self._end(row, lambda: self._lost(card, NOTHING_TO_SHOW))
            return
        channel, ts = self._posting.post(
            row.practice_id, card.recipient, message, repeat=row.repeat, thread=card.thread
        )
        self._end(row, lambda: self._posted(card, channel, ts, row.repeat), channel, ts)

    def refused(self, row: OutboxRow, code: str) -> bool:
        """What it was to stand under has been deleted, and nobody waits for it any more."""
        card = self._card(row)
        if card.thread is None or code not in NO_THREAD:
            return super().refused(row, code)
        self._end(row, lambda: self._lost(card, code))
        return True

    def _posted(self, card: Card, channel: str, ts: str, repeated: bool) -> None:
        version = card.version
        cards.posted(self._store, card.practice_id, card.id, version, channel, ts, repeated)


class Edits(_OfCards):
    """Rows of desk.cards.EDIT."""

    def place(self, row: OutboxRow) -> str:
        return ""

    def carry(self, row: OutboxRow) -> None:
        card = self._card(row)
        if card.lost in READER_GONE:
            self._end(row, lambda: self._hand_on(row, card, str(card.lost)))
        elif card.channel is None or card.ts is None:
            self._end(row, lambda: post(self._desk, card))
        else:
            self._edit(row, card, card.channel, card.ts)

    def refused(self, row: OutboxRow, code: str) -> bool:
        if code not in NOT_THERE:
            return super().refused(row, code)
        self._end(row, lambda: self._anew(self._card(row)))
        return True

    def _anew(self, card: Card) -> None:
        cards.vanished(self._store, card.practice_id, card.id)
        post(self._desk, card)


class Lines(_OfCards):
    """Rows of desk.cards.LINE."""

    def carry(self, row: OutboxRow) -> None:
        card = self._card(row)
        if card.lost in READER_GONE and cards.stand_ins(
            self._store, card.practice_id, card.kind, card.key
        ):
            self._end(row, lambda: self._say_elsewhere(row, card))
        else:
            channel, ts = self._say(row, card)
            self._end(row, lambda: None, channel, ts)

    def given_up(self, row: OutboxRow, why: str) -> None:
        self._tell(self._card(row), why)

    def _say(self, row: OutboxRow, card: Card) -> tuple[str, str]:
        """In the card's thread, or by itself where there is none."""
        place = card.channel or card.recipient

        def post_line(thread: str | None) -> tuple[str, str]:
            return self._posting.post(
                row.practice_id, place, said_in(row), repeat=row.repeat, thread=thread
            )

        try:
            return post_line(card.thread or card.ts)
        except SlackApiError as error:
            if card.ts is None or error.response.get("error") not in NO_THREAD:
                raise
        return post_line(None)

    def _hand_on(self, row: OutboxRow, card: Card, why: str) -> None:
        super()._hand_on(row, card, why)
        self._say_elsewhere(row, card)

    def _say_elsewhere(self, row: OutboxRow, card: Card) -> None:
        letter = {name: value for name, value in row.payload.items() if name != CARD}
        for one in cards.stand_ins(self._store, card.practice_id, card.kind, card.key):
            line(self._desk, one, f"{row.uid}:{one.id}", letter)
