"""The items of a link or a session, as they are kept: what each comes to, with its taxes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from sandbox.stripe.books import Books, Record
from sandbox.stripe.currencies import least
from sandbox.stripe.errors import invalid
from sandbox.stripe.exchange import MOST, rounded, shown
from sandbox.stripe.goods import add_inline
from sandbox.stripe.lines import Line
from sandbox.stripe.lists import page_of
from sandbox.stripe.shapes import Body

_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Tax:
    """`amount` of one rate on `taxable`, in minor units; an inclusive one is in the price."""

    rate: Body
    amount: int
    taxable: int


def price_for(price: Body, quantity: int) -> int:
    """In minor units, rounded once for the whole quantity."""
    if packs := price["transform_quantity"]:
        up = packs["round"] == "up"
        each = Decimal(quantity) / packs["divide_by"]
        quantity = int(each.to_integral_value(ROUND_CEILING if up else ROUND_FLOOR))
    return rounded(Decimal(price["unit_amount_decimal"]) * quantity)


def taxes_on(amount: int, rates: Iterable[Body]) -> list[Tax]:
    """Each rate is taken of the amount without the inclusive ones."""
    every = list(rates)
    within = sum(_percent(one) for one in every if one["inclusive"])
    taxable = Decimal(amount) * _HUNDRED / (_HUNDRED + within)
    return [
        Tax(one, rounded(taxable * _percent(one) / _HUNDRED), rounded(taxable)) for one in every
    ]


def _percent(rate: Body) -> Decimal:
    return Decimal(str(rate["percentage"]))


def add_items(books: Books, lines: Iterable[Line]) -> list[Record]:
    return [_add(books, line, f"line_items[{n}]") for n, line in enumerate(lines)]


def _add(books: Books, line: Line, at: str) -> Record:
    price = line.price or add_inline(books, line.data, f"{at}[price_data]")
    return _put(books, price.body, line.quantity, line.rates, line.metadata)


def _put(
    books: Books,
    price: Body,
    quantity: int,
    rates: Sequence[Body],
    notes: Body,
) -> Record:
    body: Body = {
        "amount_discount": 0,
        "currency": price["currency"],
        "description": books.find("product", price["product"]).body["name"],
        "metadata": notes,
        "price": price,
    }
    item = books.add("item", "li", body, {"rates": [rate["id"] for rate in rates]})
    set_quantity(books, item, quantity)
    return item


def set_quantity(books: Books, item: Record, quantity: int) -> None:
    """With all that follows from it."""
    rates = [books.find("tax_rate", named).body for named in item.private["rates"]]
    item.body |= amounts(item.body["price"], quantity, rates)
    books.save(item)


def amounts(price: Body, quantity: int, rates: Iterable[Body]) -> Body:
    amount = price_for(price, quantity)
    taxes = taxes_on(amount, rates)
    return {
        "amount_subtotal": amount,
        "amount_tax": sum(tax.amount for tax in taxes),
        "amount_total": amount + sum(tax.amount for tax in taxes if not tax.rate["inclusive"]),
        "quantity": quantity,
    }


def total_of(lines: Iterable[Line]) -> int:
    """Before any item is made of them."""
    return sum(int(amounts(one.priced, one.quantity, one.rates)["amount_total"]) for one in lines)


def check_total(lines: Sequence[Line], what: str) -> None:
    """StripeError 400 where it is less than can be paid; nothing at all is free. `what`: such as
    "Checkout Session"."""
    total, currency = total_of(lines), lines[0].currency
    if 0 < total < least(currency):
        raise invalid(
            f"The {what}'s total amount due must add up to at least "
            f"{shown(least(currency), currency)} {currency}",
            code="amount_too_small",
        )
    if total > MOST:
        raise invalid(
            f"The {what}'s total amount due must be no more than {shown(MOST, currency)}",
            code="amount_too_large",
        )


def again(books: Books, items: Iterable[str]) -> list[Record]:
    """The same once more, for another owner: a session gets its link's items."""
    made = []
    for named in items:
        old = books.find("item", named)
        rates = [books.find("tax_rate", rate).body for rate in old.private["rates"]]
        body = old.body
        price = books.find("price", body["price"]["id"]).body
        made.append(_put(books, price, body["quantity"], rates, {}))
    return made


def totals(items: Iterable[Record]) -> Body:
    """As a session says it."""
    every = [one.body for one in items]
    return {
        "amount_subtotal": sum(one["amount_subtotal"] for one in every),
        "amount_total": sum(one["amount_total"] for one in every),
        "total_details": {
            "amount_discount": 0,
            "amount_shipping": 0,
            "amount_tax": sum(one["amount_tax"] for one in every),
        },
    }


# Shown


URLS: Mapping[str, str] = {
    "checkout.session": "/v1/checkout/sessions/{}/line_items",
    "payment_link": "/v1/payment_links/{}/line_items",
}


def listed(books: Books, owner: Record, params: Mapping[str, Any]) -> Body:
    """A page of the owner's items in their order, each with its price as it is now."""
    every = [books.find("item", named).body for named in owner.private["items"]]
    shown = [one | {"price": books.find("price", one["price"]["id"]).body} for one in every]
    return page_of(shown, params, URLS[owner.kind].format(owner.id))


def first_page(books: Books, owner: Body) -> Body:
    return listed(books, books.find(owner["object"], owner["id"]), {})


def taxes_of(books: Books, item: Body) -> list[Body]:
    """They stand in an item only on demand."""
    named = books.find("item", item["id"]).private["rates"]
    rates = [books.find("tax_rate", one).body for one in named]
    return [
        {
            "amount": tax.amount,
            "rate": tax.rate,
            "taxability_reason": None,
            "taxable_amount": tax.taxable,
        }
        for tax in taxes_on(item["amount_subtotal"], rates)
    ]
