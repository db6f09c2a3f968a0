"""Checkout Sessions as clients make, read, change and expire them."""

from typing import Any

import pytest
from stripe import StripeClient

from tests.sandbox.stripe.support import LocalStripe, refusal

LINE = {
    "quantity": 2,
    "price_data": {"currency": "usd", "unit_amount": 1000, "product_data": {"name": "Visit"}},
}
ORDER = {"mode": "payment", "line_items": [LINE], "success_url": "http://127.0.0.1/ok"}
SAVE = {"mode": "setup", "currency": "gbp", "success_url": "http://127.0.0.1/ok"}


def test_an_order_waits_to_be_paid(client: StripeClient, local: LocalStripe) -> None:
    made = client.v1.checkout.sessions.create(
        {**ORDER, "client_reference_id": "inv_9", "metadata": {"inv": "9"}}
    )
    read = client.v1.checkout.sessions.retrieve(
        made.id, {"expand": ["line_items.data.taxes", "payment_intent.latest_charge"]}
    ).to_dict()
    assert (read["status"], read["payment_status"]) == ("open", "unpaid")
    assert (read["amount_subtotal"], read["amount_total"], read["currency"]) == (2000, 2000, "usd")
    assert read["client_reference_id"] == "inv_9"
    assert read["payment_intent"] is None
    assert read["payment_method_types"] == ["card", "us_bank_account"]
    assert read["line_items"]["data"][0]["taxes"] == []
    assert read["expires_at"] - read["created"] == 24 * 3600
    assert read["url"] == f"{local.url}/pages/checkout/{made.id}"


@pytest.mark.parametrize(
    ("inclusive", "total", "tax"), [(False, 12_000, 2000), (True, 10_000, 1667)]
)
def test_taxes_of_a_line_are_added_or_included(
    client: StripeClient, inclusive: bool, total: int, tax: int
) -> None:
    rate = client.v1.tax_rates.create(
        {"display_name": "VAT", "percentage": 20.0, "inclusive": inclusive}
    )
    data = {"currency": "gbp", "unit_amount": 10_000, "product_data": {"name": "Visit"}}
    line = {"quantity": 1, "price_data": data, "tax_rates": [rate.id]}
    made = client.v1.checkout.sessions.create(
        {**ORDER, "line_items": [line], "expand": ["line_items.data.taxes"]}  # type: ignore[list-item]
    ).to_dict()
    assert (made["amount_subtotal"], made["amount_total"]) == (10_000, total)
    assert made["total_details"]["amount_tax"] == tax
    (taxed,) = made["line_items"]["data"][0]["taxes"]
    assert (taxed["amount"], taxed["rate"]["id"]) == (tax, rate.id)


def test_line_items_are_listed_in_their_order(client: StripeClient) -> None:
    names = [f"Item {n}" for n in range(12)]
    data = {"currency": "usd", "unit_amount": 100}
    lines = [
        {"quantity": 1, "price_data": data | {"product_data": {"name": name}}} for name in names
    ]
    made = client.v1.checkout.sessions.create(
        {**ORDER, "line_items": lines, "expand": ["line_items"]}  # type: ignore[typeddict-item]
    )
    assert made.line_items
    assert [one.description for one in made.line_items.data] == names[:10]
    assert made.line_items.has_more
    every = client.v1.checkout.sessions.line_items.list(made.id, {"limit": 5})
    assert [one.description for one in every.auto_paging_iter()] == names


def test_a_card_is_saved_with_a_set_up_intent_from_the_start(client: StripeClient) -> None:
    customer = client.v1.customers.create({"email": "ada@example.org"})
    made = client.v1.checkout.sessions.create(
        {
            **SAVE,
            "customer": customer.id,
            "setup_intent_data": {"metadata": {"k": "v"}},
            "expand": ["setup_intent"],
        }
    ).to_dict()
    assert made["setup_intent"]["metadata"] == {"k": "v"}
    assert made["setup_intent"]["customer"] == customer.id
    assert made["payment_method_types"] == ["card", "bacs_debit"]
    assert (made["payment_status"], made["amount_total"]) == ("no_payment_required", None)
    assert made["customer_details"]["email"] == "ada@example.org"


def test_what_is_allowed_or_excluded_is_what_is_offered(client: StripeClient) -> None:
    allowed = {**SAVE, "allowed_payment_method_types": ["us_bank_account"]}
    del allowed["currency"]
    made = client.v1.checkout.sessions.create(allowed)  # type: ignore[arg-type]
    assert made.payment_method_types == ["us_bank_account"]
    without = {**ORDER, "excluded_payment_method_types": ["us_bank_account"]}
    assert client.v1.checkout.sessions.create(without).payment_method_types == ["card"]  # type: ignore[arg-type]
    error = refusal(
        lambda: client.v1.checkout.sessions.create({**ORDER, "payment_method_types": ["card"]})  # type: ignore[typeddict-unknown-key]
    )
    assert error.code == "payment_method_types_no_longer_supported"


@pytest.mark.parametrize(
    ("wrong", "param"),
    [
        ({"mode": "payment", "success_url": "http://127.0.0.1/"}, "line_items"),
        ({"line_items": [LINE], "success_url": "http://127.0.0.1/"}, "mode"),
        ({"mode": "payment", "line_items": [LINE]}, "success_url"),
        ({"mode": "setup", "success_url": "http://127.0.0.1/"}, "currency"),
        (SAVE | {"line_items": [LINE]}, "line_items"),
        (ORDER | {"setup_intent_data": {"description": "x"}}, "setup_intent_data"),
        (ORDER | {"expires_at": 5}, "expires_at"),
        (ORDER | {"expires_at": 5_000_000_000}, "expires_at"),
        (ORDER | {"currency": "eur"}, "currency"),
        (ORDER | {"customer": "cus_none"}, "customer"),
        (ORDER | {"customer_email": "nobody"}, "customer_email"),
        (ORDER | {"success_url": "thanks"}, "success_url"),
        (ORDER | {"success_url": "javascript:alert(1)"}, "success_url"),
        (ORDER | {"cancel_url": "http://"}, "cancel_url"),
        (ORDER | {"payment_method_collection": "always"}, "payment_method_collection"),
        (
            ORDER | {"payment_intent_data": {"receipt_email": "nobody"}},
            "payment_intent_data[receipt_email]",
        ),
        (ORDER | {"client_reference_id": "x" * 201}, "client_reference_id"),
        (ORDER | {"mode": "subscription"}, "mode"),
        (ORDER | {"line_items": [{"price_data": LINE["price_data"]}]}, "line_items[0]"),
        (
            ORDER | {"line_items": [LINE | {"tax_rates": ["txr_none"]}]},
            "line_items[0][tax_rates][0]",
        ),
        (
            ORDER | {"payment_intent_data": {"statement_descriptor": "NORTHSIDE"}},
            "statement_descriptor",
        ),
    ],
)
def test_what_a_session_can_not_be_is_refused(
    client: StripeClient, wrong: dict[str, Any], param: str
) -> None:
    error = refusal(lambda: client.v1.checkout.sessions.create(wrong))  # type: ignore[arg-type]
    assert error.error
    assert (error.http_status, error.error.param) == (400, param)


def test_less_than_can_be_paid_is_refused(client: StripeClient) -> None:
    data = {"currency": "usd", "unit_amount": 49, "product_data": {"name": "Visit"}}
    few = {**ORDER, "line_items": [{"quantity": 1, "price_data": data}]}
    error = refusal(lambda: client.v1.checkout.sessions.create(few))  # type: ignore[arg-type]
    assert error.code == "amount_too_small"
    assert "at least $0.50 usd" in str(error.user_message)


def test_a_customer_is_named_by_id_or_by_email(client: StripeClient) -> None:
    customer = client.v1.customers.create({"email": "ada@example.org"}).id
    for more in ({"customer_email": "a@example.org"}, {"customer_creation": "always"}):
        both = {**ORDER, "customer": customer, **more}
        error = refusal(lambda both=both: client.v1.checkout.sessions.create(both))
        assert "only specify one of these parameters" in str(error.user_message)


def test_a_session_changes_its_metadata_and_what_its_payment_will_say(
    client: StripeClient, local: LocalStripe
) -> None:
    made = client.v1.checkout.sessions.create({**ORDER, "metadata": {"a": "1"}})
    changed = client.v1.checkout.sessions.update(
        made.id,
        {
            "metadata": {"b": "2"},
            "payment_intent_data": {"description": "INV-9", "metadata": {"inv": "9"}},
        },
    )
    assert changed.metadata
    assert changed.metadata.to_dict() == {"a": "1", "b": "2"}
    held = local.service.platform.find("checkout.session", made.id).private["intent_data"]
    assert (held["description"], held["metadata"]) == ("INV-9", {"inv": "9"})


def test_sessions_are_listed_by_what_they_belong_to(client: StripeClient) -> None:
    customer = client.v1.customers.create({"email": "list@example.org"}).id
    mine = client.v1.checkout.sessions.create({**ORDER, "customer": customer}).id
    named = {**ORDER, "customer_email": "other@example.org"}
    other = client.v1.checkout.sessions.create(named).id  # type: ignore[arg-type]
    found = client.v1.checkout.sessions.list({"customer": customer}).data
    assert [one.id for one in found] == [mine]
    found = client.v1.checkout.sessions.list({"customer_details": {"email": "other@example.org"}})
    assert [one.id for one in found.data] == [other]
    found = client.v1.checkout.sessions.list({"status": "expired", "customer": customer})
    assert not found.data


def test_a_session_expires_once(client: StripeClient, local: LocalStripe) -> None:
    made = client.v1.checkout.sessions.create({**SAVE})
    gone = client.v1.checkout.sessions.expire(made.id, {"expand": ["setup_intent"]}).to_dict()
    assert (gone["status"], gone["url"]) == ("expired", None)
    assert gone["setup_intent"]["status"] == "canceled"
    event = next(local.service.platform.all("event")).body
    assert (event["type"], event["data"]["object"]["id"]) == ("checkout.session.expired", made.id)
    error = refusal(lambda: client.v1.checkout.sessions.expire(made.id))
    assert error.user_message == (
        'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session '
        "has a status of `expired`."
    )


def test_a_session_expires_by_itself_at_its_time(client: StripeClient, local: LocalStripe) -> None:
    soon = int(local.service.now()) + 1801
    short = client.v1.checkout.sessions.create({**ORDER, "expires_at": soon})
    long = client.v1.checkout.sessions.create({**ORDER})
    local.advance(seconds=1799)
    assert client.v1.checkout.sessions.retrieve(short.id).status == "open"
    local.advance(seconds=2)
    assert client.v1.checkout.sessions.retrieve(short.id).status == "expired"
    event = next(local.service.platform.all("event")).body
    assert (event["type"], event["created"]) == ("checkout.session.expired", soon)
    assert client.v1.checkout.sessions.retrieve(long.id).status == "open"
    local.advance(days=1)
    assert client.v1.checkout.sessions.retrieve(long.id).status == "expired"
