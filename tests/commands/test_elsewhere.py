"""A payment that was made elsewhere: noted in two clicks, seen by the others, undone."""

from dataclasses import replace

import pytest

from bot.incoming import Kind
from bot.outbox.rendering import renderers
from desk.elsewhere import DAY, METHOD, REFERENCE
from desk.settled_news import KIND
from storage import cards, operation_lists, settings, stripe_clients
from storage.invoices import Invoice
from storage.models import Outbox
from storage.operations import Operation
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, STRANGER
from tests.support.chat import Answer, Chat
from tests.support.register import Register

CHANNEL = "C0BILLING"
CHATS_OWN = 3
"""Queries that the tests' chat makes to know who asks; the bot makes one."""


def shown(chat: Chat, invoice: Invoice, user: str = FLORENCE, locale: str = "en-US") -> Answer:
    return chat.person(user, locale).types(f"/invoice {invoice.reference}")


def newest(register: Register, invoice: Invoice) -> Operation:
    return operation_lists.of_invoice(register.store, register.mine, invoice.id, 1)[0]


def card(chat: Chat, register: Register, noted: Operation, user: str) -> Answer:
    """As it stands in the channel."""
    message = renderers(chat.desk).cards[KIND](register.mine, noted.uid)
    return Answer(chat.person(user), "show", message=message)


def in_channel(register: Register) -> None:
    settings.put(register.store, register.mine, "billing_channel", CHANNEL)


def test_it_is_noted_in_two_clicks(chat: Chat, register: Register) -> None:
    invoice = register.invoice(register.payer())
    form = shown(chat, invoice).press("Paid elsewhere")
    form.sees("Ada Lovelace", f"{invoice.reference} · $100.00")
    done = form.submit().sees("Paid elsewhere: $100.00", "Cash", "Noted by <@U0FLORENCE>")
    assert done.kind == "update"
    again = shown(chat, invoice).sees("*State*\npaid", "Paid elsewhere: $100.00* · Cash")
    assert "Paid elsewhere" not in again.buttons
    assert register.invoice_now(invoice).paid == 10_000


def test_what_was_typed_stays_where_something_is_wrong(chat: Chat, register: Register) -> None:
    invoice = register.invoice(register.payer())
    form = shown(chat, invoice).press("Paid elsewhere")
    wrong = form.submit(elsewhere_amount="100.01", elsewhere_day="2027-01-01")
    assert wrong.kind == "errors"
    wrong.sees(f"Only $100.00 of {invoice.reference} is still to be paid", "not in the future")
    form.submit(elsewhere_amount="60", elsewhere_day="2026-11-20").sees(
        "$60.00", "for November 20, 2026"
    )
    form.submit(elsewhere_amount="60").sees("$60.00")
    assert register.invoice_now(invoice).paid == 6_000


def test_it_is_undone_in_the_window_and_on_the_invoice(chat: Chat, register: Register) -> None:
    invoice = register.invoice(register.payer())
    done = shown(chat, invoice).press("Paid elsewhere").submit(elsewhere_amount="40")
    gone = done.press("Undo").sees("Undone: Paid elsewhere, $40.00", "Undone by <@U0FLORENCE>")
    assert gone.kind == "update"
    assert gone.buttons == []
    done.press("Undo").is_refused("undone this already")
    shown(chat, invoice).press("Paid elsewhere").submit(elsewhere_amount="30")
    gone = shown(chat, invoice, BEN).press("Undo").sees("Undone by <@U0BEN>")
    assert gone.kind == "replace"
    assert register.invoice_now(invoice).paid == 0
    assert "Undo" not in shown(chat, invoice).buttons


def test_the_channel_sees_reference_and_initials_and_nothing_that_was_typed(
    chat: Chat, register: Register
) -> None:
    in_channel(register)
    invoice = register.invoice(register.payer())
    form = shown(chat, invoice).press("Paid elsewhere")
    form.submit(**{METHOD: "insurer", REFERENCE: "Claim of Mrs Lovelace"}).sees("Claim of Mrs")
    noted = newest(register, invoice)
    [known] = cards.of_key(register.store, register.mine, KIND, noted.uid)
    assert known.recipient == CHANNEL
    seen = card(chat, register, noted, BEN).sees("TEST", invoice.reference, "(A. L.)", "Insurer")
    seen.sees_not("Lovelace", "Claim")
    seen.press("Undo").sees("Undone: Paid elsewhere, $100.00", "Undone by <@U0BEN>")
    [line] = register.store.select(
        Outbox.select(Outbox.payload).where(Outbox.kind == "slack_thread")
    )
    assert "<@U0FLORENCE>: <@U0BEN> has undone this" in line["payload"]


def test_who_may_not_note_may_not_undo_on_the_card(chat: Chat, register: Register) -> None:
    invoice = register.invoice(register.payer())
    shown(chat, invoice).press("Paid elsewhere").submit()
    seen = card(chat, register, newest(register, invoice), OLIVIA)
    for user in (SAM, NOAH, STRANGER):
        seen.press("Undo", by=chat.person(user)).is_refused("")
    assert register.invoice_now(invoice).state == "paid"
    assert "Undo" not in shown(chat, invoice, SAM).buttons


def test_from_the_window_of_a_charge_all_that_is_chosen_is_noted(
    chat: Chat, register: Register
) -> None:
    ada = register.payer()
    first, second = register.invoice(ada, 4_000), register.invoice(ada, 2_500)
    line = f"/charge {first.reference} {second.reference}"
    form = chat.person(FLORENCE).types(line).press("Paid elsewhere").sees("Together: $65.00")
    assert form.kind == "update"
    form.submit(**{METHOD: "transfer"}).sees("$65.00", "Bank transfer", first.reference)
    assert register.invoice_now(first).state == register.invoice_now(second).state == "paid"


def test_where_no_card_is_saved_cash_can_be_noted_all_the_same(
    chat: Chat, register: Register
) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    stripe_clients.forget(register.store, register.mine, ada.id)
    window = chat.person(FLORENCE).types(f"/charge {invoice.reference}")
    assert window.buttons == ["Ask for a card", "Send a link", "Paid elsewhere"]
    window.press("Paid elsewhere").submit().sees("Paid elsewhere: $100.00")


def test_a_declined_card_offers_it_on_the_card_and_in_the_window(
    chat: Chat, register: Register
) -> None:
    invoice = register.invoice(register.payer("pm_card_chargeCustomerFail"))
    declined = register.done(register.charges(OLIVIA, invoice))
    assert declined.state == "declined"
    message = renderers(chat.desk).cards["charge"](register.mine, declined.uid)
    seen = Answer(chat.person(BEN), "show", message=message)
    seen.press("Paid elsewhere").submit().sees("Paid elsewhere: $100.00")
    later = renderers(chat.desk).cards["charge"](register.mine, declined.uid)
    assert "Paid elsewhere" not in Answer(chat.person(BEN), "show", message=later).buttons
    assert register.taken_from(register.payer()) == []


def test_while_it_is_charged_the_button_says_so(chat: Chat, register: Register) -> None:
    invoice = register.invoice(register.payer())
    register.charges(OLIVIA, invoice)
    shown(chat, invoice).press("Paid elsewhere").is_refused("is being paid at this moment")


def test_a_form_that_is_none_of_ours_is_refused(chat: Chat, register: Register) -> None:
    invoice = register.invoice(register.payer())
    form = shown(chat, invoice).press("Paid elsewhere")
    for private in ("", "[]", "[1,[2,3]]", '["a",[1]]', '["a",["1","2"]]', "[" * 2_999, '["a"]'):
        view = {**(form.view or {}), "private_metadata": private}
        assert replace(form, view=view).submit().kind == "refused", private
    assert register.invoice_now(invoice).paid == 0


def test_in_french(chat: Chat, register: Register) -> None:
    in_channel(register)
    invoice = register.invoice(register.payer())
    form = shown(chat, invoice, locale="fr-FR").press("Payée autrement")
    done = form.submit(**{DAY: "2026-11-20"})
    done.sees("Payée autrement : 100,00", "Espèces", "le 23 novembre 2026", "pour le 20 novembre")
    done.press("Annuler").sees("Annulé : Payée autrement")


def test_a_write_off_asks_why_and_is_undone(chat: Chat, register: Register) -> None:
    invoice = register.invoice(register.payer())
    assert "Write off…" not in shown(chat, invoice, FLORENCE).buttons
    form = shown(chat, invoice, BEN).press("Write off…").sees("no money comes in")
    assert set(form.submit(write_off_reason=" ").words) == {"write_off_reason"}
    done = form.submit(write_off_reason="Moved <away>").sees("Written off: $100.00", "Moved <away>")
    again = shown(chat, invoice, FLORENCE).sees("written off", "Moved &lt;away&gt;")
    assert "Undo" not in again.buttons
    noted = newest(register, invoice)
    card(chat, register, noted, FLORENCE).sees("Written off: $100.00").sees_not("Moved")
    card(chat, register, noted, FLORENCE).press("Undo").is_refused("Only an owner or a biller")
    done.press("Undo").sees("Undone: Written off, $100.00")
    assert register.invoice_now(invoice).due == 10_000


@pytest.mark.parametrize("user", [SAM, NOAH, STRANGER])
def test_a_forged_click_is_refused(chat: Chat, register: Register, user: str) -> None:
    invoice = register.invoice(register.payer())
    for name in ("elsewhere:start", "write_off:start"):
        person = chat.person(user)
        person.asks(Kind.CLICK, name, value=str(invoice.id)).is_refused("")


def test_the_number_of_queries_does_not_grow(
    chat: Chat, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    attempt = register.store.attempt
    monkeypatch.setattr(register.store, "attempt", lambda work: asked.append(work) or attempt(work))
    ada = register.payer()
    some = [register.invoice(ada) for _ in range(12)]
    counts = []
    for number in (1, 11):
        line = "/charge " + " ".join(one.reference for one in some[:number])
        window = chat.person(FLORENCE).types(line)
        asked.clear()
        window.press("Paid elsewhere")
        counts.append(len(asked))
        some = some[number:]
    assert counts[0] == counts[1] <= 12 + CHATS_OWN


def test_what_was_typed_goes_with_the_client(chat: Chat, register: Register) -> None:
    ada = register.payer()
    first, second = register.invoice(ada), register.invoice(ada)
    cash = shown(chat, first).press("Paid elsewhere")
    cash.submit(**{REFERENCE: "Claim of Mrs Lovelace"}).sees("Claim of Mrs Lovelace")
    shown(chat, second, BEN).press("Write off…").submit(write_off_reason="She is very ill")
    erase = chat.person(OLIVIA).types(f"/client {ada.reference}").press("Erase…")
    erase.submit(typed=ada.reference)
    kept = str(operation_lists.all_of_client(register.store, register.mine, ada.id))
    assert "Lovelace" not in kept
    assert "ill" not in kept
    shown(chat, first).sees("Paid elsewhere: $100.00* · Cash")
