"""Refunds at Stripe against those that are known here: what was missed, or forgotten since a backup
was made, is taken over."""

from dataclasses import dataclass

from desk.context import Desk
from desk.looks import SECOND
from desk.refund_refresh import heard_of
from desk.stripe_events import NotKnownYet
from processor import refunds as at_stripe
from processor.client import Client
from rules.refund_state import RefundSnapshot
from rules.systems import System
from storage import operations
from storage.practices import Practice


@dataclass(frozen=True)
class RefundComparison:
    """Raises NotDone or Unknown where Stripe doesn't answer."""

    desk: Desk
    client: Client

    def take_over(self, practice: Practice, since: int) -> list[str]:
        """Those that were made since then (epoch ms), the oldest first, once their payments are
        known. Uids of those of which Paydesk was behind."""
        seen = [*at_stripe.made_since(self.client, since // SECOND)]
        found = [self.heard(practice, one) for one in reversed(seen)]
        return [uid for uid in found if uid is not None]

    def heard(self, practice: Practice, seen: RefundSnapshot) -> str | None:
        """Its uid, where Paydesk was behind. What a worker sends now is the worker's."""
        store = self.desk.store
        before = operations.by_stripe_id(store, practice.id, seen.refund_id)
        try:
            after = heard_of(self.desk, practice.id, seen, System.RECONCILER)
        except NotKnownYet:
            return None
        if after is None or (before is not None and before.state == after.state):
            return None
        return after.uid
