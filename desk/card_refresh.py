"""Set-up pages and set-up intents that Stripe says have changed: read afresh, and what is new
recorded."""

from dataclasses import dataclass

from desk.card_outcomes import record_setup
from desk.context import Desk
from desk.link_refresh import LinkRefresh
from desk.stripe_events import News, NotKnownYet, StripeAway
from processor import setups
from processor.client import Client
from processor.outcomes import NotDone, Unknown
from rules.systems import System
from storage import operations
from storage.operations import CARD, Operation


@dataclass(frozen=True)
class CardRefresh:
    desk: Desk
    client: Client

    def refresh_page(self, news: News) -> None:
        """Of a Checkout Session. Those that Paydesk didn't make are none of its business. Refused
        where Stripe won't show it."""
        links = LinkRefresh(self.desk, self.client)
        if (link := links.of_news(news)) is not None:
            links.look(link, news.ids.get("payment_intent"))
            return
        known = operations.by_stripe_id(self.desk.store, news.practice_id, news.about)
        if known is None and news.ours:
            raise NotKnownYet
        self._refresh(known)

    def refresh_setup(self, news: News) -> None:
        """Of a set-up intent, such as when a bank account has been verified days later."""
        if not news.ours:
            return
        try:
            uid = setups.operation_of_setup(self.client, news.about)
        except (NotDone, Unknown) as away:
            raise StripeAway from away
        self._refresh(operations.by_uid(self.desk.store, news.practice_id, uid or ""))

    def _refresh(self, known: Operation | None) -> None:
        if known is None or known.kind != CARD or known.stripe_id is None:
            return
        try:
            seen = setups.read_page(self.client, known.stripe_id)
        except (NotDone, Unknown) as away:
            raise StripeAway from away
        record_setup(self.desk, known.practice_id, known.uid, seen, System.STRIPE_NEWS)
