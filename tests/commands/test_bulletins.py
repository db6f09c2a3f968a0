"""The lists that come to the staff by themselves, in chat: set, looked at, switched on, read."""

import pytest

from bot.outbox.rendering import renderers
from commands.reminders.bulletin_cards import card_of_bulletin
from commands.replies import Message
from desk.reminders.clock import do_due
from rules.reminder_state import CARDS, FEES, OWING
from storage import practices, reminder_rules, reminders
from storage.practices import Practice
from storage.reminder_rules import Rule
from tests.desk.reminders.test_expiring import saves
from tests.desk.reminders.test_fee_report import paid
from tests.support.blockcheck import elements, faults_in_message
from tests.support.cast import BEN, FLORENCE, LOCALES, NOAH, OLIVIA, SAM
from tests.support.chat import Answer, Chat, Kind, readable
from tests.support.reminding import Office
from tests.support.stores import ON_SQLITE

pytestmark = ON_SQLITE
MONDAY = "2026-11-30"


@pytest.fixture(autouse=True)
def on_a_friday(office: Office) -> None:
    office.goes_to("2026-11-27", "12:00")


def opened(chat: Chat, user: str = OLIVIA) -> Answer:
    return chat.person(user, LOCALES[user]).types("/reminders")


def pressed(chat: Chat, action: str, kind: str, user: str = OLIVIA) -> Answer:
    """A button of that rule in the first window."""
    shown = opened(chat, user)
    return shown.reader.asks(Kind.CLICK_IN_VIEW, f"reminders:{action}", shown.view, value=kind)


def rule(office: Office, kind: str) -> Rule:
    found = reminder_rules.find(office.desk.store, office.mine, kind)
    assert found is not None
    return found


def works(office: Office, day: str) -> None:
    office.goes_to(day, "11:00")
    while do_due(office.desk):
        pass


def card(office: Office, kind: str, key: str, language: str = "en") -> Message:
    """As it goes to the billing channel."""
    practice = practices.get(office.desk.store, office.mine)
    assert practice is not None
    made = card_of_bulletin(
        office.desk, Practice(**{**vars(practice), "language": language}), kind, key
    )
    assert made is not None
    assert faults_in_message(made.text, made.blocks) == []
    rendered = renderers(office.desk).cards[kind](office.mine, key)
    assert language != "en" or rendered == made
    return made


def text_of(message: Message) -> str:
    return readable(f"{message.text} {message.blocks}")


def test_who_owes_is_set_looked_at_and_switched_on(chat: Chat, office: Office) -> None:
    office.invoice(office.client(), "2026-12-20")
    form = pressed(chat, "edit", OWING)
    wednesday = {"reminder_weekday": "3", "reminder_at": "9:15", "reminder_people": BEN}
    tried = form.press("See what it would send", values=wednesday)
    tried.sees(
        "*In the next 14 days*\n• Wednesday, December 2, 2026, 9:15 AM\n• Wednesday, December 9"
    )
    ahead = form.submit(**wednesday)
    ahead.sees("Once a week: all that is owed", "• Wednesday, December 2, 2026, 9:15 AM")
    ahead.sees(f"It goes to <@{BEN}>.")
    saved = rule(office, OWING)
    assert (saved.offsets, saved.at, saved.active) == ((3,), 555, False)
    ahead.submit().sees(
        "*It is on.*", "every Wednesday", "Next: Wednesday, December 2, 2026, 9:15 AM"
    )
    pressed(chat, "off", f"{OWING}:2").sees("*It is off.*")
    assert not rule(office, OWING).active


def test_a_preview_says_that_there_is_nothing_to_tell(chat: Chat, office: Office) -> None:
    pressed(chat, "ahead", OWING).sees(
        "➖ Monday, November 30, 2026, 8:30 AM: _not, since there is nothing to tell_"
    )
    shown = pressed(chat, "ahead", OWING, FLORENCE)
    shown.sees("lundi 30 novembre 2026", "Une fois par semaine")
    assert "submit" not in (shown.view or {})


@pytest.mark.parametrize("wrong", [{"reminder_weekday": "8"}, {"reminder_weekday": "monday"}])
def test_a_day_that_there_is_not_is_told_beside_its_field(
    chat: Chat, office: Office, wrong: dict[str, str]
) -> None:
    answer = pressed(chat, "edit", OWING).submit(**wrong)
    assert (answer.kind, set(answer.words)) == ("errors", set(wrong))


def test_the_list_says_who_owes_without_names_and_what_to_do(chat: Chat, office: Office) -> None:
    ada = office.client()
    office.invoice(ada, "2026-11-16")
    office.invoice(ada, "2026-12-20")
    office.rule(OWING)
    works(office, MONDAY)
    made = card(office, OWING, MONDAY)
    said = text_of(made)
    for words in (
        "Who owes on November 30, 2026: $200.00",
        "*$200.00* · 2 invoices, without what is being collected",
        f"*{ada.reference} (A. L.)*",
        "$200.00 · 2 invoices · the oldest 14 days overdue (November 16, 2026)",
    ):
        assert words in said
    assert "Lovelace" not in said
    buttons = [one["action_id"] for one in elements(made.blocks) if "action_id" in one]
    assert buttons == ["paylink:of_client", "reminders:why"]
    assert "Qui doit au 30 novembre 2026" in text_of(card(office, OWING, MONDAY, "fr"))


def test_why_it_came_is_said_to_those_at_the_desk(chat: Chat, office: Office) -> None:
    office.invoice(office.client(), "2026-11-16")
    office.rule(OWING)
    works(office, MONDAY)
    [came] = reminders.of_subject(office.desk.store, office.mine, "practice", office.mine, 9)
    why = chat.person(BEN).asks(Kind.CLICK, "reminders:why", value=str(came.id))
    why.sees(
        "*Who owes, every week* · ✅ sent",
        "*Occasion*\nthe list of the week",
        "*Due*\nMonday, November 30, 2026, 8:30 AM",
        f"*How*\nas a list to <@{OLIVIA}>",
        "*Rule*: version 1",
    )
    for user in (SAM, NOAH):
        chat.person(user).asks(Kind.CLICK, "reminders:why", value=str(came.id)).is_refused()


def test_one_that_was_missed_is_among_what_was_lost(chat: Chat, office: Office) -> None:
    office.invoice(office.client(), "2026-12-20")
    office.rule(OWING)
    works(office, "2026-12-03")
    listed = opened(chat, BEN).press("⚠️ 1 did not go out")
    listed.sees("Monday, November 30, 2026, 8:30 AM · Who owes, every week · ⚠️ missed")
    listed.press("Why?").sees("Paydesk was away, and then it was too late")


def test_the_fee_report_is_previewed_beyond_two_weeks_and_reads_as_a_table(
    chat: Chat, office: Office
) -> None:
    paid(office, 10_000, 320)
    paid(office, 10_300, 350, surcharge=300)
    paid(office, 10_000, 240, "us_bank_account")
    office.rule(FEES)
    pressed(chat, "ahead", FEES).sees("• Tuesday, December 1, 2026, 9:00 AM · November 2026")
    works(office, "2026-12-01")
    pressed(chat, "ahead", FEES).sees(
        "*Nothing comes up in the next 14 days.*",
        "➖ Monday, January 4, 2027, 9:00 AM · December 2026: _not, since there is nothing",
    )
    made = card(office, FEES, "2026-11")
    [table] = [one for one in made.blocks if one["type"] == "table"]
    rows = [[readable(cell["text"]) for cell in row] for row in table["rows"]]
    assert rows == [
        [
            "Paid by",
            "Payments",
            "Came in",
            "Stripe kept",
            "Passed on",
            "Absorbed",
            "By the fee rows",
        ],
        ["Cards", "2", "$203.00", "$6.70", "$3.00", "$3.70", "$6.49"],
        ["ACH", "1", "$100.00", "$2.40", "$0.00", "$2.40", "$2.40"],
        ["Total", "3", "$303.00", "$9.10", "$3.00", "$6.10", "–"],
    ]
    assert "Cards: of 2 payments Stripe kept $6.70, $0.21 more than the $6.49" in text_of(made)
    assert "ACH: of 1 payment Stripe kept $2.40, as the fee rows say." in text_of(made)
    assert made.plain is not None
    assert faults_in_message(made.text, made.plain) == []
    assert "*Cartes* · Paiements" in readable(str(card(office, FEES, "2026-11", "fr").plain))


def test_the_day_of_the_fee_report_is_set(chat: Chat, office: Office) -> None:
    form = pressed(chat, "edit", FEES)
    assert form.submit(reminder_month_day="32").kind == "errors"
    form.submit(reminder_month_day="31").sees("➖ Monday, November 30, 2026, 9:00 AM")
    assert rule(office, FEES).offsets == (31,)
    why = "on day 31 of the month, about the month before"
    opened(chat).sees("*Monthly fee report* · off", why)


def test_expiring_cards_are_set_previewed_by_name_and_listed_without(
    chat: Chat, office: Office
) -> None:
    ada, silent = office.client(), office.client(None, "Grace Hopper")
    for one in (ada, silent):
        saves(office, one)
    form = pressed(chat, "edit", CARDS)
    assert form.submit(reminder_before_expiry="0").kind == "errors"
    assert form.submit(reminder_at="21:00").kind == "errors"
    ahead = form.submit(reminder_before_expiry="31", reminder_people=BEN)
    ahead.sees(
        "• Monday, November 30, 2026, 10:00 AM",
        f"• Ada Lovelace · {ada.reference} · Visa •••• 4242 · until the end of December 2026 · no",
        f"• Grace Hopper · {silent.reference} · ",
        "no e-mail to them: Paydesk has no mail server",
    )
    ahead.submit().sees("*Cards about to expire* · ✅ on", "31 days before a card expires")
    works(office, MONDAY)
    made = card(office, CARDS, MONDAY)
    said = text_of(made)
    for words in (
        "2 saved cards are about to expire",
        f"*{ada.reference} (A. L.)* · Visa •••• 4242 · until the end of December 2026",
    ):
        assert words in said
    assert "Lovelace" not in said
    buttons = [one["action_id"] for one in elements(made.blocks) if "action_id" in one]
    assert buttons == ["cards:ask", "reminders:why", "cards:ask", "reminders:why", "reminders:why"]
    mail = next(one for one in elements(made.blocks) if one.get("action_id") == "reminders:why")
    why = chat.person(BEN).asks(Kind.CLICK, "reminders:why", value=mail["value"])
    why.sees(
        f"*Ada Lovelace · {ada.reference}*",
        "*Mail about an expiring card* · ➖ not sent: Paydesk has no mail server",
        "*Occasion*\na saved card is about to expire",
        "31 days before a card expires",
    )
    assert "vont expirer" in text_of(card(office, CARDS, MONDAY, "fr"))
    saves(office, ada, exp_year=2030)
    assert "✅ they have another payment method" in text_of(card(office, CARDS, MONDAY))


def test_many_expiring_cards_come_in_pages(chat: Chat, office: Office) -> None:
    for _ in range(23):
        saves(office, office.client())
    office.rule(CARDS)
    first = pressed(chat, "ahead", CARDS, BEN)
    assert first.text.count("Ada Lovelace") == 20
    second = first.press("Next page")
    assert second.text.count("Ada Lovelace") == 3
    assert second.press("First page").text == first.text
    works(office, "2026-12-01")
    assert "And 3 more; their clients are written to, too." in text_of(
        card(office, CARDS, "2026-12-01")
    )
