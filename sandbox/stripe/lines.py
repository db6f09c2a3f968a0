"""The `line_items` of a request: what is to be sold in a link or a session, checked."""

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.stripe.beyond import beyond
from sandbox.stripe.books import Books, Record
from sandbox.stripe.changes import metadata
from sandbox.stripe.errors import invalid, missing_parameter, refused_input
from sandbox.stripe.goods import one_of, price_of
from sandbox.stripe.shapes import Body


@dataclass(frozen=True)
class Line:
    """One of `line_items`, checked; `price` is one that is there, or `data` says what to make."""

    quantity: int
    price: Record | None
    data: Body
    rates: Sequence[Body]
    metadata: Body

    @property
    def priced(self) -> Body:
        return self.price.body if self.price else price_of(self.data)

    @property
    def currency(self) -> str:
        return str(self.priced["currency"])


def read_lines(books: Books, given: Sequence[Body], most: int) -> list[Line]:
    """Nothing is made yet. StripeError 400."""
    if not given:
        raise missing_parameter("line_items")
    if len(given) > most:
        raise refused_input(f"You can have at most {most} line items.", "line_items")
    lines = [_line(books, one, f"line_items[{n}]") for n, one in enumerate(given)]
    if len({line.currency for line in lines}) > 1:
        raise refused_input(
            "All line items must have the same currency. Found: "
            f"{', '.join(sorted({line.currency for line in lines}))}.",
            "line_items",
        )
    if any(line.priced["recurring"] for line in lines):
        raise refused_input(
            "You specified `payment` mode but passed a recurring price. Either switch to "
            "`subscription` mode or use only one-time prices.",
            "line_items",
        )
    return lines


def _line(books: Books, given: Body, at: str) -> Line:
    if ("price" in given) == ("price_data" in given):
        raise one_of(at, "price", "price_data", both="price" in given)
    rates = [
        _rate(books, named, f"{at}[tax_rates][{n}]")
        for n, named in enumerate(given.get("tax_rates") or [])
    ]
    if (given.get("adjustable_quantity") or {}).get("enabled"):
        raise beyond(f"{at}[adjustable_quantity]")
    data = given.get("price_data", {})
    if data:
        check_inline(books, data, f"{at}[price_data]")
    return Line(
        quantity=quantity_of(given, at),
        price=_sellable(books, given["price"], f"{at}[price]") if "price" in given else None,
        data=data,
        rates=rates,
        metadata=metadata(given.get("metadata")),
    )


def check_inline(books: Books, data: Body, at: str) -> None:
    if ("product" in data) == ("product_data" in data):
        raise one_of(at, "product", "product_data", both="product" in data)
    if "product" in data:
        books.find("product", data["product"], f"{at}[product]")
    metadata(data.get("product_data", {}).get("metadata"))
    price_of(data, at)


def quantity_of(given: Body, at: str) -> int:
    if "quantity" not in given:
        raise refused_input(f"Quantity is required. Add `quantity` to `{at}`.", at)
    if given["quantity"] < 1:
        raise refused_input(
            "This value must be greater than or equal to 1.",
            f"{at}[quantity]",
            code="parameter_invalid_integer",
        )
    return int(given["quantity"])


def _rate(books: Books, named: str, param: str) -> Body:
    rate = books.find("tax_rate", named, param)
    if not rate.body["active"]:
        raise invalid(f"The tax rate {named} is archived and can't be used.", param)
    return rate.body


def _sellable(books: Books, named: str, param: str) -> Record:
    price = books.find("price", named, param)
    if not price.body["active"]:
        raise invalid(
            "The price specified is inactive. This field only accepts active prices.", param
        )
    if not books.find("product", price.body["product"], param).body.get("active"):
        raise invalid(
            f"Price `{named}` is not available to be purchased because its product is not active.",
            param,
        )
    return price
