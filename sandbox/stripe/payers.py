"""Who pays in a Checkout Session: noted on it, and made a customer where that is wanted."""

from sandbox.stripe import customers, sessions
from sandbox.stripe.books import Books, Record
from sandbox.stripe.shapes import Body


def meet(books: Books, session: Record, method: Record | None, person: Body) -> None:
    """`person`: what the page asked for beside the payment method."""
    billing = (method.body["billing_details"] if method else {}) or {}
    said = {name: value for name, value in (billing | person).items() if value}
    if session.body["mode"] == "setup":
        said.pop("address", None)
    known = sessions.known_of(books, session.body) or {}
    about = sessions.details(said | ({"email": known["email"]} if known.get("email") else {}))
    session.body["customer_details"] = about
    if session.body["customer_creation"] == "always" and not session.body["customer"]:
        named = {name: about[name] for name in ("email", "name") if about[name]}
        session.body["customer"] = customers.add(books, named).id
        _tell_setup(books, session)
    _learn(books, session, about)
    books.save(session)


def _tell_setup(books: Books, session: Record) -> None:
    intent = books.get("setup_intent", session.body["setup_intent"])
    if intent is not None:
        intent.body["customer"] = session.body["customer"]
        books.save(intent)


def _learn(books: Books, session: Record, about: Body) -> None:
    """What a customer's record takes over of what they filled in."""
    customer = books.get("customer", session.body["customer"])
    if customer is None:
        return
    update = session.private.get("customer_update") or {}
    wanted = [name for name in ("address", "name") if update.get(name) == "auto"]
    wanted += [] if customer.body["email"] else ["email"]
    news = {name: about[name] for name in wanted if about[name]}
    if any(customer.body[name] != value for name, value in news.items()):
        before = customer.snapshot()
        customer.body |= news
        books.save(customer, "customer.updated", before)
