"""Payment links, their pages and their payments that Stripe says have changed: read afresh, and
what is new recorded."""

from dataclasses import dataclass

from desk.context import Desk
from desk.link_outcomes import record_link
from desk.outcomes import record
from desk.stripe_events import News, NotKnownYet, StripeAway
from processor import links, payments
from processor.client import Client
from processor.outcomes import NotDone, Unknown
from rules.payment_state import State
from rules.systems import System
from storage import operations, payment_links
from storage.operations import LINK, Operation

_BY_ITS_PAGES = frozenset({State.SENDING, State.UNKNOWN, State.OPEN, State.CANCELLED})
"""While it isn't known yet by which payment it is paid."""


@dataclass(frozen=True)
class LinkRefresh:
    desk: Desk
    client: Client

    def refresh(self, news: News) -> None:
        """Of the link itself. Those that Paydesk didn't make are none of its business. Refused
        where Stripe won't show it."""
        known = payment_links.operation_of(self.desk.store, news.practice_id, news.about)
        if known is None and news.ours:
            raise NotKnownYet
        if known is not None:
            self.look(known, None)

    def of_news(self, news: News) -> Operation | None:
        """The link that news of a page or a payment are about, if it is one's."""
        known = operations.by_uid(self.desk.store, news.practice_id, news.operation)
        return known if known is not None and known.kind == LINK else None

    def look(self, known: Operation, intent_id: str | None) -> None:
        """At all of it, or only at the payment that the news are about, where it is paid."""
        try:
            self._look(known, intent_id)
        except (NotDone, Unknown) as away:
            raise StripeAway from away

    def _look(self, known: Operation, intent_id: str | None) -> None:
        link = payment_links.get(self.desk.store, known.practice_id, known.id)
        if known.state not in _BY_ITS_PAGES and intent_id is not None:
            payment = payments.read(self.client, intent_id)
            record(self.desk, known.practice_id, known.uid, payment, System.STRIPE_NEWS)
        elif link.link_id is None:
            raise NotKnownYet
        else:
            seen = links.read(self.client, link.link_id)
            record_link(self.desk, known.practice_id, known.uid, seen, System.STRIPE_NEWS)
