"""What each way to Slack must do, so that rows of its kind are delivered like all others."""

from typing import Protocol

from storage.outbox import OutboxRow

UNDELIVERED = "undelivered:"
"""Begins the uids of the news that something was lost."""


class Carrier(Protocol):
    """Takes outbox rows of one kind to Slack."""

    def place(self, row: OutboxRow) -> str:
        """The channel or user who gets a message of it, one a second at most; "": nobody does."""

    def carry(self, row: OutboxRow) -> None:
        """Have Slack show it, and end the row. Raises NotRendered, and what calls raise."""

    def refused(self, row: OutboxRow, code: str) -> bool:
        """Slack said that it can't be shown, by that word. True: this has seen to the row."""

    def given_up(self, row: OutboxRow, why: str) -> None:
        """The row has ended undelivered. Tell whoever must know."""


class NotRendered(Exception):
    """What is to be shown could not be made; its cause says why. Nothing was sent."""
