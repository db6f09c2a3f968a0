"""A Checkout Session's machine: opened, paid or set up once, or expired.

Its intents tell it how they went: a card pays at once, a bank debit later, after 3-D Secure the
payer comes back first. A link with a limit is never paid more often, whoever pays at once.
"""

from sandbox.stripe import customers, items, links, payers, payments, sessions, setups
from sandbox.stripe.books import Books, Record
from sandbox.stripe.errors import StripeError, invalid
from sandbox.stripe.shapes import Body

_FROM_LINK = ("billing_address_collection", "customer_creation", "payment_method_collection")
_UNDER_WAY = "requires_action"


def open_from_link(books: Books, link: Record) -> Record:
    """A new session, as for each visit of the link's page. StripeError 400 where the link is not
    open to anybody any more."""
    if not links.is_open(link):
        raise link_closed(link)
    body = link.body
    fields: Body = {name: body[name] for name in _FROM_LINK} | {
        "currency": body["currency"],
        "custom_text": body["custom_text"],
        "metadata": dict(body["metadata"]),
        "payment_link": link.id,
        "submit_type": body["submit_type"],
        "success_url": (body["after_completion"].get("redirect") or {}).get("url"),
    }
    if body["payment_method_types"]:
        fields["allowed_payment_method_types"] = body["payment_method_types"]
    sold = items.again(books, link.private["items"])
    return sessions.for_payment(books, fields, sold, links.intent_data(link.body))


def link_closed(link: Record) -> StripeError:
    message = link.body["inactive_message"] or "This link is no longer active."
    return invalid(message, code="payment_link_inactive")


def pay(
    books: Books,
    session: Record,
    method: Record | None,
    *,
    person: Body | None = None,
    acceptance: Body | None = None,
) -> None:
    """`method` is None only where nothing is to be paid; `person`: what its page asked for beside
    it (email, name); `acceptance`: to a debit's mandate. Afterwards the session is complete, or its
    intent waits for 3-D Secure. StripeError 402 for a decline, after which another method may be
    tried; 400 where the session is over, or its link has been paid as often as it may be."""
    with books.service.acting():
        _check_open(books, session)
        _check_room(books, session)
        payers.meet(books, session, method, person or {})
        if session.body["payment_status"] == "no_payment_required":
            _complete(books, session, "no_payment_required")
            return
        intent = _intent_of(books, session)
        payments.confirm(
            books, intent, method, acceptance=acceptance, return_url=_way_back(books, session)
        )


def set_up(
    books: Books,
    session: Record,
    method: Record,
    *,
    person: Body | None = None,
    acceptance: Body | None = None,
) -> None:
    """As `pay`, where a method is only saved for later."""
    with books.service.acting():
        _check_open(books, session)
        payers.meet(books, session, method, person or {})
        intent = books.find("setup_intent", session.body["setup_intent"])
        setups.confirm(
            books, intent, method, acceptance=acceptance, return_url=_way_back(books, session)
        )


def _check_open(books: Books, session: Record) -> None:
    status = session.body["status"]
    if status != "open":
        raise invalid(
            f"This Checkout Session is {status}. It can't be paid any more.",
            code=f"checkout_session_{status}",
        )
    customers.check_living(books, session.body["customer"])


def _check_room(books: Books, session: Record) -> None:
    """Who is at 3-D Secure has a place in the link's limit, until it ends."""
    link = books.get("payment_link", session.body["payment_link"])
    if link is None:
        return
    others = sum(
        1
        for one in books.all("checkout.session")
        if one.body["payment_link"] == link.id and one is not session and _is_under_way(books, one)
    )
    if not links.has_room(link, others):
        raise link_closed(link)


def _is_under_way(books: Books, session: Record) -> bool:
    intent = books.get("payment_intent", session.body["payment_intent"])
    return intent is not None and intent.body["status"] == _UNDER_WAY


def _intent_of(books: Books, session: Record) -> Record:
    """The same one for each try."""
    if session.body["payment_intent"]:
        return books.find("payment_intent", session.body["payment_intent"])
    fields = sessions.intent_fields(session.body, session.private["intent_data"])
    intent = payments.create(books, fields)
    sessions.belongs(books, intent, session)
    session.body["payment_intent"] = intent.id
    books.save(session)
    return intent


def _way_back(books: Books, session: Record) -> str:
    """From 3-D Secure to the session's page, which knows how it went."""
    return f"{books.service.base_url}/pages/checkout/{session.id}"


# What its intent tells it: each takes the intent's body


def intent_paid(books: Books, intent: Body) -> None:
    session = _session_of(books, "payment_intent", intent)
    if session is None:
        return
    if session.body["status"] == "open":
        _complete(books, session, "paid")
    elif _is_owed(session):
        session.body["payment_status"] = "paid"
        later = intent["capture_method"] != "manual"
        books.save(session, "checkout.session.async_payment_succeeded" if later else None)


def intent_on_its_way(books: Books, intent: Body) -> None:
    """A bank debit, or a card whose money waits for a capture."""
    session = _session_of(books, "payment_intent", intent)
    if session is not None and session.body["status"] == "open":
        _complete(books, session, "unpaid")


def intent_failed(books: Books, intent: Body) -> None:
    """A debit that came to nothing; before it was on its way, the payer tries again."""
    session = _session_of(books, "payment_intent", intent)
    if session is not None and _is_owed(session):
        books.save(session, "checkout.session.async_payment_failed")


def _is_owed(session: Record) -> bool:
    body = session.body
    return bool(body["status"] == "complete" and body["payment_status"] == "unpaid")


def method_set_up(books: Books, intent: Body) -> None:
    session = _session_of(books, "setup_intent", intent)
    if session is not None and session.body["status"] == "open":
        _complete(books, session, "no_payment_required")
        if session.private.get("makes_default"):
            _make_default(books, session, intent)


def _make_default(books: Books, session: Record, intent: Body) -> None:
    customer = books.find("customer", session.body["customer"])
    customers.make_default(books, customer, books.find("payment_method", intent["payment_method"]))


def _session_of(books: Books, kind: str, intent: Body) -> Record | None:
    record = books.find(kind, intent["id"])
    return books.get("checkout.session", record.private.get("session"))


def _complete(books: Books, session: Record, payment_status: str) -> None:
    session.body |= {"payment_status": payment_status, "status": "complete", "url": None}
    books.save(session, "checkout.session.completed")
    link = books.get("payment_link", session.body["payment_link"])
    if link is not None:
        links.count(books, link)


# Expiring


def expire(books: Books, session: Record) -> None:
    """With what it has begun. StripeError 400 where it is over already."""
    status = session.body["status"]
    if status != "open":
        raise invalid(
            'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout '
            f"Session has a status of `{status}`."
        )
    session.body |= {"status": "expired", "url": None}
    books.save(session)
    intent = books.get("payment_intent", session.body["payment_intent"])
    if intent is not None:
        payments.cancel(books, intent, "expired")
    setup = books.get("setup_intent", session.body["setup_intent"])
    if setup is not None:
        setups.cancel(books, setup)
    books.emit("checkout.session.expired", session.body)


def run_out(books: Books, session: str) -> None:
    """Its time is over."""
    record = books.find("checkout.session", session)
    if record.body["status"] == "open":
        expire(books, record)
