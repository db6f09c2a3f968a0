"""Products and prices."""

from decimal import Decimal

from stripe import StripeClient

from tests.sandbox.stripe.support import LocalStripe, refusal


def test_a_product_is_made_with_its_default_price(client: StripeClient) -> None:
    made = client.v1.products.create(
        {"name": "Consultation", "default_price_data": {"currency": "gbp", "unit_amount": 6500}}
    )
    read = client.v1.products.retrieve(made.id, {"expand": ["default_price"]})
    price = read.to_dict()["default_price"]
    assert (price["unit_amount"], price["currency"], price["product"]) == (6500, "gbp", made.id)
    assert price["unit_amount_decimal"] == Decimal(6500)


def test_nothing_is_made_where_the_default_price_is_wrong(client: StripeClient) -> None:
    before = {one.id for one in client.v1.products.list({"limit": 100}).data}
    wrong = {"name": "X", "default_price_data": {"currency": "zzz", "unit_amount": 1}}
    error = refusal(lambda: client.v1.products.create(wrong))
    assert (error.http_status, error.error and error.error.param) == (
        400,
        "default_price_data[currency]",
    )
    assert {one.id for one in client.v1.products.list({"limit": 100}).data} == before


def test_a_product_changes_and_tells_what_was_there_before(
    client: StripeClient, local: LocalStripe
) -> None:
    made = client.v1.products.create({"name": "Massage", "images": ["https://example.org/1.png"]})
    changed = client.v1.products.update(made.id, {"name": "Sports massage", "images": ""})
    assert (changed.name, changed.images) == ("Sports massage", [])
    event = next(local.service.platform.all("event")).body
    assert event["type"] == "product.updated"
    assert event["data"]["previous_attributes"]["name"] == "Massage"


def test_only_a_product_without_prices_can_be_deleted(client: StripeClient) -> None:
    bare = client.v1.products.create({"name": "Bare"})
    assert client.v1.products.delete(bare.id).deleted is True
    assert client.v1.products.retrieve(bare.id).to_dict()["deleted"] is True
    priced = client.v1.products.create({"name": "Priced"})
    client.v1.prices.create({"product": priced.id, "currency": "usd", "unit_amount": 1})
    assert refusal(lambda: client.v1.products.delete(priced.id)).http_status == 400


def test_a_product_may_bring_its_own_id_once(client: StripeClient) -> None:
    assert client.v1.products.create({"name": "Own", "id": "physio-60"}).id == "physio-60"
    error = refusal(lambda: client.v1.products.create({"name": "Own", "id": "physio-60"}))
    assert (error.http_status, error.code) == (400, "resource_already_exists")


def test_a_price_is_made_with_its_product_and_put_away(client: StripeClient) -> None:
    made = client.v1.prices.create(
        {"currency": "usd", "unit_amount": 10, "product_data": {"name": "Once"}}
    )
    assert client.v1.products.retrieve(str(made.product)).name == "Once"
    client.v1.prices.update(made.id, {"active": False, "nickname": "old"})
    archived = client.v1.prices.list({"active": False, "product": str(made.product)}).data
    assert [one.nickname for one in archived] == ["old"]
    assert not client.v1.prices.list({"product": str(made.product)}).data


def test_amount_and_currency_of_a_price_never_change(client: StripeClient) -> None:
    made = client.v1.prices.create(
        {"currency": "usd", "unit_amount": 10, "product_data": {"name": "Once"}}
    )
    for wanted in ({"unit_amount": 20}, {"currency": "eur"}):
        error = refusal(lambda wanted=wanted: client.v1.prices.update(made.id, wanted))
        assert (error.http_status, error.code) == (400, "parameter_unknown")


def test_a_price_may_have_a_fraction_of_a_cent(client: StripeClient) -> None:
    made = client.v1.prices.create(
        {
            "currency": "usd",
            "unit_amount_decimal": Decimal("0.125"),
            "product_data": {"name": "Per second"},
        }
    )
    assert (made.unit_amount, made.unit_amount_decimal) == (None, Decimal("0.125"))
    whole = client.v1.prices.create(
        {"currency": "usd", "unit_amount_decimal": Decimal("7.0"), "product": str(made.product)}
    )
    assert (whole.unit_amount, whole.unit_amount_decimal) == (7, Decimal(7))


def test_a_price_needs_one_amount_and_one_product(client: StripeClient) -> None:
    product = client.v1.products.create({"name": "P"}).id
    for wrong in (
        {"currency": "usd", "product": product},
        {"currency": "usd", "unit_amount": 1},
        {"currency": "usd", "unit_amount": 1, "product": product, "product_data": {"name": "Q"}},
        {"currency": "usd", "unit_amount": 1, "unit_amount_decimal": "1", "product": product},
        {"currency": "usd", "unit_amount": -1, "product": product},
    ):
        assert refusal(lambda wrong=wrong: client.v1.prices.create(wrong)).http_status == 400


def test_one_price_at_a_time_has_a_lookup_key(client: StripeClient) -> None:
    product = client.v1.products.create({"name": "P"}).id
    price = {"currency": "usd", "unit_amount": 1, "product": product, "lookup_key": "first-visit"}
    first = client.v1.prices.create({**price})
    assert refusal(lambda: client.v1.prices.create({**price})).http_status == 400
    second = client.v1.prices.create({**price, "transfer_lookup_key": True})
    assert client.v1.prices.retrieve(first.id).lookup_key is None
    found = client.v1.prices.list({"lookup_keys": ["first-visit"]}).data
    assert [one.id for one in found] == [second.id]
