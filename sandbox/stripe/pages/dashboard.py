"""An account's own small dashboard: its balance, its last payments, its disputes."""

from collections.abc import Iterator

from flask import abort

from sandbox.stripe import ledger
from sandbox.stripe.books import Books
from sandbox.stripe.pages.orders import merchant_of
from sandbox.stripe.pages.showing import Shown, page, reader
from sandbox.stripe.pages.tables import sections
from sandbox.stripe.service import Service
from sandbox.stripe.shapes import Body


def show(service: Service, token: str) -> Shown:
    books = next((one for one in service.all_books if one.account == token), None)
    if books is None:
        abort(404)
    known = reader()
    return page(
        "dashboard.html",
        merchant=merchant_of(books),
        sections=sections([books], known),
        balances=_balances(books),
    )


def _balances(books: Books) -> Iterator[Body]:
    """A row for each currency, first what is there, then what is on its way."""
    balance = ledger.balance(books)
    for label, field in (("Available", "available"), ("Pending", "pending")):
        for one in balance[field]:
            yield {"label": label, "amount": one["amount"], "currency": one["currency"]}
