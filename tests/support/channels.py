"""Channels of the tests' workspace: one of the practice alone, one in which others read, and one of
which Slack tells nothing."""

from dataclasses import dataclass

from desk.channels import Readers
from rules.words import refuse
from storage.practices import Practice
from storage.store import Store

OURS, SHARED, AWAY = "C0BILLING", "C0SHARED", "C0AWAY"


@dataclass(frozen=True)
class KnownChannels:
    """Channels whose readers are known."""

    store: Store

    def readers(self, practice: Practice, channel: str) -> Readers:
        assert not self.store.in_transaction()
        if channel == AWAY:
            raise refuse("Slack didn’t say who is in that channel. Please try again.")
        return Readers(("U0GUEST",), ("U0ELSE",), 3) if channel == SHARED else Readers()
