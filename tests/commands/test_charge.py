"""/charge: found, looked at, charged with one click, and what became of it, in the same window."""

from bot.outbox.charge_views import charge_views
from storage import operations
from storage.clients import Client
from storage.operations import CHARGE, Operation
from tests.support.cast import OLIVIA
from tests.support.chat import WINDOW, Answer, Chat
from tests.support.register import Register

CHATS_OWN = 3
"""Queries that the tests' chat makes to know who asks; the bot makes one."""


def opened(chat: Chat, text: str, user: str = OLIVIA, locale: str = "en-US") -> Answer:
    return chat.person(user, locale).types(f"/charge {text}")


def charges_of(register: Register, payer: Client) -> list[Operation]:
    return operations.of_client(register.store, register.mine, payer.id, 10)


def shown_now(chat: Chat, register: Register, payer: Client, user: str = OLIVIA) -> Answer:
    """What the open window turns to, as the outbox has it made."""
    [newest, *_] = charges_of(register, payer)
    view = charge_views(chat.desk)[CHARGE](register.mine, newest.uid, user)
    return Answer(chat.person(user), "update", view=view)


def worked(chat: Chat, register: Register, payer: Client, user: str = OLIVIA) -> Answer:
    register.till.work_off()
    return shown_now(chat, register, payer, user)


def test_an_invoice_is_looked_at_charged_and_paid(chat: Chat, register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada, 15_000)
    window = opened(chat, invoice.reference)
    window.sees("Ada Lovelace · NP-", "$150.00", "Manual therapy", "Visa ••4242", "credit")
    assert window.view is not None
    assert window.view["submit"]["text"] == "Charge $150.00"
    charging = window.submit()
    charging.sees("Charging $150.00…", "You may close this window")
    [asked] = charges_of(register, ada)
    assert (asked.state, asked.modal) == ("approved", {"view": WINDOW, "user": OLIVIA})
    worked(chat, register, ada).sees("Paid: $150.00", invoice.reference, "Visa ••4242")
    assert register.taken_from(ada) == [15_000]


def test_the_same_window_submitted_twice_is_one_charge(chat: Chat, register: Register) -> None:
    ada = register.payer()
    window = opened(chat, register.invoice(ada).reference)
    window.submit().sees("Charging $100.00")
    window.submit().sees("Charging $100.00")
    worked(chat, register, ada)
    window.submit().sees("Paid: $100.00")
    assert len(charges_of(register, ada)) == 1
    assert register.taken_from(ada) == [10_000]
