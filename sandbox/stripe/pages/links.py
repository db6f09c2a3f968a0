"""The page of a payment link: each visit begins a checkout of its own."""

import re

from flask import abort, request

from sandbox.stripe import checkout, links
from sandbox.stripe.books import Books, Record
from sandbox.stripe.pages.endings import closed
from sandbox.stripe.pages.showing import Shown, leading_to, reader, to
from sandbox.stripe.service import Service

_REFERENCE = re.compile(r"[\w-]{1,200}")


def show(service: Service, token: str) -> Shown:
    books, link = links.of_token(service, token)
    if books is None or link is None:
        abort(404)
    if not links.is_open(link):
        return closed(books, link, reader())
    session = checkout.open_from_link(books, link)
    _take_over(books, session)
    email = request.args.get("prefilled_email")
    more = {"prefilled_email": email} if email else {}
    return to(leading_to("checkout-show", session.id, **more))


def _take_over(books: Books, session: Record) -> None:
    """What may be added to a link's address, as docs.stripe.com/payment-links/url-parameters says:
    what can't be right is passed over."""
    reference, locale = request.args.get("client_reference_id", ""), request.args.get("locale")
    if _REFERENCE.fullmatch(reference):
        session.body["client_reference_id"] = reference
    if locale in ("en", "en-GB", "fr", "fr-CA"):
        session.body["locale"] = locale
    books.save(session)
