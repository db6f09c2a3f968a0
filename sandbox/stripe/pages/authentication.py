"""3-D Secure: where a bank would ask whether it is its customer who pays or saves a card."""

from contextlib import suppress
from urllib.parse import urlencode

from flask import request

from sandbox.stripe import payments, setups
from sandbox.stripe.books import Books, Record
from sandbox.stripe.errors import StripeError
from sandbox.stripe.pages.endings import done
from sandbox.stripe.pages.orders import merchant_of, web_address
from sandbox.stripe.pages.sessions import session_of
from sandbox.stripe.pages.showing import Shown, found, leading_to, message, page, reader, to
from sandbox.stripe.pages.wallet import title_of
from sandbox.stripe.service import Service


def show(service: Service, token: str) -> Shown:
    books, intent = _found(service, token)
    if intent.body["status"] != "requires_action":
        return _back(books, intent)
    known = reader(_locale(books, intent))
    amount = intent.body.get("amount")
    return page(
        "authentication.html",
        merchant=merchant_of(books),
        amount=known.money(amount, intent.body["currency"]) if amount else "",
        card=_card(books, intent),
    )


def answer(service: Service, token: str) -> Shown:
    """Sent twice, the first answer counts."""
    books, intent = _found(service, token)
    if intent.body["status"] != "requires_action":
        return _back(books, intent)
    action = intent.body["next_action"] or {}
    asked_for = (action.get("redirect_to_url") or {}).get("return_url")
    passed = request.form.get("outcome") == "complete"
    # What is refused, the intent remembers, and the page that follows says it.
    with suppress(StripeError):
        _authenticate(books, intent, passed)
    return _back(books, intent, asked_for)


def _authenticate(books: Books, intent: Record, passed: bool) -> None:
    machine = payments if intent.kind == "payment_intent" else setups
    machine.authenticate(books, intent, passed)


def _back(books: Books, intent: Record, asked_for: str | None = None) -> Shown:
    """To the checkout page, to the merchant, or where the API's caller `asked_for` the payer."""
    session, known = session_of(books, intent), reader(_locale(books, intent))
    if session and session.body["status"] == "complete":
        return done(books, session, known)
    if session:
        return to(leading_to("checkout-show", session.id))
    if url := web_address(asked_for):
        return to(_with_outcome(url, intent))
    t, ok = known.t, _went_well(intent)
    heading = t("Authentication is complete") if ok else t("Authentication failed")
    text = t("You can close this page.")
    return message(heading, text, kind="ok" if ok else "bad", merchant=merchant_of(books))


def _with_outcome(url: str, intent: Record) -> str:
    """With what Stripe adds to a return_url."""
    more = {
        intent.kind: intent.id,
        f"{intent.kind}_client_secret": intent.body["client_secret"],
        "redirect_status": "succeeded" if _went_well(intent) else "failed",
    }
    return f"{url}{'&' if '?' in url else '?'}{urlencode(more)}"


def _went_well(intent: Record) -> bool:
    return intent.body["status"] in ("succeeded", "processing", "requires_capture")


def _found(service: Service, token: str) -> tuple[Books, Record]:
    kind = "setup_intent" if token.startswith("seti_") else "payment_intent"
    return found(service, kind, token)


def _locale(books: Books, intent: Record) -> str | None:
    session = session_of(books, intent)
    return session.body.get("locale") if session else None


def _card(books: Books, intent: Record) -> str:
    """ "Visa •••• 4242" """
    method = books.get("payment_method", intent.body.get("payment_method"))
    return title_of(method.body, reader()) if method else ""
