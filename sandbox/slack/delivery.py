"""What goes to the app and how it acknowledges, whichever way it goes: HTTP or Socket Mode."""

from dataclasses import dataclass
from typing import Any, Protocol

ACK_SECONDS = 3.0

COMMAND, INTERACTIVE, EVENT = "slash_commands", "interactive", "events_api"
"""The kinds of envelope."""

TIMEOUT, FAILED = "operation_timeout", "dispatch_failed"


@dataclass(frozen=True)
class Retry:
    """An event that is sent again, for the `number`th time, and why."""

    number: int
    reason: str


@dataclass(frozen=True)
class Ack:
    """How the app took it. `error` "": acknowledged; `body`: what it said with that, a JSON
    object or a text, if anything. `reason` is Slack's word for a failure in retry headers."""

    body: dict[str, Any] | str | None = None
    error: str = ""
    reason: str = ""
    status: int = 200
    retry: bool = True

    @property
    def said(self) -> dict[str, Any]:
        """The body as an object: {} where it is none."""
        return self.body if isinstance(self.body, dict) else {}


class Delivery(Protocol):
    """Never raises; comes back after three seconds at the latest."""

    def send(self, kind: str, payload: dict[str, Any], retry: Retry | None = None) -> Ack: ...


class Nobody:
    """No app is there."""

    def send(self, kind: str, payload: dict[str, Any], retry: Retry | None = None) -> Ack:
        return Ack(error=FAILED, reason="connection_failed", status=0)
