"""The buttons that give a receipt: to whoever asks as a PDF, to the payer by e-mail."""

from dataclasses import replace

import pytest

from bot.incoming import Kind
from commands.charge.card_views import card_message
from desk.charges import card_of
from desk.context import Desk
from desk.language import language_of
from storage import clients, outbox
from storage.database import Store
from storage.invoices import Invoice
from storage.models import Outbox
from storage.operations import Operation
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, STRANGER, FrozenClock
from tests.support.chat import Answer, Chat
from tests.support.register import Register

CHATS_OWN = 3
"""Queries that the tests' chat makes to know who asks; the bot makes one."""


@pytest.fixture
def desk(store: Store, clock: FrozenClock) -> Desk:
    return Desk(store, clock, claim_secret=b"of the tests", sends_mail=True)


def card(chat: Chat, register: Register, operation: Operation, user: str) -> Answer:
    """The card of the charge, as it stands in the channel."""
    shown = card_of(register.desk, register.cast.practice, operation)
    message = card_message(language_of("en"), shown, test=True)
    return Answer(chat.person(user), "show", message=message)


def rows(register: Register, kind: str) -> list[str]:
    query = Outbox.select(Outbox.recipient).where(
        Outbox.practice_id == register.mine, Outbox.kind == kind
    )
    return [row["recipient"] for row in register.store.select(query.order_by(Outbox.id))]


def paid(register: Register) -> tuple[Invoice, Operation]:
    invoice = register.invoice(register.payer())
    done = register.done(register.charges(OLIVIA, invoice))
    register.passes(seconds=61)
    return register.invoice_now(invoice), done


@pytest.mark.parametrize("user", [OLIVIA, BEN, FLORENCE, SAM])
def test_whoever_sees_invoices_gets_the_receipt(chat: Chat, register: Register, user: str) -> None:
    _, done = paid(register)
    card(chat, register, done, user).press("Receipt").sees("on its way to you as a PDF")
    assert rows(register, "slack_file") == [user]


def test_it_is_sent_to_the_payer_once_more(chat: Chat, register: Register) -> None:
    invoice, done = paid(register)
    to = clients.get(register.store, register.mine, done.client_id)
    assert to is not None
    shown = card(chat, register, done, FLORENCE)
    for _ in range(2):
        shown.press("Send receipt by e-mail").sees(f"on its way to {to.email}")
    assert rows(register, outbox.MAIL) == [to.email, to.email]
    answer = chat.person(BEN).types(f"/invoice {invoice.reference}")
    answer.press("Send receipt by e-mail").sees(f"on its way to {to.email}")


def test_in_french(chat: Chat, register: Register) -> None:
    invoice, _ = paid(register)
    shown = chat.person(FLORENCE, "fr-FR").types(f"/invoice {invoice.reference}")
    shown.press("Reçu").sees("Le reçu arrive en PDF")
    shown.press("Envoyer le reçu par e-mail").sees("Le reçu est en route vers")


def test_without_an_address_there_is_text_to_copy(chat: Chat, register: Register) -> None:
    _, done = paid(register)
    payer = clients.get(register.store, register.mine, done.client_id)
    assert payer is not None
    clients.change(register.store, register.mine, replace(payer, email=None), [])
    shown = card(chat, register, done, FLORENCE).press("Send receipt by e-mail")
    shown.sees("no e-mail address", "Hello Ada Lovelace,", "$100.00", "Visa •••• 4242")
    shown.sees_not("Manual therapy")


@pytest.mark.parametrize("user", [NOAH, STRANGER])
def test_strangers_get_neither(chat: Chat, register: Register, user: str) -> None:
    _, done = paid(register)
    before = rows(register, outbox.MAIL)
    for action in ("receipt:pdf", "receipt:mail"):
        chat.person(user).asks(Kind.CLICK, action, value=done.uid).is_refused()
    assert rows(register, "slack_file") == []
    assert rows(register, outbox.MAIL) == before


def test_who_only_looks_is_not_offered_the_mail(chat: Chat, register: Register) -> None:
    invoice, done = paid(register)
    shown = chat.person(SAM).types(f"/invoice {invoice.reference}")
    assert "Receipt" in shown.buttons
    assert "Send receipt by e-mail" not in shown.buttons
    chat.person(SAM).asks(Kind.CLICK, "receipt:mail", value=done.uid).is_refused("at the desk")


def test_each_part_of_an_invoice_has_its_receipt(chat: Chat, register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    shown = chat.person(OLIVIA).types(f"/invoice {invoice.reference}")
    assert "Receipt" not in shown.buttons
    register.done(register.charges(OLIVIA, invoice, amount=4_000))
    register.done(register.charges(OLIVIA, register.invoice_now(invoice)))
    shown = chat.person(OLIVIA).types(f"/invoice {invoice.reference}")
    assert [one for one in shown.buttons if "Receipt" in one] == [
        "Receipt over $60.00",
        "Receipt over $40.00",
    ]
    shown.press("Receipt over $40.00").sees("on its way to you")


@pytest.mark.parametrize(
    ("locale", "words"), [("en-US", "Paid: $60.00"), ("fr-FR", "Payé : 60,00 $US")]
)
def test_an_invoice_tells_how_much_came_with_what(
    chat: Chat, register: Register, locale: str, words: str
) -> None:
    invoice = register.invoice(register.payer())
    register.done(register.charges(OLIVIA, invoice, amount=6_000))
    shown = chat.person(OLIVIA, locale=locale).types(f"/invoice {invoice.reference}")
    shown.sees(words, "Visa ••4242")


def test_it_takes_few_queries_however_many_invoices(
    chat: Chat, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    attempt = register.store.attempt
    monkeypatch.setattr(register.store, "attempt", lambda work: asked.append(work) or attempt(work))
    ada, counts = register.payer(), []
    for many in (1, 12):
        wanted = [register.invoice(ada, 1_000) for _ in range(many)]
        done = register.done(register.charges(OLIVIA, *wanted))
        register.passes(seconds=61)
        shown = card(chat, register, done, FLORENCE)
        for label in ("Receipt", "Send receipt by e-mail"):
            asked.clear()
            shown.press(label)
            counts.append(len(asked) - CHATS_OWN)
    assert counts[:2] == counts[2:]
    assert max(counts) <= 12, counts
