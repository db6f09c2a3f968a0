"""The morning digest in Slack: what its rows show, and what can be done about them."""

import json

import pytest

from bot.outbox.rendering import renderers
from commands.reminders.rows import MORE
from desk.reminders.clock import do_due
from desk.reminders.shown import KIND
from rules.reminder_state import CLIENT, STAFF
from storage import balances, practices, reminder_pauses, reminders, stripe_clients
from storage.balances import Counted
from storage.stripe_clients import SavedMethod
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM
from tests.support.chat import Answer, Chat, Kind
from tests.support.reminding import Office
from tests.support.stores import ON_SQLITE

MONDAY = "2026-11-30"
pytestmark = ON_SQLITE


def digest(office: Office, chat: Chat, user: str = OLIVIA) -> Answer:
    """As somebody sees it on Monday morning."""
    office.rule(STAFF)
    office.goes_to(MONDAY, "09:00")
    while do_due(office.desk):
        pass
    return shown(office, chat, user)


def shown(office: Office, chat: Chat, user: str = OLIVIA) -> Answer:
    message = renderers(office.desk).cards[KIND](office.mine, MONDAY)
    return Answer(chat.person(user), "show", message=message)


def test_a_row_has_reference_and_initials_and_one_next_action(office: Office, chat: Chat) -> None:
    charged, linked = office.client(), office.client(name="Grace Hopper", email=None)
    method = SavedMethod(charged.id, "cus_1", "pm_1", "card")
    stripe_clients.put(office.desk.store, office.mine, [("cus_1", charged.id)], [method], 1)
    first, second = office.invoice(charged, "2026-11-29"), office.invoice(linked, "2026-11-29")
    answer = digest(office, chat)
    answer.sees("To see to on November 30, 2026", "(G. H.) · $100.00 · 1 day overdue")
    answer.sees(f"*{first.reference}* · {charged.reference} (A. L.) · $100.00 · 1 day overdue")
    answer.sees_not("Lovelace", "Hopper")
    assert answer.buttons == ["Charge", "Send a link"]
    assert answer.message is not None
    assert answer.message.text == "To see to on November 30, 2026: 2 invoices"
    assert second.reference in answer.text


def test_it_is_in_the_practices_language(office: Office, chat: Chat) -> None:
    practices.set_language(office.desk.store, office.mine, "fr")
    office.invoice(office.client(), "2026-11-29")
    digest(office, chat).sees("À traiter le 30 novembre 2026", "Ne plus rappeler")


def test_what_was_paid_since_says_so_and_offers_nothing(office: Office, chat: Chat) -> None:
    invoice = office.invoice(office.client(), "2026-11-29")
    digest(office, chat)
    balances.count(office.desk.store, office.mine, invoice.id, Counted(paid=10_000), 1)
    answer = shown(office, chat).sees("✅ paid")
    assert answer.buttons == []


@pytest.mark.parametrize("user", [OLIVIA, BEN, FLORENCE])
def test_a_row_is_put_off_for_a_week_or_for_ever(office: Office, chat: Chat, user: str) -> None:
    first, second = (office.invoice(office.client(), "2026-11-29") for _ in range(2))
    answer = digest(office, chat, user).choose(f"snooze {first.id} {MONDAY}")
    assert answer.kind == "redraw"
    answer.sees("💤 put off", "1 day overdue").choose(f"stop {second.id} {MONDAY}")
    store, mine = office.desk.store, office.mine
    snoozed = reminder_pauses.find(store, mine, "invoice", first.id)
    stopped = reminder_pauses.find(store, mine, "invoice", second.id)
    assert snoozed is not None
    assert stopped is not None
    assert (snoozed.until, snoozed.snoozed, snoozed.made_by) == ("2026-12-07", True, user)
    assert (stopped.until, stopped.snoozed) == (None, False)
    assert shown(office, chat).buttons == []


def test_a_payment_made_elsewhere_is_noted_from_the_row(office: Office, chat: Chat) -> None:
    invoice = office.invoice(office.client(), "2026-11-29")
    window = digest(office, chat).choose(f"cash {invoice.id} {MONDAY}")
    window.submit(elsewhere_method="cash").sees("Paid elsewhere")
    shown(office, chat).sees("✅ paid")


def test_a_row_says_why_it_stands_there(office: Office, chat: Chat) -> None:
    invoice = office.invoice(office.client(), "2026-11-29")
    answer = digest(office, chat, FLORENCE)
    [told] = reminders.of_subject(office.desk.store, office.mine, "invoice", invoice.id, 9)
    why = answer.choose(f"why {told.id} {MONDAY}")
    assert why.kind == "open"
    why.sees(
        f"*{invoice.reference}* · Ada Lovelace",
        "*Occasion*\n1 day after it was due",
        "*Due*\nMonday, November 30, 2026, 8:30 AM",
        "*How*\nin the list of Monday, November 30, 2026",
        "*Rule*: version 1",
    )
    balances.count(office.desk.store, office.mine, invoice.id, Counted(paid=10_000), 1)
    french = Answer(chat.person(BEN, "fr-FR"), "show", message=shown(office, chat).message)
    french.choose(f"why {told.id} {MONDAY}").sees("dans la liste du lundi 30 novembre 2026")


@pytest.mark.parametrize("user", [SAM, NOAH])
def test_others_put_nothing_off(office: Office, chat: Chat, user: str) -> None:
    invoice = office.invoice(office.client(), "2026-11-29")
    answer = digest(office, chat, user)
    [told] = reminders.of_subject(office.desk.store, office.mine, "invoice", invoice.id, 9)
    for what in ("snooze", "stop", "cash"):
        answer.choose(f"{what} {invoice.id} {MONDAY}").is_refused()
    answer.choose(f"why {told.id} {MONDAY}").is_refused()
    assert reminder_pauses.find(office.desk.store, office.mine, "invoice", invoice.id) is None


@pytest.mark.parametrize(
    "value",
    [
        "",
        "snooze",
        "snooze 1",
        "snooze x 2026-11-30",
        "snooze 1 tomorrow",
        "pay 1 2026-11-30",
        "why x 2026-11-30",
    ],
)
def test_what_no_digest_offers_is_refused(office: Office, chat: Chat, value: str) -> None:
    answer = chat.person(OLIVIA).asks(Kind.CLICK, MORE, value=value)
    answer.is_refused("another version of Paydesk")


def test_what_was_missed_is_told_below_the_rows(office: Office, chat: Chat) -> None:
    office.invoice(office.client(), "2026-11-23")
    office.rule(STAFF)
    office.goes_to("2026-11-25", "07:00")
    while do_due(office.desk):
        pass
    office.invoice(office.client(), "2026-11-29")
    digest(office, chat).sees("Paydesk was away, and 1 reminder did not go out", "1 day overdue")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_more_rows_than_a_message_holds_are_counted(
    office: Office, chat: Chat, language: str
) -> None:
    """With everything that may stand below them, it is not too long for Slack."""
    practices.set_language(office.desk.store, office.mine, language)
    client, silent = office.client(), office.client(None)
    office.invoice(silent, "2026-11-23", 123_456_789)
    office.rule(STAFF)
    office.rule(CLIENT)
    office.goes_to("2026-11-25", "07:00")
    while do_due(office.desk):
        pass
    for one in (*[client] * 17, silent):
        office.invoice(one, "2026-11-29", 123_456_789)
    answer = digest(office, chat)
    more = "7 more invoices" if language == "en" else "Encore 7 factures"
    answer.sees(more)
    assert len(answer.buttons) == 12
    assert answer.message is not None
    assert len(json.dumps(answer.message.blocks, ensure_ascii=False)) < 10_500
