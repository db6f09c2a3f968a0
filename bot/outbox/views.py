"""The carrier of modals that are to be shown anew while somebody looks at them."""

import logging

from bot.installations import Installations
from bot.outbox.rendering import Renderers, rendered
from bot.outbox.slack_words import VIEW_GONE
from desk.context import Desk
from storage import outbox
from storage.outbox import OutboxRow

log = logging.getLogger("paydesk.outbox")


class Modals:
    """Rows of desk.cards.VIEW."""

    def __init__(self, desk: Desk, installations: Installations, renderers: Renderers) -> None:
        self._desk = desk
        self._installations = installations
        self._views = renderers.views

    def place(self, row: OutboxRow) -> str:
        return ""

    def carry(self, row: OutboxRow) -> None:
        kind, key, user = row.payload["kind"], row.payload["key"], row.payload["user"]
        view = rendered(lambda: self._views[kind](row.practice_id, key, user))
        if view is not None:
            client = self._installations.client(row.practice_id)
            client.views_update(view_id=row.recipient, view=view)
        outbox.sent(self._desk.store, row, row.recipient, "", self._desk.clock())

    def refused(self, row: OutboxRow, code: str) -> bool:
        """A modal that was closed needs nothing any more."""
        if code not in VIEW_GONE:
            return False
        outbox.sent(self._desk.store, row, row.recipient, "", self._desk.clock())
        return True

    def given_up(self, row: OutboxRow, why: str) -> None:
        """Its card says the same."""
