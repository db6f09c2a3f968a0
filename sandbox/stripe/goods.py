"""Products and prices: made by themselves, or inline for what is sold once."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sandbox.stripe.beyond import beyond
from sandbox.stripe.books import Books, Record
from sandbox.stripe.changes import metadata, set_fields
from sandbox.stripe.currencies import known
from sandbox.stripe.errors import StripeError, invalid, missing_parameter, refused_input
from sandbox.stripe.shapes import Body

PLAIN = (
    "active",
    "description",
    "images",
    "marketing_features",
    "name",
    "package_dimensions",
    "shippable",
    "statement_descriptor",
    "tax_code",
    "tax_details",
    "unit_label",
    "url",
)
"""The fields of a product that are what they were set to."""
_MOST = 99_999_999


def add_product(books: Books, given: Mapping[str, Any], *, inline: bool = False) -> Record:
    """`inline`: it belongs to one price and can't be sold again. StripeError 400."""
    body: Body = {
        "active": not inline,
        "default_price": None,
        "images": [],
        "marketing_features": [],
        "metadata": metadata(given.get("metadata")),
        "tax_code": None,
        "type": given.get("type", "service"),
        "unit_label": None,
        "updated": books.now,
    }
    set_fields(body, dict(given), PLAIN)
    if own_id := given.get("id"):
        if books.get("product", own_id) is not None:
            raise invalid("Product already exists.", "id", code="resource_already_exists")
        body["id"] = own_id
    record = books.add("product", "prod", body)
    books.emit("product.created", record.body)
    return record


def price_of(given: Mapping[str, Any], at: str = "") -> Body:
    """What a price is, but for its product; nothing is made yet. `at`: the parameter that `given`
    came in, "" for the call's own. StripeError 400."""
    for name in ("custom_unit_amount", "currency_options", "tiers", "tiers_mode"):
        if given.get(name):
            raise beyond(_inside(at, name))
    amount, exact = _amount(given, at)
    recurring = given.get("recurring")
    if recurring:
        recurring = {"interval_count": 1, "usage_type": "licensed"} | recurring
    return {
        "active": given.get("active", True),
        "billing_scheme": "per_unit",
        "currency": known(given["currency"], _inside(at, "currency")),
        "lookup_key": given.get("lookup_key"),
        "metadata": metadata(given.get("metadata")),
        "nickname": given.get("nickname"),
        "recurring": recurring,
        "tax_behavior": given.get("tax_behavior", "unspecified"),
        "transform_quantity": given.get("transform_quantity"),
        "type": "recurring" if recurring else "one_time",
        "unit_amount": amount,
        "unit_amount_decimal": exact,
    }


def add_price(books: Books, product: Record, price: Body, *, inline: bool = False) -> Record:
    """`price` as `price_of` gives it. `inline`: it is sold once and never listed."""
    own = {"active": False} if inline else {}
    record = books.add("price", "price", price | own | {"product": product.id}, {"inline": inline})
    books.emit("price.created", record.body)
    return record


def add_inline(books: Books, given: Mapping[str, Any], at: str) -> Record:
    """The price of a `price_data`, with its product. StripeError 400."""
    if ("product" in given) == ("product_data" in given):
        raise one_of(at, "product", "product_data", both="product" in given)
    price = price_of(given, at)
    if "product" in given:
        product = books.find("product", given["product"], _inside(at, "product"))
    else:
        product = add_product(books, given["product_data"], inline=True)
    return add_price(books, product, price, inline=True)


def one_of(at: str, *names: str, both: bool) -> StripeError:
    """400 where several of these parameters were given, or none."""
    if both:
        named = ", ".join(_inside(at, name) for name in names)
        return refused_input(f"You may only specify one of these parameters: {named}.", names[0])
    return missing_parameter(_inside(at, names[0]))


def _inside(at: str, name: str) -> str:
    return f"{at}[{name}]" if at else name


def _amount(given: Mapping[str, Any], at: str) -> tuple[int | None, str]:
    """In minor units: whole, None where it is no whole number, and exact as a text."""
    whole, exact = given.get("unit_amount"), given.get("unit_amount_decimal")
    if (whole is None) == (exact is None):
        raise one_of(at, "unit_amount", "unit_amount_decimal", both=whole is not None)
    value = Decimal(str(whole if exact is None else exact))
    param = _inside(at, "unit_amount" if exact is None else "unit_amount_decimal")
    if value < 0:
        raise refused_input(
            "This value must be greater than or equal to 0.",
            param,
            code="parameter_invalid_integer",
        )
    if value > _MOST:
        raise refused_input(f"Amount must be no more than {_MOST}.", param, code="amount_too_large")
    as_text = f"{value.normalize():f}"
    return (int(value) if value == value.to_integral_value() else None), as_text
