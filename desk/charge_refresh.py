"""Payment intents that Stripe says have changed: read afresh, and what is new recorded."""

from collections.abc import Mapping
from dataclasses import dataclass

from desk.context import Desk
from desk.link_refresh import LinkRefresh
from desk.outcomes import record
from desk.stripe_events import News, NotKnownYet, StripeAway
from processor import payments
from processor.client import Client
from processor.outcomes import NotDone, Unknown
from rules.systems import System
from storage import disputes, operation_facts, operations


@dataclass(frozen=True)
class ChargeRefresh:
    desk: Desk
    client: Client

    def refresh(self, news: News) -> None:
        """Of a payment intent. Those that Paydesk didn't make are none of its business. Refused
        where Stripe won't show it, which says nothing of the others."""
        links = LinkRefresh(self.desk, self.client)
        if (link := links.of_news(news)) is not None:
            links.look(link, news.about)
            return
        known = operations.by_stripe_id(self.desk.store, news.practice_id, news.about)
        if known is None:
            if news.ours:
                raise NotKnownYet
            return
        try:
            seen = payments.read(self.client, news.about)
        except (NotDone, Unknown) as away:
            raise StripeAway from away
        record(self.desk, news.practice_id, known.uid, seen, System.STRIPE_NEWS)


def practice_of(desk: Desk, ids: Mapping[str, str]) -> int | None:
    """Whose operation has one of the ids that an event named, by Stripe's name of their kind."""
    named = [ids[kind] for kind in ("payment_intent", "checkout.session") if kind in ids]
    found = operation_facts.practice_of(desk.store, named)
    return found or disputes.practice_of(desk.store, [ids["charge"]] if "charge" in ids else [])
