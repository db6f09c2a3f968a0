"""The payment methods that Stripe keeps of a client, read again when Stripe says they changed."""

from dataclasses import dataclass

from desk.context import Desk
from desk.stripe_events import News, StripeAway
from processor.client import Client
from processor.customers import Customers, Method, NoSuchCustomer
from rules.words import Refusal
from storage import stripe_clients
from storage.stripe_clients import SavedMethod


@dataclass(frozen=True)
class SavedMethods:
    desk: Desk
    client: Client

    def refresh(self, news: News) -> None:
        """Exactly what Stripe has now. Customers whom Paydesk doesn't know stay unknown."""
        store = self.desk.store
        known = stripe_clients.by_customers(store, news.practice_id, [news.about])
        if news.about not in known:
            return
        client_id = known[news.about][0]
        found = self._read(news.about)
        usual = self._default(news.about) if found else ""
        now = self.desk.clock()
        methods = [saved(one, client_id, news.about, usual, now) for one in found]
        with store.transaction():
            if news.about in stripe_clients.by_customers(store, news.practice_id, [news.about]):
                stripe_clients.put(store, news.practice_id, [(news.about, client_id)], methods, now)

    def _read(self, customer_id: str) -> list[Method]:
        """None of a customer who was deleted at Stripe."""
        try:
            return Customers(self.client).methods_of([customer_id])[customer_id]
        except NoSuchCustomer:
            return []
        except Refusal as away:
            raise StripeAway from away

    def _default(self, customer_id: str) -> str:
        try:
            return Customers(self.client).default_of(customer_id)
        except Refusal as away:
            raise StripeAway from away


def saved(
    method: Method, client_id: int, customer_id: str, usual: str = "", now: int = 0
) -> SavedMethod:
    """`usual`: the id of the customer's default, which it is from `now` on unless it was before."""
    told = {name: value for name, value in vars(method).items() if name != "id"}
    since = now if method.id == usual else None
    return SavedMethod(
        client_id=client_id,
        customer_id=customer_id,
        method_id=method.id,
        default_since=since,
        **told,
    )
