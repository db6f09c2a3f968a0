"""The staff's morning digest: what stands in it, when, and that it goes out once."""

from typing import Any

import pytest

from desk.context import Desk
from desk.reminders import digest, planning
from desk.reminders.digest import digest_of, send_due
from desk.reminders.planning import plan_due
from desk.reminders.shown import KIND
from desk.settings import change
from rules.reminder_state import STAFF
from storage import balances, cards, members, reminder_pauses, reminders
from storage.balances import Counted
from storage.invoices import Invoice
from storage.reminder_pauses import Pause
from storage.reminder_rules import Rule
from storage.reminders import Reminder
from tests.support.cast import BEN, FLORENCE, OLIVIA, SAM, STRANGER, Cast, FrozenClock
from tests.support.reminding import Office

CHANNEL = "C0BILLING"
MONDAY, TUESDAY = "2026-11-30", "2026-12-01"


@pytest.fixture
def office(desk: Desk, cast: Cast, clock: FrozenClock) -> Office:
    return Office(desk, cast, clock)


def looks(office: Office) -> None:
    """As the worker does, until nothing is left."""
    plan_due(office.desk)
    while send_due(office.desk):
        pass
    assert plan_due(office.desk) + send_due(office.desk) == 0


def shown(office: Office, day: str) -> list[str]:
    """The recipients of that day's digest."""
    return [card.recipient for card in cards.of_key(office.desk.store, office.mine, KIND, day)]


def rows(office: Office, day: str) -> list[tuple[str, int | None, str | None]]:
    found = digest_of(office.desk, office.cast.practice, day)
    return [(row.about.reference, row.days, row.done) for row in found.rows]


def history(office: Office, invoice: Invoice) -> list[Reminder]:
    return reminders.of_subject(office.desk.store, office.mine, "invoice", invoice.id, 9)


def test_in_the_morning_staff_sees_what_is_due_and_only_once(office: Office) -> None:
    invoice = office.invoice(office.client(), "2026-11-29")
    office.invoice(office.client(), "2026-11-28")
    office.rule(STAFF, working_days=False)
    office.goes_to(MONDAY, "08:29")
    looks(office)
    assert shown(office, MONDAY) == []
    office.goes_to(MONDAY, "08:30")
    looks(office)
    assert shown(office, MONDAY) == [OLIVIA]
    assert rows(office, MONDAY) == [(invoice.reference, 1, None)]
    [sent] = history(office, invoice)
    assert (sent.state, sent.digest, sent.occurrence) == ("sent", MONDAY, "2026-11-29+1")
    office.goes_to(MONDAY, "20:00")
    looks(office)
    assert shown(office, MONDAY) == [OLIVIA]


def test_a_day_without_anything_has_no_digest(office: Office) -> None:
    office.rule(STAFF)
    office.goes_to(MONDAY, "09:00")
    looks(office)
    assert shown(office, MONDAY) == []
    found = reminders.of_subject(office.desk.store, office.mine, "practice", office.mine, 1)
    assert [(one.kind, one.day) for one in found] == [("digest", MONDAY)]
    assert [(one.state, one.reason) for one in found] == [("skipped", "nothing")]


def test_it_stands_in_the_billing_channel_or_with_whom_the_rule_names(office: Office) -> None:
    change(office.desk, office.person(OLIVIA), office.cast.practice, "billing_channel", CHANNEL)
    office.invoice(office.client(), "2026-11-29")
    office.invoice(office.client(), "2026-11-30")
    office.rule(STAFF)
    office.goes_to(MONDAY, "09:00")
    looks(office)
    assert shown(office, MONDAY) == [CHANNEL]
    office.rule(STAFF, options={"people": [BEN]}, planned_until=office.clock())
    office.goes_to(TUESDAY, "09:00")
    looks(office)
    assert shown(office, TUESDAY) == [BEN]


def test_whoever_may_no_longer_see_reminders_gets_no_list(office: Office) -> None:
    """She has lost her role, he has left the workspace, and two never had such a role here."""
    store, mine = office.desk.store, office.mine
    for due_on in ("2026-11-29", "2026-11-30", "2026-12-01"):
        office.invoice(office.client(), due_on)
    named = {"people": [FLORENCE, BEN, SAM, STRANGER]}
    office.rule(STAFF, options=named)
    members.set_role(store, mine, FLORENCE, "none", office.clock())
    office.goes_to(MONDAY, "09:00")
    looks(office)
    assert shown(office, MONDAY) == [BEN]
    members.set_disabled(store, mine, BEN, office.clock())
    office.goes_to(TUESDAY, "09:00")
    looks(office)
    assert shown(office, TUESDAY) == [OLIVIA]
    change(office.desk, office.person(OLIVIA), office.cast.practice, "billing_channel", CHANNEL)
    office.goes_to("2026-12-02", "09:00")
    looks(office)
    assert shown(office, "2026-12-02") == [CHANNEL]


def test_what_is_due_on_a_weekend_or_holiday_stands_in_the_next_one(office: Office) -> None:
    """In Texas nobody works from Thursday 26 November, Thanksgiving, to the end of the week."""
    wednesday = office.invoice(office.client(), "2026-11-25")
    friday = office.invoice(office.client(), "2026-11-27")
    sunday = office.invoice(office.client(), "2026-11-29")
    office.rule(STAFF, offsets=(1, 2, 30))
    for day in ("2026-11-26", "2026-11-27", "2026-11-28", "2026-11-29"):
        office.goes_to(day, "12:00")
        looks(office)
        assert shown(office, day) == []
    office.goes_to(MONDAY, "12:00")
    looks(office)
    assert rows(office, MONDAY) == [
        (wednesday.reference, 2, None),
        (friday.reference, 2, None),
        (sunday.reference, 1, None),
    ]


def test_what_is_paid_by_then_is_left_out_and_what_is_paid_later_says_so(office: Office) -> None:
    early, late = (office.invoice(office.client(), "2026-11-29") for _ in range(2))
    office.rule(STAFF)
    balances.count(office.desk.store, office.mine, early.id, Counted(paid=10_000), office.clock())
    office.goes_to(MONDAY, "09:00")
    looks(office)
    assert rows(office, MONDAY) == [(late.reference, 1, None)]
    balances.count(office.desk.store, office.mine, late.id, Counted(paid=10_000), office.clock())
    assert rows(office, MONDAY) == [(late.reference, 1, "paid")]
    assert history(office, early) == []


def test_what_is_paused_is_left_out_with_its_reason(office: Office) -> None:
    client = office.client()
    invoice = office.invoice(client, "2026-11-29")
    pause = Pause(0, "client", client.id, "", TUESDAY, False, BEN, office.clock())
    reminder_pauses.put(office.desk.store, office.mine, pause)
    office.rule(STAFF)
    office.goes_to(MONDAY, "09:00")
    looks(office)
    assert shown(office, MONDAY) == []
    assert [(one.state, one.reason) for one in history(office, invoice)] == [("skipped", "paused")]


def test_what_was_snoozed_is_back_on_its_day(office: Office) -> None:
    invoice = office.invoice(office.client(), "2026-11-20")
    pause = Pause(0, "invoice", invoice.id, "", MONDAY, True, BEN, office.clock())
    reminder_pauses.put(office.desk.store, office.mine, pause)
    office.rule(STAFF)
    for day in ("2026-11-27", MONDAY, TUESDAY):
        office.goes_to(day, "09:00")
        looks(office)
    assert shown(office, "2026-11-27") == shown(office, TUESDAY) == []
    assert rows(office, MONDAY) == [(invoice.reference, None, None)]


def test_a_digest_that_is_late_goes_out_on_the_same_day(office: Office) -> None:
    office.invoice(office.client(), "2026-11-29")
    office.rule(STAFF)
    office.goes_to(MONDAY, "23:59")
    looks(office)
    assert shown(office, MONDAY) == [OLIVIA]


def test_what_was_missed_while_paydesk_was_away_is_told_in_the_next_digest(office: Office) -> None:
    first = office.invoice(office.client(), "2026-11-29")
    office.rule(STAFF)
    office.goes_to("2026-12-03", "07:00")
    looks(office)
    assert shown(office, MONDAY) == []
    assert [(one.state, one.reason) for one in history(office, first)] == [("missed", "too_late")]
    office.goes_to("2026-12-03", "09:00")
    looks(office)
    assert shown(office, "2026-12-03") == [OLIVIA]
    found = digest_of(office.desk, office.cast.practice, "2026-12-03")
    assert (found.many, found.missed_rows, found.missed) == (0, 1, 0)
    office.goes_to("2026-12-04", "09:00")
    looks(office)
    assert shown(office, "2026-12-04") == []


def test_rows_of_a_digest_that_was_never_shown_are_missed(office: Office) -> None:
    """Paydesk ended when it had seen to the rows, and was away until the next day."""
    invoice = office.invoice(office.client(), "2026-11-29")
    office.goes_to(MONDAY, "08:00")
    office.rule(STAFF)
    office.goes_to(MONDAY, "08:30")
    plan_due(office.desk)
    assert send_due(office.desk) == 1
    assert [one.state for one in history(office, invoice)] == ["sent"]
    office.goes_to(TUESDAY, "09:00")
    looks(office)
    assert shown(office, MONDAY) == []
    assert [(one.state, one.reason) for one in history(office, invoice)] == [("missed", "too_late")]
    assert shown(office, TUESDAY) == [OLIVIA]
    assert digest_of(office.desk, office.cast.practice, TUESDAY).missed_rows == 1


def test_one_practices_mistake_holds_up_no_other_and_loses_nothing(
    office: Office, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """First its days can't be reckoned, then its digest can't be made."""
    other = Office(office.desk, Cast(cast.other, cast.practice), office.clock)
    for one in (office, other):
        one.invoice(one.client(), "2026-11-29")
        one.rule(STAFF)
    days_of, see_to = planning.days_of, digest._see_to

    def fails(rule: Rule) -> None:
        if rule.practice_id == office.mine:
            raise ValueError("nobody has thought of this")

    def no_days(rule: Rule, *more: Any) -> Any:
        return fails(rule) or days_of(rule, *more)

    def no_digest(desk: Desk, seen: Any, rule: Rule, *more: Any) -> None:
        return fails(rule) or see_to(desk, seen, rule, *more)

    with monkeypatch.context() as patched:
        patched.setattr(
            planning, "days_of", lambda rule, *more: fails(rule) or days_of(rule, *more)
        )
        office.goes_to(MONDAY, "09:00")
        looks(office)
        assert shown(other, MONDAY) != shown(office, MONDAY) == []
    with monkeypatch.context() as patched:
        patched.setattr(digest, "_see_to", no_digest)
        office.goes_to(MONDAY, "09:10")
        looks(office)
        assert shown(office, MONDAY) == []
    office.goes_to(MONDAY, "09:20")
    looks(office)
    assert shown(office, MONDAY) == [OLIVIA]
    assert len(rows(office, MONDAY)) == 1


def test_a_rule_that_is_switched_off_sends_nothing_more(office: Office) -> None:
    invoice = office.invoice(office.client(), "2026-11-29")
    office.rule(STAFF)
    office.goes_to(MONDAY, "08:30")
    plan_due(office.desk)
    office.rule(STAFF, active=False)
    looks(office)
    assert shown(office, MONDAY) == []
    assert [(one.state, one.reason) for one in history(office, invoice)] == [("skipped", "off")]


def test_a_practice_hears_of_its_own_invoices_alone(office: Office, cast: Cast) -> None:
    office.invoice(office.client(), "2026-11-29")
    other = Office(office.desk, Cast(cast.other, cast.practice), office.clock)
    other.rule(STAFF)
    office.goes_to(MONDAY, "09:00")
    looks(office)
    looks(other)
    assert shown(office, MONDAY) == shown(other, MONDAY) == []


def test_many_rows_are_counted_and_the_first_are_shown(office: Office) -> None:
    client = office.client()
    for _ in range(17):
        office.invoice(client, "2026-11-29")
    office.rule(STAFF)
    office.goes_to(MONDAY, "09:00")
    looks(office)
    found = digest_of(office.desk, office.cast.practice, MONDAY)
    assert (found.many, len(found.rows)) == (17, 12)


def test_very_many_rows_are_seen_to_some_at_a_time(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digest, "AT_A_TIME", 2)
    client = office.client()
    for _ in range(5):
        office.invoice(client, "2026-11-29")
    office.rule(STAFF)
    office.goes_to(MONDAY, "09:00")
    plan_due(office.desk)
    rounds = 0
    while send_due(office.desk):
        rounds += 1
        assert bool(shown(office, MONDAY)) is (rounds == 4)
    assert rounds == 4
    assert digest_of(office.desk, office.cast.practice, MONDAY).many == 5
