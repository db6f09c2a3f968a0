"""What the pages read from a checkout session: how it is paid, its intent, where it leads."""

from sandbox.stripe import customers
from sandbox.stripe.books import Books, Record
from sandbox.stripe.pages.fields import CARD, METHODS
from sandbox.stripe.pages.orders import web_address
from sandbox.stripe.shapes import Body

_PLACEHOLDER = "{CHECKOUT_SESSION_ID}"


def pays(session: Record) -> bool:
    """False where payment details are only saved."""
    return bool(session.body["mode"] == "payment")


def is_over(books: Books, session: Record) -> bool:
    """Complete, expired, or of a customer who was deleted."""
    body = session.body
    return body["status"] != "open" or customers.is_gone(books, body["customer"])


def offered(session: Record) -> tuple[str, ...]:
    """The ways to pay that these pages have a form for; none where nothing is to be paid."""
    if pays(session) and session.body["payment_status"] == "no_payment_required":
        return ()
    kinds = session.body.get("payment_method_types") or ()
    return tuple(kind for kind in METHODS if kind in kinds) or (CARD,)


def intent_of(books: Books, session: Record) -> Record | None:
    """What the session pays or saves with; none before the first try."""
    body = session.body
    payment = books.get("payment_intent", body.get("payment_intent"))
    return payment or books.get("setup_intent", body.get("setup_intent"))


def session_of(books: Books, intent: Record) -> Record | None:
    """The session that an intent belongs to; none where the API made it."""
    return books.get("checkout.session", intent.private.get("session"))


def awaiting_authentication(books: Books, session: Record) -> str | None:
    """The id of the session's intent, while 3-D Secure is under way."""
    intent = intent_of(books, session)
    return intent.id if intent and intent.body["status"] == "requires_action" else None


def last_error(books: Books, session: Record) -> Body:
    """Of the try before this one; empty where there was none."""
    intent = intent_of(books, session)
    field = "last_payment_error" if pays(session) else "last_setup_error"
    return dict((intent and intent.body.get(field)) or {})


def link_of(books: Books, session: Record) -> Record | None:
    return books.get("payment_link", session.body.get("payment_link"))


def leads_to(books: Books, session: Record) -> str | None:
    """Where its payer goes when it is complete; None: to a page of ours."""
    link = link_of(books, session)
    after = link.body["after_completion"] if link else {}
    redirect = (after.get("redirect") or {}).get("url")
    url = web_address(redirect or session.body.get("success_url"))
    return url.replace(_PLACEHOLDER, session.id) if url else None
