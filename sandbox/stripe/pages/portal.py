"""The customer portal: somebody's own cards and bank accounts, to add, prefer and remove."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from flask import abort, request

from sandbox.stripe import portal
from sandbox.stripe.books import Books, Record
from sandbox.stripe.errors import StripeError
from sandbox.stripe.pages.orders import merchant_of, web_address
from sandbox.stripe.pages.showing import Shown, leading_to, message, page, reader, to
from sandbox.stripe.pages.wallet import more_of, title_of
from sandbox.stripe.service import Service
from sandbox.stripe.shapes import Body

_SAID: Mapping[str, str] = {"default": "This is the default now.", "removed": "Removed."}
"""What the page says after the step that led to it."""
_CHANGES = "payment_method_update"


@dataclass(frozen=True)
class Visit:
    books: Books
    session: Record
    customer: Record

    @property
    def back(self) -> str | None:
        return web_address(self.session.body["return_url"])


def show(service: Service, token: str) -> Shown:
    """A session that was opened for adding a method leads there first."""
    visit = _visit(service, token)
    is_first = not visit.session.private["entered"]
    if not portal.enter(visit.books, visit.session):
        return _over(visit)
    if is_first and (visit.session.body["flow"] or {}).get("type") == _CHANGES:
        return _add(visit)
    return _page(visit, reader().t(_SAID.get(request.args.get("said", ""), "")))


def act(service: Service, token: str) -> Shown:
    """What can't be done any more, such as removing twice, is over with."""
    visit, form = _visit(service, token), request.form
    if not portal.enter(visit.books, visit.session):
        return _over(visit)
    with suppress(StripeError):
        if "add" in form:
            return _add(visit)
        if named := form.get("remove"):
            portal.remove(visit.books, visit.session, named)
            return _then(token, "removed")
        portal.make_default(visit.books, visit.session, form.get("default", ""))
        return _then(token, "default")
    return _then(token, "")


def _visit(service: Service, token: str) -> Visit:
    """Its reader's language is the session's, else the customer's."""
    books, session = portal.of_token(service, token)
    if books is None or session is None:
        abort(404)
    customer = books.get("customer", session.body["customer"])
    if customer is None or customer.body.get("deleted"):
        abort(404)
    preferred = (customer.body["preferred_locales"] or [None])[0]
    asked = session.body["locale"]
    reader(preferred if asked in (None, "auto") else asked)
    return Visit(books, session, customer)


def _add(visit: Visit) -> Shown:
    """On a set-up page, which leads back."""
    made = portal.add_method(visit.books, visit.session)
    return to(leading_to("checkout-show", made.id))


def _then(token: str, said: str) -> Shown:
    return to(leading_to("portal-show", token, **({"said": said} if said else {})))


def _page(visit: Visit, said: str) -> Shown:
    customer = visit.customer.body
    return page(
        "portal.html",
        merchant=merchant_of(visit.books),
        back=visit.back,
        who=" · ".join(filter(None, (customer["name"], customer["email"]))),
        methods=list(_shown(visit)),
        may_change=portal.allows(visit.books, visit.session, _CHANGES),
        said=said,
    )


def _shown(visit: Visit) -> Iterator[Body]:
    known = reader()
    default = visit.customer.body["invoice_settings"]["default_payment_method"]
    for one in portal.saved(visit.books, visit.session):
        yield {
            "id": one.id,
            "title": title_of(one.body, known),
            "more": more_of(one.body, known),
            "is_default": one.id == default,
        }


def _over(visit: Visit) -> Shown:
    t, merchant = reader().t, merchant_of(visit.books)
    ways = [(t("Back to {merchant}", merchant=merchant), visit.back)] if visit.back else []
    text = t("Please ask {merchant} for a new one.", merchant=merchant)
    heading = t("This link has expired")
    return message(heading, text, kind="bad", merchant=merchant, links=ways)
