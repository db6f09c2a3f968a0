"""People who open a payment link at the local Stripe, and pay there, or try to."""

from uuid import uuid4

from desk import links
from desk.charge_parts import Wish
from desk.link_plans import CARD, plan
from desk.link_refresh import LinkRefresh
from desk.links import Differs, LinkRequest, LinkView
from desk.stripe_events import News
from sandbox.stripe import checkout, methods
from sandbox.stripe.books import Books, Record
from storage import payment_links
from storage.invoices import Invoice
from storage.operations import Operation
from tests.support.cast import OLIVIA
from tests.support.register import Register

ACCEPTED = {"type": "online", "online": {"ip_address": "127.0.0.1", "user_agent": "Test"}}


def books(register: Register) -> Books:
    return register.accounting.stripe.service.platform


def asks_for_link(
    register: Register,
    *wanted: Invoice,
    user: str = OLIVIA,
    kind: str = CARD,
    amount: int | None = None,
    anew: bool = False,
    request: str = "",
) -> Operation | Differs:
    """Somebody wants a link for these, having looked at what it is."""
    person, practice = register.person(user), register.cast.practice
    wish = Wish(tuple(one.id for one in wanted), amount)
    seen = plan(register.desk, practice, person, wish, kind).hash()
    asked = LinkRequest(request or uuid4().hex, wish, kind, seen, anew)
    return links.submit(register.desk, practice, person, asked)


def makes_link(register: Register, *wanted: Invoice, **more: str | int | bool) -> Operation:
    """The same, and the worker has made it."""
    asked = asks_for_link(register, *wanted, **more)  # type: ignore[arg-type]
    assert isinstance(asked, Operation), asked
    return register.done(asked)


def at_stripe(register: Register, link: Operation) -> Record:
    named = payment_links.get(register.store, register.mine, link.id).link_id
    return books(register).find("payment_link", str(named))


def opens(register: Register, link: Operation) -> Record:
    """The page that somebody gets who follows it."""
    mine = books(register)
    with mine.service.acting():
        return checkout.open_from_link(mine, at_stripe(register, link))


def pays(register: Register, page: Record, method: str = "pm_card_visa") -> None:
    """The sandbox's StripeError where it can't be paid."""
    mine = books(register)
    with mine.service.acting():
        chosen = methods.resolve(mine, method)
    accepted = None if method.startswith("pm_card") else ACCEPTED
    person = {"email": "whoever@example.com", "name": "Whoever Pays"}
    checkout.pay(mine, page, chosen, person=person, acceptance=accepted)


def hears(register: Register, link: Operation) -> None:
    """Stripe's news of the link."""
    named = payment_links.get(register.store, register.mine, link.id).link_id
    told = News(register.mine, "payment_link", str(named), {}, True, 0, link.uid)
    LinkRefresh(register.desk, register.client).refresh(told)


def seen_of(register: Register, link: Operation) -> LinkView:
    return links.link_view(register.desk, register.cast.practice, register.now(link))
