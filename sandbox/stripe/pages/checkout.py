"""The checkout page: an order is paid, or a card or bank account is saved for later."""

from flask import request

from sandbox.stripe import checkout
from sandbox.stripe.books import Books, Record
from sandbox.stripe.errors import StripeError
from sandbox.stripe.pages import typed as typing
from sandbox.stripe.pages.declines import words_of
from sandbox.stripe.pages.endings import closed, done, is_closed, over
from sandbox.stripe.pages.fields import CARD, COUNTRY
from sandbox.stripe.pages.language import Reader
from sandbox.stripe.pages.making import acceptance, payment_method
from sandbox.stripe.pages.orders import email_of, order_of
from sandbox.stripe.pages.payform import PayForm
from sandbox.stripe.pages.samples import BY_TOKEN
from sandbox.stripe.pages.sessions import (
    awaiting_authentication,
    is_over,
    last_error,
    offered,
    pays,
)
from sandbox.stripe.pages.showing import Shown, found, leading_to, page, reader, to
from sandbox.stripe.pages.typed import Typed
from sandbox.stripe.service import Service
from sandbox.stripe.shapes import Body

WRONG, DECLINED = 422, 402


def show(service: Service, token: str) -> Shown:
    books, session = found(service, "checkout.session", token)
    known = reader(session.body.get("locale"))
    if is_over(books, session):
        return over(books, session, known)
    if link := is_closed(books, session):
        return closed(books, link, known)
    if waiting := awaiting_authentication(books, session):
        return to(leading_to("authentication-show", waiting))
    notice = words_of(last_error(books, session), known)
    return _form(books, session, _first(books, session), notice=notice)


def submit(service: Service, token: str) -> Shown:
    """Whoever sends the form twice pays once: the second finds the session complete."""
    books, session = found(service, "checkout.session", token)
    known = reader(session.body.get("locale"))
    if session.body["status"] == "complete":
        return done(books, session, known)
    if is_over(books, session) or is_closed(books, session):
        return show(service, token)
    if waiting := awaiting_authentication(books, session):
        return to(leading_to("authentication-show", waiting))
    typed = typing.read(request.form, offered(session))
    if sample := BY_TOKEN.get(request.form.get("fill", "")):
        typed.take(sample)
        return _form(books, session, typed)
    countries = {code for code, _ in known.countries()}
    email = email_of(books, session.body)
    typed.values |= {"email": email} if email else {}
    if not typing.check(typed, service.now(), countries, asks_email=not email):
        return _form(books, session, typed, WRONG)
    return _try(books, session, typed, known)


def _try(books: Books, session: Record, typed: Typed, known: Reader) -> Shown:
    """A decline stays on the page, and the next try goes to the same intent."""
    try:
        _confirm(books, session, typed)
    except StripeError as refusal:
        if typing.place(typed, refusal):
            return _form(books, session, typed, WRONG)
        if session.body["status"] != "open" or is_closed(books, session):
            return show(books.service, session.id)
        typed.forget_secrets(number=True)
        return _form(books, session, typed, DECLINED, words_of(refusal.error, known))
    if waiting := awaiting_authentication(books, session):
        return to(leading_to("authentication-show", waiting))
    return done(books, session, known)


def _confirm(books: Books, session: Record, typed: Typed) -> None:
    person = {"email": typed.value("email"), "name": typed.value("name")}
    if not typed.method:
        checkout.pay(books, session, None, person=person)
        return
    method = payment_method(books, typed)
    agreed = None if typed.method == CARD else acceptance()
    act = checkout.pay if pays(session) else checkout.set_up
    act(books, session, method, person=person, acceptance=agreed)


def _first(books: Books, session: Record) -> Typed:
    """The form before anybody typed: with what is known of the customer, or was typed before the
    page was left for 3-D Secure."""
    customer = books.get("customer", session.body["customer"])
    person = (customer.body if customer else {}) | _given(session.body["customer_details"])
    address = person.get("address") or {}
    values = {
        "email": person.get("email") or request.args.get("prefilled_email"),
        "name": person.get("name"),
        COUNTRY: address.get("country") or books.service.setup.country,
        "postal_code": address.get("postal_code"),
    }
    kind = "".join(offered(session)[:1])
    return Typed(kind, {name: value or "" for name, value in values.items()})


def _given(details: Body | None) -> Body:
    return {name: value for name, value in (details or {}).items() if value}


def _form(
    books: Books, session: Record, typed: Typed, status: int = 200, notice: str = ""
) -> Shown:
    typed.forget_secrets()
    order = order_of(books, session)
    form = PayForm(
        merchant=order.merchant,
        offered=offered(session),
        typed=typed,
        asks_email=not order.email,
        button=_button(session, reader()),
        pays=pays(session),
        notice=notice,
    )
    heading = reader().t("Checkout" if pays(session) else "Save payment details")
    return page("checkout.html", status, order=order, form=form, heading=heading)


def _button(session: Record, known: Reader) -> str:
    if not pays(session):
        return known.t("Save payment details")
    if not offered(session):
        return known.t("Confirm")
    amount = known.money(session.body["amount_total"], session.body["currency"])
    return known.t("Pay {amount}", amount=amount)
