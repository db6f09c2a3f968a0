"""Digests that stand in Slack are shown anew when something changes about what they show."""

from collections.abc import Callable

import pytest

from desk import elsewhere, invoices
from desk.context import Desk
from desk.outcomes import move
from desk.reminders.clock import do_due
from desk.reminders.shown import KIND
from rules.payment_state import State
from rules.reminder_state import STAFF
from storage import cards
from storage.invoices import Invoice
from tests.support.cast import OLIVIA, Cast, FrozenClock
from tests.support.reminding import Office
from tests.support.stores import ON_SQLITE

MONDAY, LONG_AFTER = "2026-11-30", "2026-12-10"
pytestmark = ON_SQLITE


@pytest.fixture
def office(desk: Desk, cast: Cast, clock: FrozenClock) -> Office:
    return Office(desk, cast, clock)


def morning(office: Office) -> None:
    office.rule(STAFF)
    office.goes_to(MONDAY, "09:00")
    while do_due(office.desk):
        pass


def times_shown(office: Office) -> int:
    [card] = cards.of_key(office.desk.store, office.mine, KIND, MONDAY)
    return card.version


def pays_cash(office: Office, invoice: Invoice) -> None:
    seen = {invoice.id: invoice.version}
    form = {"elsewhere_method": "cash", "elsewhere_amount": "100", "elsewhere_day": MONDAY}
    person = office.person(OLIVIA)
    elsewhere.note(office.desk, office.cast.practice, person, invoice.reference, seen, form, "en")


def is_void(office: Office, invoice: Invoice) -> None:
    form = {"reason": "Written twice"}
    invoices.void(office.desk, office.cast.practice, office.person(OLIVIA), invoice.id, form)


@pytest.mark.parametrize("ends", [pays_cash, is_void])
def test_a_row_that_is_over_is_not_left_standing(
    office: Office, ends: Callable[[Office, Invoice], None]
) -> None:
    invoice = office.invoice(office.client(), "2026-11-29")
    beside = office.invoice(office.client(), "2026-12-20")
    morning(office)
    ends(office, beside)
    assert times_shown(office) == 1
    ends(office, invoice)
    assert times_shown(office) == 2


def test_so_is_a_link_that_is_closed(office: Office) -> None:
    invoice = office.invoice(office.client(), "2026-12-20")
    made = office.link(invoice, opened_at=office.clock())
    morning(office)
    move(office.desk, made, State.CANCELLED, OLIVIA)
    assert times_shown(office) == 2


def test_of_long_ago_it_stays_as_it_was(office: Office) -> None:
    invoice = office.invoice(office.client(), "2026-11-29")
    morning(office)
    office.goes_to(LONG_AFTER)
    is_void(office, invoice)
    assert times_shown(office) == 1
