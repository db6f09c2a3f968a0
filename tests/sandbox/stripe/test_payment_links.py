"""Payment links, and the arithmetic of what is sold."""

from decimal import Decimal
from typing import Any

import pytest
from stripe import StripeClient

from sandbox.stripe import items, links
from tests.sandbox.stripe.support import LocalStripe, refusal


def line(amount: int = 4321, **more: Any) -> dict[str, Any]:
    data = {"currency": "usd", "unit_amount": amount, "product_data": {"name": "Invoice INV-77"}}
    return {"quantity": 1, "price_data": data | more}


INVOICE = {
    "line_items": [line()],
    "payment_intent_data": {"metadata": {"inv": "77"}, "description": "Invoice INV-77"},
    "restrictions": {"completed_sessions": {"limit": 1}},
    "payment_method_types": ["card", "us_bank_account"],
    "metadata": {"link": "1"},
    "after_completion": {"type": "redirect", "redirect": {"url": "http://127.0.0.1/thanks"}},
    "inactive_message": "Paid already",
}


def test_a_link_is_made_with_a_price_of_its_own(client: StripeClient, local: LocalStripe) -> None:
    made = client.v1.payment_links.create({**INVOICE})
    read = client.v1.payment_links.retrieve(made.id, {"expand": ["line_items"]}).to_dict()
    assert read["restrictions"] == {"completed_sessions": {"count": 0, "limit": 1}}
    assert read["payment_method_types"] == ["card", "us_bank_account"]
    assert read["payment_intent_data"]["metadata"] == {"inv": "77"}
    assert read["after_completion"]["redirect"] == {"url": "http://127.0.0.1/thanks"}
    assert (read["active"], read["currency"]) == (True, "usd")
    (item,) = read["line_items"]["data"]
    assert (item["amount_total"], item["description"]) == (4321, "Invoice INV-77")
    assert item["price"]["active"] is False
    assert read["url"].startswith(f"{local.url}/pages/link/test_")


def test_a_link_is_found_by_the_token_in_its_address(
    client: StripeClient, local: LocalStripe
) -> None:
    made = client.v1.payment_links.create({**INVOICE})
    _, found = links.of_token(local.service, made.url.rpartition("/")[2])
    assert found
    assert found.id == made.id
    assert links.of_token(local.service, "test_unknown") == (None, None)


def test_a_link_sells_prices_that_are_there(client: StripeClient) -> None:
    price = client.v1.prices.create(
        {"currency": "gbp", "unit_amount": 500, "product_data": {"name": "Tape"}}
    )
    made = client.v1.payment_links.create({"line_items": [{"price": price.id, "quantity": 3}]})
    (item,) = client.v1.payment_links.line_items.list(made.id).data
    assert (item.amount_total, item.quantity, made.currency) == (1500, 3, "gbp")
    client.v1.prices.update(price.id, {"active": False})
    error = refusal(
        lambda: client.v1.payment_links.create({"line_items": [{"price": price.id, "quantity": 1}]})
    )
    assert "inactive" in str(error.user_message)


def test_a_link_is_put_away_and_says_so(client: StripeClient, local: LocalStripe) -> None:
    made = client.v1.payment_links.create({**INVOICE})
    changed = client.v1.payment_links.update(
        made.id, {"active": False, "inactive_message": "", "metadata": {"why": "refunded"}}
    )
    assert (changed.active, changed.inactive_message) == (False, None)
    assert changed.metadata.to_dict() == {"link": "1", "why": "refunded"}
    event = next(local.service.platform.all("event")).body
    assert event["type"] == "payment_link.updated"
    assert event["data"]["previous_attributes"]["active"] is True
    listed = client.v1.payment_links.list({"active": False, "limit": 100})
    assert made.id in [one.id for one in listed.data]
    assert made.id not in [one.id for one in client.v1.payment_links.list({"active": True}).data]


def test_a_link_changes_its_limit_and_quantities_but_not_its_price(client: StripeClient) -> None:
    made = client.v1.payment_links.create({**INVOICE, "expand": ["line_items"]})
    assert made.line_items
    item = made.line_items.data[0].id
    changed = client.v1.payment_links.update(
        made.id,
        {
            "line_items": [{"id": item, "quantity": 2}],
            "restrictions": {"completed_sessions": {"limit": 5}},
            "payment_method_types": "",
        },
    )
    assert changed.restrictions
    assert changed.restrictions.completed_sessions.limit == 5
    assert changed.payment_method_types is None
    (sold,) = client.v1.payment_links.line_items.list(made.id).data
    assert (sold.quantity, sold.amount_total) == (2, 8642)
    wrong: Any = {"line_items": [{"id": item, "price_data": {"currency": "usd"}}]}
    assert refusal(lambda: client.v1.payment_links.update(made.id, wrong)).code == (
        "parameter_unknown"
    )


@pytest.mark.parametrize(
    ("wrong", "param"),
    [
        ({"line_items": []}, None),
        ({"line_items": [{"quantity": 1}]}, "line_items[0][price]"),
        ({"line_items": [line(currency="eur"), line()]}, "line_items"),
        ({"line_items": [line(recurring={"interval": "month"})]}, "line_items"),
        ({"line_items": [{"price": "price_none", "quantity": 1}]}, "line_items[0][price]"),
        (
            {"line_items": [line()], "restrictions": {"completed_sessions": {"limit": 0}}},
            "restrictions[completed_sessions][limit]",
        ),
        (
            {"line_items": [line()], "after_completion": {"type": "redirect"}},
            "after_completion[redirect]",
        ),
        ({"line_items": [line()], "allow_promotion_codes": True}, "allow_promotion_codes"),
        ({"line_items": [line()], "payment_method_types": ["klarna"]}, "payment_method_types[0]"),
        ({"line_items": [line()], "payment_method_types": ["bacs_debit"]}, None),
        ({"line_items": [line()], "transfer_data": {"destination": "acct_none"}}, None),
        (
            {"line_items": [line()], "payment_intent_data": {"statement_descriptor": "NORTH"}},
            "statement_descriptor",
        ),
        ({"line_items": [line(49)]}, None),
        (
            {"line_items": [line() | {"tax_rates": ["txr_1"]}]},
            "line_items[0][tax_rates]",
        ),
    ],
)
def test_what_a_link_can_not_be_is_refused(
    client: StripeClient, wrong: dict[str, Any], param: str | None
) -> None:
    error = refusal(lambda: client.v1.payment_links.create(wrong))  # type: ignore[arg-type]
    assert error.http_status == 400
    assert error.error
    assert param is None or error.error.param == param


def rate(percentage: float, *, inclusive: bool = False) -> dict[str, Any]:
    return {"percentage": percentage, "inclusive": inclusive}


@pytest.mark.parametrize(
    ("amount", "rates", "taxes"),
    [
        (10_000, [rate(20.0)], [2000]),
        (12_000, [rate(20.0, inclusive=True)], [2000]),
        (999, [rate(8.875)], [89]),
        (1000, [rate(5.0), rate(9.975)], [50, 100]),
        (11_500, [rate(15.0, inclusive=True), rate(2.0)], [1500, 200]),
        (0, [rate(20.0)], [0]),
    ],
)
def test_taxes_are_taken_of_the_price_without_the_included_ones(
    amount: int, rates: list[dict[str, Any]], taxes: list[int]
) -> None:
    assert [tax.amount for tax in items.taxes_on(amount, rates)] == taxes


@pytest.mark.parametrize(
    ("exact", "packs", "quantity", "comes_to"),
    [
        ("1000", None, 3, 3000),
        ("0.125", None, 100, 13),
        ("12.5", None, 2, 25),
        ("500", {"divide_by": 10, "round": "up"}, 21, 1500),
        ("500", {"divide_by": 10, "round": "down"}, 29, 1000),
    ],
)
def test_a_price_is_rounded_once_for_the_whole_quantity(
    exact: str, packs: dict[str, Any] | None, quantity: int, comes_to: int
) -> None:
    price = {"unit_amount_decimal": str(Decimal(exact)), "transform_quantity": packs}
    assert items.price_for(price, quantity) == comes_to


def test_yen_have_no_decimals(client: StripeClient) -> None:
    yen = {"currency": "jpy", "unit_amount": 5000, "product_data": {"name": "Visit"}}
    made = client.v1.payment_links.create(
        {"line_items": [{"quantity": 2, "price_data": yen}], "expand": ["line_items"]}
    )
    assert made.line_items
    assert (made.currency, made.line_items.data[0].amount_total) == ("jpy", 10_000)
