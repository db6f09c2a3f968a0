"""What answers in Stripe's place gives no list: nobody knows then what Stripe has."""

from collections.abc import Callable, Iterator

import pytest
from stripe import StripeClient

from processor import bookings, disputes, links, made_payments, payments, refunds, setups
from processor.outcomes import Unknown
from sandbox.stripe.faults import Script
from tests.support.register import Accounting

Read = Callable[[StripeClient, str, str], object]
READ: dict[str, Read] = {
    "what was booked": lambda client, *_: list(bookings.made_since(client, 0)),
    "a customer": lambda client, *_: setups.find_customer(client, "op", 0),
    "a page for a card": lambda client, payer, _: setups.find_page(client, payer, "op", 0),
    "disputes": lambda client, *_: list(disputes.opened_since(client, 0)),
    "a link": lambda client, *_: links.find(client, "op"),
    "open links": lambda client, *_: links.open_of(client, "T0"),
    "the link of a payment": lambda client, _, intent: links.of_payment(client, intent),
    "a payment": lambda client, payer, _: payments.find(client, payer, "op", 0),
    "payments": lambda client, *_: list(made_payments.made_since(client, "T0", 0)),
    "refunds": lambda client, *_: list(refunds.made_since(client, 0)),
}
"""Of the client, a customer and a payment intent."""


@pytest.fixture(scope="module")
def accounting() -> Iterator[Accounting]:
    running = Accounting()
    yield running
    running.stop()


@pytest.mark.parametrize("what", READ)
def test_something_else_than_a_list_is_unknown(accounting: Accounting, what: str) -> None:
    v1 = accounting.stripe.client.v1
    payer = v1.customers.create({"name": "Ada Lovelace"}).id
    intent = v1.payment_intents.create({"amount": 100, "currency": "usd", "customer": payer}).id
    other = Script.read({"verb": "GET", "fault": "other_json"})
    accounting.stripe.service.faults.add(other)
    try:
        with pytest.raises(Unknown, match="not_a_list"):
            READ[what](accounting.stripe.client, payer, intent)
    finally:
        accounting.stripe.service.faults.clear()
