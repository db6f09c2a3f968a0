"""The carrier of what takes messages back: it deletes them in Slack."""

import logging

from bot.installations import Installations
from bot.outbox.slack_words import READER_GONE
from desk.context import Desk
from desk.taking_back import UID
from storage import outbox
from storage.outbox import SENDING, OutboxRow

log = logging.getLogger("paydesk.outbox")

LOOK_AGAIN_MS = 2_000
NOTHING_LEFT = READER_GONE | {"cant_delete_message", "message_not_found"}
"""It is not there any more, or it is out of reach."""


class TakenBack:
    """Rows of desk.taking_back.KIND."""

    def __init__(self, desk: Desk, installations: Installations) -> None:
        self._desk = desk
        self._installations = installations

    def place(self, row: OutboxRow) -> str:
        return ""

    def carry(self, row: OutboxRow) -> None:
        """What is on its way at this moment has to arrive first."""
        store, mine = self._desk.store, row.practice_id
        outbox.forget_waiting(store, mine, row.payload[UID])
        message = outbox.find(store, mine, row.payload[UID])
        if message is not None and message.state == SENDING:
            at = self._desk.clock() + LOOK_AGAIN_MS
            outbox.retry_at(store, row, at, "not there yet", counts=False)
            return
        if message is not None and message.channel and message.ts:
            client = self._installations.client(mine)
            client.chat_delete(channel=message.channel, ts=message.ts)
        self._done(row)

    def refused(self, row: OutboxRow, code: str) -> bool:
        if code not in NOTHING_LEFT:
            return False
        self._done(row)
        return True

    def given_up(self, row: OutboxRow, why: str) -> None:
        log.error("a message could not be taken back", extra={"why": why})

    def _done(self, row: OutboxRow) -> None:
        store = self._desk.store
        with store.transaction():
            if outbox.sent(store, row, "", "", self._desk.clock()):
                outbox.forget(store, row.practice_id, row.payload[UID])
