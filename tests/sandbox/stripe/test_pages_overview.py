"""The payments page: what the local Stripe holds, and each object's JSON."""

import json
import re

import pytest
from stripe import StripeClient

from tests.sandbox.stripe.pages_support import Visitor
from tests.sandbox.stripe.support import LocalStripe
from tests.support.html import Tag


@pytest.fixture
def olivia(local: LocalStripe) -> Visitor:
    return Visitor(local)


def pay(client: StripeClient, method: str = "pm_card_visa", amount: int = 12000) -> str:
    return client.v1.payment_intents.create(
        {
            "amount": amount,
            "currency": "usd",
            "payment_method": method,
            "description": "Invoice INV-1042",
            "confirm": True,
            "return_url": "https://northside.example/back",
        }
    ).id


def rows(page: Tag, heading: str) -> list[str]:
    """The rows of the table with this heading, as texts."""
    here = page.one("h2", id=heading)
    table = page.one("div", aria_labelledby=here.attributes["id"])
    return [row.text for row in table.one("tbody").all("tr")]


def test_payments_refunds_and_disputes_stand_newest_first(
    client: StripeClient, olivia: Visitor, local: LocalStripe
) -> None:
    first = pay(client)
    second = pay(client, "pm_card_createDispute", 5000)
    local.advance(seconds=5)
    client.v1.refunds.create({"payment_intent": first, "amount": 2000})
    page = olivia.opens("/pages/").page
    payments = rows(page, "payments")
    assert payments[0].startswith("$50.00 succeeded Visa •••• 0259")
    assert payments[1].startswith("$120.00 succeeded Visa •••• 4242 – Invoice INV-1042")
    assert second in payments[0]
    assert rows(page, "refunds")[0].startswith("$20.00")
    assert first in rows(page, "refunds")[0]
    assert rows(page, "disputes")[0].startswith("$50.00 needs_response")


def test_every_object_opens_to_its_json(client: StripeClient, olivia: Visitor) -> None:
    paid = pay(client)
    page = olivia.opens("/pages/").page
    link = next(one for one in page.all("a") if one.text == paid)
    shown = olivia.opens(link.attributes["href"]).page.one("pre")
    assert json.loads("".join(map(str, shown.children)))["id"] == paid


def test_events_tell_where_they_are_on_their_way(
    client: StripeClient, olivia: Visitor, local: LocalStripe
) -> None:
    client.v1.webhook_endpoints.create(
        {"url": "http://127.0.0.1:9/closed", "enabled_events": ["tax_rate.created"]}
    )
    client.v1.tax_rates.create({"display_name": "VAT", "percentage": 20, "inclusive": True})
    client.v1.customers.create({"name": "Ada"})

    def told(event: str) -> str:
        page = olivia.opens("/pages/").page
        return next(row for row in rows(page, "events") if row.startswith(event))

    assert "nobody listens" in told("customer.created")
    assert re.search("pending|failed, tried again", told("tax_rate.created"))
    for _ in range(12):
        assert local.service.webhooks.deliveries.wait_until_idle(5)
        local.advance(days=1)
    assert "given up" in told("tax_rate.created")


def test_nothing_is_said_to_be_there_before_anything_is() -> None:
    empty = LocalStripe()
    try:
        text = Visitor(empty).opens("/pages/").page.text
    finally:
        empty.stop()
    for said in ("No payment yet.", "No refund yet.", "No dispute yet.", "No event yet."):
        assert said in text
