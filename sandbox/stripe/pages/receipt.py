"""The receipt of a charge."""

from flask import abort

from sandbox.stripe.books import Books, Record
from sandbox.stripe.pages.orders import merchant_of
from sandbox.stripe.pages.sessions import session_of
from sandbox.stripe.pages.showing import Shown, page, reader
from sandbox.stripe.pages.wallet import title_of
from sandbox.stripe.service import Service
from sandbox.stripe.shapes import Body

STATES = {"succeeded": "Paid", "pending": "On its way", "failed": "Failed"}


def show(service: Service, token: str) -> Shown:
    books, charge = _found(service, token)
    known = reader(_locale(books, charge))
    return page(
        "receipt.html",
        merchant=merchant_of(books),
        charge=charge.body,
        state=STATES[charge.body["status"]],
        method=title_of(charge.body["payment_method_details"], known),
        refunds=_refunds(books, charge),
    )


def _found(service: Service, token: str) -> tuple[Books, Record]:
    books, charge = service.whose("charge", lambda one: one.private.get("receipt") == token)
    if books is None or charge is None:
        abort(404)
    return books, charge


def _refunds(books: Books, charge: Record) -> list[Body]:
    """Oldest first."""
    found = [one.body for one in books.all("refund") if one.body["charge"] == charge.id]
    return found[::-1]


def _locale(books: Books, charge: Record) -> str | None:
    """Of the session in which it was paid."""
    intent = books.get("payment_intent", charge.body["payment_intent"])
    session = session_of(books, intent) if intent else None
    return session.body["locale"] if session else None
