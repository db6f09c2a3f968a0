"""The fees of one payment: which price it has, and the details that stand on its transaction."""

from sandbox.stripe import settlement
from sandbox.stripe.books import Books, Record
from sandbox.stripe.exchange import converted, rounded
from sandbox.stripe.ledger import fee_detail
from sandbox.stripe.prices import Price
from sandbox.stripe.shapes import Body

PREMIUM_BRANDS = frozenset({"amex"})


def of_charge(books: Books, charge: Record) -> list[Body]:
    """Of what was captured: Stripe's fee, that of converting it, the tax on both, and what the
    platform takes."""
    prices, own = settlement.prices_of(books), settlement.currency_of(books)
    amount = converted(charge.body["amount_captured"], charge.body["currency"], own)
    details = [fee_detail(books, _price(books, charge).of(amount), "Stripe processing fees")]
    if charge.body["currency"] != own and prices.conversion:
        conversion = rounded(amount * prices.conversion / 100)
        details.append(fee_detail(books, conversion, "Stripe currency conversion fee"))
    details += _tax(books, details)
    return details + _application_fee(books, charge)


def of_dispute(books: Books) -> list[Body]:
    details = [fee_detail(books, settlement.prices_of(books).dispute, "Dispute fee")]
    return details + _tax(books, details)


def _price(books: Books, charge: Record) -> Price:
    prices, details = settlement.prices_of(books), charge.body["payment_method_details"]
    if details["type"] != "card":
        return prices.of_debit(details["type"])
    card = details["card"]
    home, premium = settlement.country_of(books), card["brand"] in PREMIUM_BRANDS
    return prices.of_card(home, card["country"], premium=premium)


def _tax(books: Books, details: list[Body]) -> list[Body]:
    prices = settlement.prices_of(books)
    if not prices.tax:
        return []
    tax = rounded(sum(one["amount"] for one in details) * prices.tax / 100)
    return [fee_detail(books, tax, prices.tax_name, "tax")]


def _application_fee(books: Books, charge: Record) -> list[Body]:
    """Of a direct charge. One that is passed on to an account is taken there."""
    wanted = charge.body["application_fee_amount"]
    if not wanted or charge.body["transfer_data"]:
        return []
    own = settlement.currency_of(books)
    fee = converted(wanted, charge.body["currency"], own)
    said = f"{books.service.setup.name} application fee"
    detail = fee_detail(books, fee, said, "application_fee")
    return [detail | {"application": charge.body["application"]}]
