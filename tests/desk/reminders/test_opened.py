"""Payment links that were opened and not paid: staff is told of each once."""

from datetime import date

import pytest

from desk.context import Desk
from desk.links import close
from desk.looks import DAY
from desk.reminders.clock import do_due
from desk.reminders.digest import MOST_LINKS, digest_of, send_due
from desk.reminders.planning import plan_due
from desk.reminders.shown import KIND
from rules.reminder_state import STAFF
from storage import balances, cards, operations, reminder_pauses, reminders
from storage.balances import Counted
from storage.invoices import Invoice
from storage.operations import Operation
from storage.reminder_pauses import Pause
from tests.support.cast import BEN, Cast, FrozenClock
from tests.support.reminding import Office
from tests.support.stores import ON_SQLITE

MONDAY, TUESDAY, WEDNESDAY = "2026-11-30", "2026-12-01", "2026-12-02"


@pytest.fixture
def office(desk: Desk, cast: Cast, clock: FrozenClock) -> Office:
    """With the digest on, on Sunday evening."""
    made = Office(desk, cast, clock)
    made.goes_to("2026-11-29", "20:00")
    made.rule(STAFF)
    return made


@pytest.fixture
def invoice(office: Office) -> Invoice:
    """Nothing else reminds of it in these days."""
    return office.invoice(office.client(), "2026-12-20")


def looks(office: Office, day: str, at: str = "09:00") -> None:
    office.goes_to(day, at)
    while do_due(office.desk):
        pass


def shown(office: Office, day: str) -> list[tuple[str, date, str | None]]:
    """The rows of links in the digest of that day, as they stand now."""
    if not cards.of_key(office.desk.store, office.mine, KIND, day):
        return []
    found = digest_of(office.desk, office.cast.practice, day)
    return [(row.link.uid, row.opened_on, row.done) for row in found.links]


def history(office: Office, link: Operation) -> list[tuple[str, str | None, str | None]]:
    found = reminders.of_subject(office.desk.store, office.mine, "link", link.id, 9)
    return [(one.state, one.reason, one.digest) for one in found]


def test_a_link_that_was_opened_a_day_ago_is_told_of_once(office: Office, invoice: Invoice) -> None:
    link = office.link(invoice, opened_at=office.clock())
    looks(office, MONDAY)
    assert shown(office, MONDAY) == []
    looks(office, TUESDAY)
    assert shown(office, TUESDAY) == [(link.uid, date(2026, 11, 29), None)]
    assert history(office, link) == [("sent", None, TUESDAY)]
    looks(office, WEDNESDAY)
    assert shown(office, WEDNESDAY) == []


@ON_SQLITE
def test_links_that_nobody_opened_or_long_ago_are_not_told_of(office: Office) -> None:
    client = office.client()
    new, old = (office.invoice(client, "2026-12-20") for _ in range(2))
    links = [office.link(new), office.link(old, opened_at=office.clock() - 14 * DAY)]
    looks(office, TUESDAY)
    assert [history(office, one) for one in links] == [[], []]


@ON_SQLITE
def test_a_link_that_was_opened_before_the_weekend_is_told_of_on_monday(office: Office) -> None:
    """Nobody works from Thanksgiving on."""
    invoice = office.invoice(office.client(), "2026-12-20")
    link = office.link(invoice, opened_at=office.clock() - 5 * DAY)
    looks(office, MONDAY)
    assert [uid for uid, _, _ in shown(office, MONDAY)] == [link.uid]


@ON_SQLITE
@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("succeeded", "paid"),
        ("processing", "on_its_way"),
        ("review", "on_its_way"),
        ("cancelled", "closed"),
        ("failed", "closed"),
    ],
)
def test_a_link_that_is_over_by_then_is_left_out(
    office: Office, invoice: Invoice, state: str, reason: str
) -> None:
    link = office.link(invoice, opened_at=office.clock())
    office.goes_to(TUESDAY, "08:30")
    plan_due(office.desk)
    with office.desk.store.transaction():
        operations.change(office.desk.store, office.mine, link, state=state)
    looks(office, TUESDAY)
    assert history(office, link) == [("skipped", reason, None)]
    assert shown(office, TUESDAY) == []


@ON_SQLITE
def test_what_holds_for_its_invoices_holds_for_the_link(office: Office, invoice: Invoice) -> None:
    client = office.client()
    other = office.invoice(client, "2026-12-20")
    both = office.link(invoice, other, opened_at=office.clock())
    pause = Pause(0, "client", client.id, "", None, False, BEN, office.clock())
    reminder_pauses.put(office.desk.store, office.mine, pause)
    looks(office, TUESDAY)
    assert history(office, both) == [("skipped", "paused", None)]


@ON_SQLITE
def test_what_is_paid_or_called_off_later_says_so(office: Office) -> None:
    client = office.client()
    first, second = (office.invoice(client, "2026-12-20") for _ in range(2))
    paid, closed = (office.link(one, opened_at=office.clock()) for one in (first, second))
    looks(office, TUESDAY)
    close(office.desk, office.cast.practice, office.person(BEN), closed.uid)
    balances.count(office.desk.store, office.mine, first.id, Counted(paid=10_000), office.clock())
    done = [(uid, why) for uid, _, why in shown(office, TUESDAY)]
    assert done == [(paid.uid, "paid"), (closed.uid, "closed")]


@ON_SQLITE
def test_an_invoice_that_stands_there_anyway_tells_it_on_its_own_row(office: Office) -> None:
    client = office.client()
    due, other = office.invoice(client, "2026-11-30"), office.invoice(client, "2026-11-30")
    link = office.link(due, opened_at=office.clock())
    looks(office, TUESDAY)
    found = digest_of(office.desk, office.cast.practice, TUESDAY)
    assert [(row.about.invoice_id, row.opened) for row in found.rows] == [
        (due.id, True),
        (other.id, False),
    ]
    assert found.links == ()
    assert history(office, link) == [("skipped", "with_invoice", None)]


def test_after_days_away_the_next_digest_has_it(office: Office, invoice: Invoice) -> None:
    link = office.link(invoice, opened_at=office.clock())
    office.goes_to("2026-12-04", "07:00")
    while do_due(office.desk):
        pass
    assert history(office, link) == [("planned", None, None)]
    looks(office, "2026-12-04")
    assert history(office, link) == [("sent", None, "2026-12-04")]
    assert [uid for uid, _, _ in shown(office, "2026-12-04")] == [link.uid]


def test_a_row_of_a_digest_that_was_never_shown_stands_in_the_next(
    office: Office, invoice: Invoice
) -> None:
    """Paydesk ended when it had seen to the rows, and was away until the next day."""
    link = office.link(invoice, opened_at=office.clock())
    looks(office, MONDAY)
    office.goes_to(TUESDAY, "08:30")
    plan_due(office.desk)
    assert send_due(office.desk) == 1
    assert history(office, link) == [("sent", None, TUESDAY)]
    looks(office, WEDNESDAY)
    assert shown(office, TUESDAY) == []
    assert history(office, link) == [("sent", None, WEDNESDAY)]


@ON_SQLITE
def test_while_the_digest_is_off_nothing_is_told(office: Office, invoice: Invoice) -> None:
    link = office.link(invoice, opened_at=office.clock())
    office.goes_to(TUESDAY, "08:30")
    plan_due(office.desk)
    office.rule(STAFF, active=False)
    looks(office, TUESDAY)
    assert history(office, link) == [("skipped", "off", None)]
    assert cards.of_key(office.desk.store, office.mine, KIND, TUESDAY) == []


def test_a_practice_hears_of_its_own_links_alone(office: Office, invoice: Invoice) -> None:
    office.link(invoice, opened_at=office.clock())
    cast = office.cast
    other = Office(office.desk, Cast(cast.other, cast.practice), office.clock)
    other.rule(STAFF)
    looks(office, TUESDAY)
    assert len(shown(office, TUESDAY)) == 1
    assert shown(other, TUESDAY) == []


@ON_SQLITE
def test_many_are_counted_and_the_first_are_shown(office: Office) -> None:
    client = office.client()
    for _ in range(MOST_LINKS + 2):
        office.link(office.invoice(client, "2026-12-20"), opened_at=office.clock())
    looks(office, TUESDAY)
    found = digest_of(office.desk, office.cast.practice, TUESDAY)
    assert (found.many, found.many_links, len(found.links)) == (0, MOST_LINKS + 2, MOST_LINKS)
