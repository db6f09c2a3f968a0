"""Whole objects in place of ids: what can be asked for, and that a bad wish does nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from stripe import StripeClient

from tests.sandbox.stripe.support import LocalStripe, refusal

PAID = {
    "amount": 5_000,
    "currency": "usd",
    "payment_method": "pm_card_visa",
    "confirm": True,
    "off_session": True,
}


def count(local: LocalStripe) -> dict[str, int]:
    return local.service.platform.count()


@pytest.mark.parametrize(
    "path",
    ["nothing", "data.customer", "latest_charge.nothing", "customer.id", "metadata", "", "."],
)
def test_what_is_refused_for_a_bad_path_is_not_charged(
    client: StripeClient, local: LocalStripe, path: str
) -> None:
    before = count(local)
    wanted: Any = PAID | {"expand": ["latest_charge", path]}
    for _ in range(2):
        error = refusal(
            lambda: client.v1.payment_intents.create(wanted, {"idempotency_key": f"bad-{path}"})
        )
        assert error.http_status == 400
    assert count(local) == before


def test_four_levels_can_be_expanded_and_no_more(client: StripeClient) -> None:
    deep = "latest_charge.balance_transaction.source.customer"
    made: Any = PAID | {"capture_method": "automatic", "expand": [deep]}
    read = client.v1.payment_intents.create(made).to_dict()
    assert read["latest_charge"]["balance_transaction"]["source"]["object"] == "charge"
    error = refusal(lambda: client.v1.payment_intents.create(made | {"expand": [f"{deep}.x"]}))
    assert "more than 4 levels" in str(error.user_message)


def test_what_only_some_of_the_objects_have_is_expanded_there(client: StripeClient) -> None:
    paid = client.v1.payment_intents.create({**PAID, "capture_method": "automatic"})  # type: ignore[typeddict-item]
    client.v1.refunds.create({"payment_intent": paid.id})
    listed = client.v1.balance_transactions.list({"limit": 2, "expand": ["data.source.charge"]})
    refund, charge = (one.to_dict()["source"] for one in listed.data)
    assert refund["charge"]["id"] == charge["id"]


@pytest.mark.parametrize(
    ("act", "path"),
    [
        (lambda v1: v1.customers.list, "default_source"),
        (lambda v1: v1.customers.list, "data"),
        (lambda v1: v1.customers.list, "total_count"),
        (lambda v1: v1.payment_links.list, "data.line_items.price"),
        (lambda v1: v1.events.list, "data.data.object.customer"),
    ],
)
def test_lists_expand_what_is_in_their_objects(
    client: StripeClient, act: Callable[[Any], Any], path: str
) -> None:
    error = refusal(lambda: act(client.v1)({"expand": [path]}))
    assert (error.http_status, error.user_message) == (
        400,
        f"This property cannot be expanded ({path}).",
    )


def test_items_of_a_link_come_with_their_products(client: StripeClient) -> None:
    item: Any = {"currency": "usd", "unit_amount": 900, "product_data": {"name": "Visit"}}
    made = client.v1.payment_links.create(
        {
            "line_items": [{"quantity": 1, "price_data": item}],
            "expand": ["line_items.data.price.product"],
        }
    )
    assert made.to_dict()["line_items"]["data"][0]["price"]["product"]["name"] == "Visit"
