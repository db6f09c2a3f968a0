"""Search: objects by what is in them, a page at a time. What is new may lag behind."""

import base64
import binascii
import hashlib

from sandbox.stripe.call import Call
from sandbox.stripe.errors import refused_input
from sandbox.stripe.lists import limit_of
from sandbox.stripe.search_query import parse
from sandbox.stripe.shapes import Body


def charges(call: Call) -> Body:
    return _search(call, "charge", "charges")


def customers(call: Call) -> Body:
    return _search(call, "customer", "customers")


def payment_intents(call: Call) -> Body:
    return _search(call, "payment_intent", "payment_intents")


def prices(call: Call) -> Body:
    return _search(call, "price", "prices")


def products(call: Call) -> Body:
    return _search(call, "product", "products")


def _search(call: Call, kind: str, resource: str) -> Body:
    """Stripe promises no order: oldest first, so that nobody takes a search for a list. An object
    is found once it is older than the service's lag of search."""
    asked = call.params["query"]
    query = parse(asked, kind, resource)
    limit = limit_of(call.params)
    seen = call.books.now - call.books.service.lags.search
    living = [one for one in call.books.all(kind) if "deleted" not in one.body]
    found = [
        record
        for record in reversed(living)
        if record.body["created"] <= seen and query.matches(record.body)
    ]
    after = _number(call.get("page"), asked)
    rest = [record for record in found if record.number > after]
    shown, more = rest[:limit], len(rest) > limit
    body: Body = {
        "object": "search_result",
        "data": [record.body for record in shown],
        "has_more": more,
        "next_page": _page(shown[-1].number, asked) if more else None,
        "url": f"/v1/{resource}/search",
    }
    return body | ({"total_count": len(found)} if "total_count" in call.get("expand", []) else {})


def _page(number: int, query: str) -> str:
    """A cursor for the objects after the one with this number, in the same search."""
    return base64.urlsafe_b64encode(f"{number} {_digest(query)}".encode()).decode()


def _number(page: str | None, query: str) -> int:
    """StripeError 400 for a cursor that is none, or that belongs to another search."""
    if page is None:
        return 0
    number, _, digest = _decoded(page).partition(" ")
    if not number.isdigit() or digest != _digest(query):
        raise refused_input("The page is not one of this search: pass what next_page was.", "page")
    return int(number)


def _decoded(page: str) -> str:
    try:
        return base64.urlsafe_b64decode(page).decode()
    except (binascii.Error, ValueError):
        return ""


def _digest(query: str) -> str:
    return hashlib.sha256(query.encode()).hexdigest()[:16]
