"""What did not go out: counted in the first window of /reminders, listed, and explained."""

import pytest

from desk.reminders.clock import do_due
from rules.reminder_state import CLIENT, STAFF
from storage import balances
from storage.balances import Counted
from tests.support.cast import BEN, FLORENCE, LOCALES, OLIVIA
from tests.support.chat import Answer, Chat, Kind
from tests.support.reminding import Office
from tests.support.stores import ON_SQLITE

pytestmark = ON_SQLITE


def works(office: Office) -> None:
    while do_due(office.desk):
        pass


def failed(office: Office, many: int) -> list[str]:
    """So many mails had nobody to go to; the invoices."""
    made = [office.invoice(office.client(None), "2026-11-29").reference for _ in range(many)]
    office.rule(CLIENT)
    office.goes_to("2026-11-30", "11:00")
    works(office)
    return made


def opened(chat: Chat, user: str = OLIVIA) -> Answer:
    return chat.person(user, LOCALES[user]).types("/reminders")


def test_what_failed_is_listed_with_why(chat: Chat, office: Office) -> None:
    [invoice] = failed(office, 1)
    listed = opened(chat).press("⚠️ 1 did not go out")
    assert listed.kind == "update"
    listed.sees(
        f"*{invoice}* · Ada Lovelace · ",
        " · $100.00\nMonday, November 30, 2026, 10:00 AM · Mails to clients · ⚠️ failed: whoever",
    )
    listed.press("Why?").sees("*Occasion*\n1 day after it was due", "no e-mail address")
    listed.press("Back").sees("*Mails to clients* · ✅ on")


def test_the_front_desk_sees_it_in_french(chat: Chat, office: Office) -> None:
    [invoice] = failed(office, 1)
    listed = opened(chat, FLORENCE).press("⚠️ 1 non envoyé")
    listed.sees("Ces rappels ne sont pas partis", invoice, "lundi 30 novembre 2026", "échec")
    assert listed.buttons == ["Pourquoi ?", "Retour"]


def test_what_was_paid_since_says_so(chat: Chat, office: Office) -> None:
    invoice = office.invoice(office.client(None), "2026-11-29")
    failed(office, 0)
    balances.count(office.desk.store, office.mine, invoice.id, Counted(paid=10_000), 1)
    opened(chat, BEN).press("⚠️ 1 did not go out").sees("nothing is left to pay")


def test_a_missed_list_counts_by_its_rows(chat: Chat, office: Office) -> None:
    invoice = office.invoice(office.client(), "2026-11-23")
    office.rule(STAFF)
    office.goes_to("2026-11-25", "07:00")
    works(office)
    listed = opened(chat).press("⚠️ 1 did not go out")
    listed.sees(invoice.reference, "Staff’s morning list · ⚠️ missed: Paydesk was away")
    assert listed.buttons == ["Why?", "Back"]


def test_many_come_in_pages_and_old_ones_no_more(chat: Chat, office: Office) -> None:
    made = failed(office, 32)
    first = opened(chat).press("⚠️ 32 did not go out")
    second = first.press("Next page")
    third = second.press("Next page")
    assert [one.buttons.count("Why?") for one in (first, second, third)] == [15, 15, 2]
    assert "Next page" not in third.buttons
    shown = "\n".join(one.text for one in (first, second, third))
    assert [one for one in made if shown.count(f"*{one}*") != 1] == []
    office.goes_to("2026-12-15")
    assert [one for one in opened(chat).buttons if "did not go out" in one] == []
    first.press("Next page").sees("Nothing more was lost.")


@pytest.mark.parametrize("value", ["x", "1", "1 2 3", "-1 4", "1 ²"])
def test_no_other_page_is_asked_for(chat: Chat, office: Office, value: str) -> None:
    asked = chat.person(OLIVIA).asks(Kind.CLICK_IN_VIEW, "reminders:lost", value=value)
    asked.is_refused("another version of Paydesk")
