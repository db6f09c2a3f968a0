"""Clients who are asked for a payment method, and save one on Stripe's page."""

from typing import Any

from desk.card_requests import Asking, ask
from storage import clients
from storage.clients import Client
from storage.operations import Operation
from tests.sandbox.stripe.pages_support import GOOD_CARD, Visitor
from tests.support.cast import FLORENCE
from tests.support.register import NUMBERS, Register

CARD_FIELDS = {name: GOOD_CARD[name] for name in ("Card number", "Expiry date", "CVC")}
US_ACCOUNT = (
    "US bank account",
    {"Routing number": "110000000", "Account number": "000123456789", "I auth": "yes"},
)


def newcomer(register: Register, name: str = "Grace Hopper", **more: Any) -> Client:
    """A client whom Stripe doesn't know."""
    number = next(NUMBERS)
    values = {"email": f"client{number}@example.com", **more}
    blank = Client(0, f"NP-{number}", name, name.casefold(), **values)
    return clients.add(register.store, register.mine, blank, [])


def asks(
    register: Register, client: Client, user: str = FLORENCE, *, mail: bool = False
) -> Operation:
    """Somebody asks; the worker has not begun yet."""
    practice = register.cast.practice
    return ask(register.desk, practice, register.person(user), client.id, Asking(mail=mail))


def has_link(register: Register, client: Client, user: str = FLORENCE) -> Operation:
    """The client was asked, and the link is there."""
    made = register.done(asks(register, client, user))
    assert made.state == "needs_customer", made
    return made


def saves(register: Register, asked: Operation, **card: str) -> None:
    """The client opens the link and saves a card there."""
    visitor = Visitor(register.accounting.stripe)
    visitor.opens(asked.url or "").types({**CARD_FIELDS, **card}).presses("Save payment details")
    assert visitor.left_to, visitor.page.text
