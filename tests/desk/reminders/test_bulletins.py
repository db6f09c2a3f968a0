"""The lists that come to the staff by themselves: when, to whom, and that each goes out once."""

import pytest

from desk.context import Desk
from desk.reminders import bulletin_sending, pauses
from desk.reminders.bulletin_preview import bulletin_preview
from desk.reminders.bulletin_sending import send_due
from desk.reminders.bulletins import BULLETINS
from desk.reminders.clock import do_due
from desk.reminders.digest import digest_of
from desk.reminders.planning import plan_due
from desk.settings import change
from rules.reminder_state import OWING, STAFF, Reason
from rules.words import Refusal
from storage import balances, cards, reminders
from storage.balances import Counted
from storage.reminders import Reminder
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, Cast, FrozenClock
from tests.support.reminding import Office
from tests.support.stores import ON_SQLITE

CHANNEL = "C0BILLING"
MONDAY, NEXT_MONDAY = "2026-11-30", "2026-12-07"


@pytest.fixture
def office(desk: Desk, cast: Cast, clock: FrozenClock) -> Office:
    """On a Friday."""
    made = Office(desk, cast, clock)
    made.goes_to("2026-11-27", "12:00")
    return made


def works(office: Office, day: str, at: str = "09:00") -> None:
    """As the worker does, until nothing is left."""
    office.goes_to(day, at)
    while do_due(office.desk):
        pass


def shown(office: Office, key: str, kind: str = OWING) -> list[str]:
    return [one.recipient for one in cards.of_key(office.desk.store, office.mine, kind, key)]


def lists(office: Office) -> list[tuple[str, str, str | None]]:
    """Each with what became of it, the first first."""
    found = reminders.of_subject(office.desk.store, office.mine, "practice", office.mine, 50)
    return [_outcome(one) for one in found[::-1] if one.kind in BULLETINS]


def _outcome(one: Reminder) -> tuple[str, str, str | None]:
    return one.occurrence, one.state, one.reason


def test_every_week_the_staff_hears_once_who_owes(office: Office) -> None:
    office.invoice(office.client(), "2026-12-20")
    office.rule(OWING)
    works(office, "2026-11-29", "23:00")
    works(office, MONDAY, "08:29")
    assert lists(office) == []
    works(office, MONDAY, "08:30")
    works(office, "2026-12-03")
    assert (lists(office), shown(office, MONDAY)) == ([(MONDAY, "sent", None)], [OLIVIA])
    works(office, NEXT_MONDAY)
    assert [one[:2] for one in lists(office)] == [(MONDAY, "sent"), (NEXT_MONDAY, "sent")]


def test_none_comes_while_nobody_owes_anything(office: Office) -> None:
    invoice = office.invoice(office.client(), "2026-11-29")
    balances.count(office.desk.store, office.mine, invoice.id, Counted(paid=10_000), 1)
    office.rule(OWING)
    works(office, MONDAY)
    assert lists(office) == [(MONDAY, "skipped", "nothing")]
    assert shown(office, MONDAY) == []


@ON_SQLITE
def test_on_a_day_off_it_comes_on_the_next_working_day(office: Office) -> None:
    """Christmas is a Friday."""
    office.invoice(office.client(), "2026-12-20")
    office.goes_to("2026-12-24", "12:00")
    office.rule(OWING, offsets=(5,))
    works(office, "2026-12-27", "12:00")
    assert lists(office) == []
    works(office, "2026-12-28")
    assert lists(office) == [("2026-12-25", "sent", None)]


@ON_SQLITE
def test_it_goes_to_the_billing_channel_or_to_whom_the_rule_names(office: Office) -> None:
    change(office.desk, office.person(OLIVIA), office.cast.practice, "billing_channel", CHANNEL)
    office.invoice(office.client(), "2026-12-20")
    office.rule(OWING)
    works(office, MONDAY)
    office.rule(OWING, options={"people": [BEN]}, planned_until=office.clock())
    works(office, NEXT_MONDAY)
    assert (shown(office, MONDAY), shown(office, NEXT_MONDAY)) == ([CHANNEL], [BEN])


@ON_SQLITE
def test_after_a_while_away_it_comes_once_and_later_it_is_missed_and_told(office: Office) -> None:
    office.invoice(office.client(), "2026-12-20")
    for kind in (OWING, STAFF):
        office.rule(kind)
    works(office, "2026-12-02", "08:00")
    assert lists(office) == [(MONDAY, "sent", None)]
    works(office, "2026-12-10", "07:00")
    assert lists(office)[1] == (NEXT_MONDAY, "missed", "too_late")
    works(office, "2026-12-10", "09:00")
    found = digest_of(office.desk, office.cast.practice, "2026-12-10")
    assert (found.missed_lists, found.missed, found.missed_rows) == (1, 0, 0)
    works(office, "2026-12-11", "09:00")
    assert cards.of_key(office.desk.store, office.mine, "reminder_digest", "2026-12-11") == []


@ON_SQLITE
def test_what_pauses_everything_and_a_rule_that_was_switched_off_hold_it_back(
    office: Office,
) -> None:
    office.invoice(office.client(), "2026-12-20")
    office.rule(OWING)
    who = (office.cast.practice, office.person(BEN))
    pauses.pause(office.desk, *who, "all", 0)
    works(office, MONDAY)
    pauses.resume(office.desk, *who, "all", 0)
    office.goes_to(NEXT_MONDAY, "09:00")
    plan_due(office.desk)
    office.rule(OWING, active=False)
    works(office, NEXT_MONDAY)
    assert lists(office) == [(MONDAY, "skipped", "paused"), (NEXT_MONDAY, "skipped", "off")]
    assert shown(office, MONDAY) == shown(office, NEXT_MONDAY) == []


@ON_SQLITE
def test_one_that_cannot_be_sent_holds_up_no_other_and_is_tried_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Office(office.desk, Cast(office.cast.other, office.cast.practice), office.clock)
    for one in (office, other):
        one.invoice(one.client(), "2026-12-20")
        one.rule(OWING)
    go_on = bulletin_sending._go_on

    def fails(desk: Desk, one: Reminder) -> None:
        if one.practice_id == office.mine:
            raise ValueError("nobody has thought of this")
        go_on(desk, one)

    with monkeypatch.context() as patched:
        patched.setattr(bulletin_sending, "_go_on", fails)
        works(office, MONDAY)
        assert [one[1] for one in lists(office) + lists(other)] == ["planned", "sent"]
    works(office, MONDAY, "09:05")
    assert lists(office) == [(MONDAY, "sent", None)]


@ON_SQLITE
def test_a_practice_hears_of_its_own_alone(office: Office, cast: Cast) -> None:
    office.invoice(office.client(), "2026-12-20")
    other = Office(office.desk, Cast(cast.other, cast.practice), office.clock)
    other.rule(OWING)
    works(office, MONDAY)
    assert (lists(office), lists(other)) == ([], [(MONDAY, "skipped", "nothing")])


@pytest.mark.parametrize("working_days", [True, False])
def test_the_preview_says_what_then_happens(office: Office, working_days: bool) -> None:
    """With working days, Thanksgiving's comes on Monday."""
    office.invoice(office.client(), "2026-12-20")
    office.rule(OWING, offsets=(4,), working_days=working_days)
    who = (office.cast.practice, office.person(FLORENCE))
    shown = bulletin_preview(office.desk, *who, OWING)
    assert all(one.at <= shown.until for one in shown.lists)
    assert len(shown.lists) == (3 if working_days else 2)
    assert {one.why_not for one in shown.lists} == {None}
    assert shown.readers == (OLIVIA,)
    for one in shown.lists:
        office.clock.now = one.at
        plan_due(office.desk)
        assert send_due(office.desk) == 1
    assert lists(office) == [(one.occurrence, "sent", None) for one in shown.lists]


@ON_SQLITE
def test_the_preview_knows_what_went_out_today_and_that_nobody_owes(office: Office) -> None:
    invoice = office.invoice(office.client(), "2026-12-20")
    office.rule(OWING)
    works(office, MONDAY)
    office.rule(OWING, at=11 * 60, planned_until=office.clock() - 1)
    balances.count(office.desk.store, office.mine, invoice.id, Counted(paid=10_000), 1)
    who = (office.cast.practice, office.person(FLORENCE))
    found = bulletin_preview(office.desk, *who, OWING).lists
    assert [(one.occurrence, one.why_not) for one in found] == [(NEXT_MONDAY, Reason.NOTHING)]


@ON_SQLITE
@pytest.mark.parametrize("user", [SAM, NOAH])
def test_others_see_no_preview(office: Office, user: str) -> None:
    with pytest.raises(Refusal):
        bulletin_preview(office.desk, office.cast.practice, office.person(user), OWING)
