"""Disputes that Stripe says have changed: read afresh, and what is new recorded."""

from dataclasses import dataclass

from desk.context import Desk
from desk.disputes import record_dispute
from desk.outcomes import record
from desk.stripe_events import News, NotKnownYet, StripeAway
from processor import disputes, payments
from processor.client import Client
from processor.outcomes import NotDone, Unknown
from rules.systems import System
from storage import operations


@dataclass(frozen=True)
class DisputeRefresh:
    desk: Desk
    client: Client

    def refresh(self, news: News) -> None:
        """Of a dispute. Those of payments that Paydesk didn't make are none of its business."""
        try:
            seen = disputes.read(self.client, news.about)
            if record_dispute(self.desk, news.practice_id, seen, System.STRIPE_NEWS):
                return
            if not self._hear_of_payment(news.practice_id, seen.intent_id):
                return
        except (NotDone, Unknown) as away:
            raise StripeAway from away
        if not record_dispute(self.desk, news.practice_id, seen, System.STRIPE_NEWS):
            raise NotKnownYet

    def _hear_of_payment(self, practice_id: int, intent_id: str | None) -> bool:
        """A dispute may be heard of before the payment is: the payment comes first. Whether it is
        one of ours."""
        known = operations.by_stripe_id(self.desk.store, practice_id, intent_id or "")
        if known is None or intent_id is None:
            return False
        seen = payments.read(self.client, intent_id)
        record(self.desk, practice_id, known.uid, seen, System.STRIPE_NEWS)
        return True
