"""Days are those of where the practice is: in Texas it is evening while UTC has morning."""

import pytest

from storage import practices, settings
from storage.database import Store
from tests.support.cast import FLORENCE, NOAH, OLIVIA, T0, Cast, FrozenClock
from tests.support.chat import Chat

HOUR = 60 * 60 * 1_000
SEPTEMBER_30_20_H_UTC = 1_790_798_400_000
VAT = {"name": "VAT", "percent": "20", "kind": "exclusive"}
OWN_FEES = {
    "method": "card",
    "currency": "usd",
    "percent": "2.9",
    "fixed": "0.30",
    "source": "Contract",
}


@pytest.fixture
def evening(clock: FrozenClock) -> None:
    """Nine o'clock on November 23 in Texas, three in the morning of the 24th in UTC."""
    clock.advance(18 * HOUR)


@pytest.mark.usefixtures("evening")
def test_taxes_requests_and_fees_are_of_the_day_in_texas(chat: Chat) -> None:
    olivia, noah = chat.person(OLIVIA), chat.person(NOAH)
    olivia.types("/tax").press("New tax rate").submit(**VAT).sees("since November 23, 2026")
    olivia.types("/tax").sees("since November 23, 2026")
    noah.types("/billing").press("Ask for access")
    noah.types("/billing").sees("on November 23, 2026")
    olivia.types("/billing").press("People and roles").sees("since November 23, 2026")
    form = olivia.types("/fees").press("Use our own fees")
    form.submit(**OWN_FEES).sees("November 23, 2026").sees_not("November 24")


@pytest.mark.usefixtures("evening")
def test_invoices_and_erasure_are_of_the_day_in_texas(chat: Chat) -> None:
    florence, olivia = chat.person(FLORENCE), chat.person(OLIVIA)
    new = florence.types("/client").press("New client").submit(name="Ada Lovelace")
    line = new.press("New invoice").press("Add line")
    saved = line.submit(description="Session", unit_price="60").submit()
    saved.sees("*Issued*\nNovember 23, 2026", "November 23, 2026: written by").sees_not("24, 2026")
    question = olivia.types("/client NP-0001").press("Erase…")
    question.submit(typed="NP-0001")
    olivia.types("/client NP-0001").sees("erased on November 23, 2026")


@pytest.mark.parametrize(("hours", "verdict"), [(-7, "At most A$"), (0, "Banned:* personal Visa")])
def test_the_law_changes_at_midnight_where_the_practice_is(
    chat: Chat, store: Store, cast: Cast, clock: FrozenClock, hours: int, verdict: str
) -> None:
    practices.set_place(store, cast.practice.id, "AU", "aud")
    clock.advance(SEPTEMBER_30_20_H_UTC - T0 + hours * HOUR)
    page = chat.person(OLIVIA).types("/billing").press("Settings")
    page.press_id("settings:edit:fee_payer").sees(verdict)


def test_a_fee_row_holds_from_its_day_where_the_practice_is(
    chat: Chat, store: Store, cast: Cast, clock: FrozenClock
) -> None:
    form = chat.person(OLIVIA).types("/fees").press("Use our own fees")
    form.submit(**{**OWN_FEES, "percent": "2.5"}, since="2026-11-24")
    clock.advance(18 * HOUR)
    what_if = chat.person(FLORENCE).types("/fees").press("What if…")
    chat.person(FLORENCE).types("/fees 100").sees("$3.20")
    what_if.submit(amount="100").sees("2.9%")
    settings.put(store, cast.practice.id, "time_zone", "UTC")
    chat.person(FLORENCE).types("/fees 100").sees("$2.80")
    what_if.submit(amount="100").sees("2.5%")
