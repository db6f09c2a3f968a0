"""What the cards of clients and invoices say of reminders: what pauses them, and what went out."""

import pytest

from desk.reminders.clock import do_due
from rules.reminder_state import STAFF
from storage import balances, clients
from storage.balances import Counted
from storage.clients import Client
from storage.invoices import Invoice
from tests.support.cast import BEN, FLORENCE, LOCALES, OLIVIA, SAM
from tests.support.chat import Answer, Chat, Kind
from tests.support.reminding import Office
from tests.support.stores import ON_SQLITE

pytestmark = ON_SQLITE


@pytest.fixture
def ada(office: Office) -> Client:
    return office.client()


@pytest.fixture
def invoice(office: Office, ada: Client) -> Invoice:
    return office.invoice(ada, "2026-11-29")


def card(chat: Chat, one: Client | Invoice, user: str = BEN) -> Answer:
    command = "invoice" if isinstance(one, Invoice) else "client"
    return chat.person(user, LOCALES[user]).types(f"/{command} {one.reference}")


def pauses(chat: Chat, line: str) -> None:
    chat.person(OLIVIA).types(f"/reminders pause {line}").sees("💤")


@pytest.mark.parametrize("which", ["ada", "invoice"])
def test_a_card_leads_to_the_reminders_and_there_they_pause(
    chat: Chat, request: pytest.FixtureRequest, invoice: Invoice, which: str
) -> None:
    one = request.getfixturevalue(which)
    what = card(chat, one).sees_not("paused").press("Reminders").press("Pause…")
    what.submit(reminder_until="2026-12-20", reminder_reason="Away")
    shown = card(chat, one)
    kind = "client" if which == "ada" else "invoice"
    shown.sees(f"💤 *Reminders of this {kind} are paused*\nthey go out again on December 20, 2026")
    shown.sees(f" · Away · <@{BEN}>")
    assert shown.buttons.count("Reminders") == 1
    shown.press("Reminders").press("Resume")
    card(chat, one).sees_not("*Reminders of this")


def test_an_invoice_shows_all_that_pauses_it(chat: Chat, office: Office) -> None:
    payer, child = office.client(name="Grace Hopper"), office.client()
    invoice = office.invoice_of(child, payer, "2026-11-29")
    for line in (invoice.reference, child.reference, payer.reference, "all"):
        pauses(chat, line)
    of_all = (
        "*Reminders of this invoice are paused*",
        "*Reminders of this client are paused*",
        "*Reminders of who pays are paused*",
        "*All reminders are paused*",
    )
    shown = card(chat, invoice).sees(*of_all)
    shown.press("Reminders").sees(*of_all)
    of_payer = card(chat, payer).sees("*Reminders of this client are paused*")
    of_payer.sees_not("of who pays", "of this invoice")


def test_a_client_shows_that_their_payer_is_paused(chat: Chat, office: Office) -> None:
    payer = office.client(name="Grace Hopper")
    child = clients.add(
        office.desk.store,
        office.mine,
        Client(0, "NP-7777", "Kurt", "kurt", None, payer_id=payer.id),
        [],
    )
    pauses(chat, payer.reference)
    card(chat, child).sees("*Reminders of who pays are paused*").press("Reminders").sees("who pays")


def test_who_may_not_see_reminders_sees_no_reason(
    chat: Chat, ada: Client, invoice: Invoice
) -> None:
    for one in (ada, invoice):
        pauses(chat, f"{one.reference} because of a quarrel")
        shown = card(chat, one, SAM).sees_not("*Reminders of this", "quarrel")
        assert "Reminders" not in shown.buttons


def test_what_is_paid_is_not_said_to_be_paused(
    chat: Chat, office: Office, invoice: Invoice
) -> None:
    pauses(chat, invoice.reference)
    balances.count(office.desk.store, office.mine, invoice.id, Counted(paid=10_000), 1)
    shown = card(chat, invoice).sees_not("are paused")
    assert "Reminders" not in shown.buttons


def test_the_history_of_an_invoice_tells_of_pauses_and_of_what_went_out(
    chat: Chat, office: Office, invoice: Invoice
) -> None:
    office.rule(STAFF)
    office.goes_to("2026-11-30", "09:00")
    while do_due(office.desk):
        pass
    pauses(chat, f"{invoice.reference} until 2026-12-20")
    chat.person(BEN).types(f"/reminders resume {invoice.reference}")
    pauses(chat, invoice.reference)
    shown = card(chat, invoice).sees(
        f"November 30, 2026: reminders paused until December 20, 2026 by <@{OLIVIA}>",
        f"November 30, 2026: reminders resumed by <@{BEN}>",
        f"November 30, 2026: reminders paused by <@{OLIVIA}>",
        "✉️ Monday, November 30, 2026, 8:30 AM · Staff’s morning list · ✅ sent",
    )
    shown.press("Why?").sees("*How*\nin the list of Monday, November 30, 2026")
    french = card(chat, invoice, FLORENCE).sees("rappels suspendus jusqu’au 20 décembre 2026")
    french.press("Pourquoi ?").sees("1 jour après l’échéance")
    card(chat, invoice, SAM).sees_not("✉️")


def test_in_a_window_they_open_on_top(chat: Chat, invoice: Invoice) -> None:
    window = card(chat, invoice).press("Edit").submit()
    assert window.view is not None
    value = f"invoice:{invoice.id}"
    on_top = chat.person(BEN).asks(Kind.CLICK_IN_VIEW, "reminders:show", window.view, value=value)
    assert on_top.kind == "open"
