"""The way into the customer portal for those who have no link yet: by e-mail."""

from collections.abc import Callable

from flask import abort, request

from sandbox.stripe import portal
from sandbox.stripe.books import Books, Record
from sandbox.stripe.pages import complaints
from sandbox.stripe.pages.fields import EMAIL
from sandbox.stripe.pages.orders import merchant_of
from sandbox.stripe.pages.showing import Shown, page, reader
from sandbox.stripe.pages.typed import EMAIL_FORM, Typed
from sandbox.stripe.service import Service

SendLink = Callable[[str, str], None]
"""Takes an e-mail address and the link for it."""


def show(service: Service, token: str) -> Shown:
    books, _ = _found(service, token)
    return _page(books, Typed(""))


def ask(service: Service, token: str, send: SendLink | None) -> Shown:
    """Nobody learns here who is a customer. Where nothing sends mails, the link is shown."""
    books, configuration = _found(service, token)
    typed = Typed("", {"email": request.form.get("email", "").strip()})
    if not EMAIL_FORM.fullmatch(typed.value("email")):
        typed.wrong["email"] = complaints.NO_EMAIL
        return _page(books, typed, status=422)
    session = portal.log_in(books, configuration, typed.value("email"))
    link = str(session.body["url"]) if session else ""
    if send and link:
        send(typed.value("email"), link)
    said = reader().t("If a customer has this address, a link is on its way there.")
    return _page(books, typed, said=said, link="" if send else link)


def _found(service: Service, token: str) -> tuple[Books, Record]:
    books, configuration = portal.of_login_token(service, token)
    if books is None or configuration is None:
        abort(404)
    return books, configuration


def _page(
    books: Books, typed: Typed, *, status: int = 200, said: str = "", link: str = ""
) -> Shown:
    values = {"email": EMAIL, "typed": typed, "said": said, "link": link}
    return page("login.html", status, merchant=merchant_of(books), **values)
