"""Posts and edits of messages, and the carriers of what is never edited."""

from typing import Any

from slack_sdk.errors import SlackApiError

from bot.home import Homes
from bot.installations import Installations
from bot.outbox.carrier import UNDELIVERED
from bot.outbox.documents import Documents
from bot.outbox.news import tell_owners_of_undelivered
from bot.outbox.slack_words import NOT_HEARD
from bot.slack_replies import REFUSED_BLOCKS
from commands.replies import Block, Message
from desk import letters
from desk.context import Desk
from desk.documents import RightLost
from desk.whispers import CHANNEL, THREAD
from storage import outbox
from storage.outbox import OutboxRow

NOT_ALLOWED = "not allowed any more"
"""Of what the reader has lost the right to. Nobody has to see to it."""
REPEAT = "↻"
"""Marks a message that may be shown for the second time; a sign needs no translation."""


class Posting:
    """Posts and edits messages in practices' workspaces."""

    def __init__(self, installations: Installations) -> None:
        self._installations = installations

    def post(
        self, practice_id: int, channel: str, message: Message, *, repeat: bool, thread: str | None
    ) -> tuple[str, str]:
        """The channel and ts at which Slack shows it. Raises what calls to Slack raise."""
        client = self._installations.client(practice_id)

        def call(text: str, blocks: list[Block]) -> Any:
            return client.chat_postMessage(
                channel=channel,
                text=text,
                blocks=blocks,
                thread_ts=thread,
                unfurl_links=False,
                unfurl_media=False,
            )

        answer = _either_way(call, message, repeat=repeat)
        return str(answer["channel"]), str(answer["ts"])

    def whisper(
        self, practice_id: int, channel: str, user: str, message: Message, thread: str | None
    ) -> str:
        """Only `user` sees it. Its ts; raises what calls to Slack raise."""
        client = self._installations.client(practice_id)
        answer = client.chat_postEphemeral(
            channel=channel, user=user, text=message.text, blocks=message.blocks, thread_ts=thread
        )
        return str(answer["message_ts"])

    def edit(
        self, practice_id: int, channel: str, ts: str, message: Message, *, repeat: bool
    ) -> None:
        """Raises what calls to Slack raise."""
        client = self._installations.client(practice_id)

        def call(text: str, blocks: list[Block]) -> Any:
            return client.chat_update(channel=channel, ts=ts, text=text, blocks=blocks)

        _either_way(call, message, repeat=repeat)


class Messages:
    """The carrier of direct messages and other posts that are never edited."""

    def __init__(self, desk: Desk, posting: Posting) -> None:
        self._desk = desk
        self._posting = posting

    def place(self, row: OutboxRow) -> str:
        return row.recipient

    def carry(self, row: OutboxRow) -> None:
        channel, ts = self._posting.post(
            row.practice_id, row.recipient, said_in(row), repeat=row.repeat, thread=None
        )
        outbox.sent(self._desk.store, row, channel, ts, self._desk.clock())

    def refused(self, row: OutboxRow, code: str) -> bool:
        return False

    def given_up(self, row: OutboxRow, why: str) -> None:
        """The owners hear of it. What it said is for its reader alone."""
        if not row.uid.startswith((outbox.ANSWER, UNDELIVERED)):
            tell_owners_of_undelivered(
                self._desk, row.practice_id, row.recipient, why, f"{UNDELIVERED}{row.id}"
            )


class Whispers(Messages):
    """The carrier of what one person is told in a channel. Where that can't be, they are told in
    their direct messages."""

    def carry(self, row: OutboxRow) -> None:
        channel, thread = row.payload[CHANNEL], row.payload[THREAD]
        ts = self._posting.whisper(
            row.practice_id, channel, row.recipient, said_in(row), thread or None
        )
        outbox.sent(self._desk.store, row, channel, ts, self._desk.clock())

    def refused(self, row: OutboxRow, code: str) -> bool:
        if code not in NOT_HEARD:
            return False
        store, now = self._desk.store, self._desk.clock()
        letter = {name: row.payload[name] for name in ("text", "blocks")}
        with store.transaction():
            if outbox.failed(store, row, code, now):
                uid = f"{row.uid}:direct"
                outbox.enqueue(
                    store, row.practice_id, letters.KIND, row.recipient, uid, letter, now
                )
        return True


class Files(Messages):
    """The carrier of documents, as files in direct messages."""

    def __init__(self, desk: Desk, posting: Posting, documents: Documents) -> None:
        super().__init__(desk, posting)
        self._documents = documents

    def carry(self, row: OutboxRow) -> None:
        try:
            channel, ts = self._documents.send(row, REPEAT if row.repeat else "")
        except RightLost:
            outbox.failed(self._desk.store, row, NOT_ALLOWED, self._desk.clock())
        else:
            outbox.sent(self._desk.store, row, channel, ts, self._desk.clock())


class HomeTabs:
    """The carrier of Homes that are to be shown anew."""

    def __init__(self, desk: Desk, homes: Homes) -> None:
        self._desk = desk
        self._homes = homes

    def place(self, row: OutboxRow) -> str:
        return ""

    def carry(self, row: OutboxRow) -> None:
        self._homes.publish(row.practice_id, row.recipient)
        outbox.sent(self._desk.store, row, row.recipient, "", self._desk.clock())

    def refused(self, row: OutboxRow, code: str) -> bool:
        return False

    def given_up(self, row: OutboxRow, why: str) -> None:
        """They open it and see it."""


def said_in(row: OutboxRow) -> Message:
    """The message that a use case wrote into the outbox."""
    return Message(row.payload["text"], row.payload.get("blocks") or [])


def _either_way(call: Any, message: Message, *, repeat: bool) -> Any:
    """With the newer blocks, or in sections where the workspace refuses those."""
    try:
        return call(*_marked(message.text, message.blocks, repeat))
    except SlackApiError as error:
        if message.plain is None or error.response.get("error") != REFUSED_BLOCKS:
            raise
    return call(*_marked(message.text, message.plain, repeat))


def _marked(text: str, blocks: list[Block], repeat: bool) -> tuple[str, list[Block]]:
    """A repeat's reader may have seen it before: an answer of Slack's was lost."""
    if not repeat:
        return text, blocks
    mark = {"type": "context", "elements": [{"type": "plain_text", "text": REPEAT, "emoji": True}]}
    return f"{REPEAT} {text}", [mark, *blocks] if blocks else []
