"""Whether this process can do its work now: for /readyz."""

import logging
from collections.abc import Mapping
from typing import Any

from bot.socket_mode import Socket
from desk.context import Desk
from storage import comparing, schema

log = logging.getLogger("paydesk.web")


class Contacts:
    """When Slack and Stripe were last heard from, in epoch milliseconds, and as whom Stripe knows
    us."""

    def __init__(self) -> None:
        self.slack_at: int | None = None
        self.stripe_at: int | None = None
        self.stripe_event_at: int | None = None
        """When an event came, or Stripe was asked for events and answered."""
        self.stripe_account: str | None = None


class Readiness:
    """Answers /readyz: a JSON object, with "ready" true or false."""

    def __init__(self, desk: Desk, socket: Socket | None, contacts: Contacts) -> None:
        self._desk = desk
        self._socket = socket
        self._contacts = contacts

    def __call__(self) -> Mapping[str, Any]:
        database, migrations, behind = self._store()
        connected = self._socket is None or self._socket.connected
        return {
            "ready": database == "ok" and migrations == "ok" and connected,
            "database": database,
            "migrations": migrations,
            "comparing_with_stripe": behind,
            "slack": "socket" if self._socket else "http",
            "slack_connected": connected,
            "slack_last_contact_ms": self._contacts.slack_at,
            "stripe_last_contact_ms": self._contacts.stripe_at,
            "stripe_last_event_ms": self._contacts.stripe_event_at,
        }

    def _store(self) -> tuple[str, str, bool | None]:
        """The last: whether nothing is charged for now, since a backup was restored."""
        try:
            pending = schema.pending(self._desk.store)
            behind = None if pending else comparing.begun(self._desk.store) is not None
        except Exception:
            log.exception("the database does not answer")
            return "down", "unknown", None
        return "ok", "pending" if pending else "ok", behind
