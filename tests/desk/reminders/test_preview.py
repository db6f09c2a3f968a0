"""The preview says what planning and sending then do."""

from dataclasses import replace
from datetime import date

import pytest

from desk.context import Desk
from desk.looks import DAY
from desk.reminders import pauses, preview, rules
from desk.reminders.clock import do_due
from desk.reminders.preview import Coming, Preview, preview_of
from desk.settings import change, practice_settings
from rules.reminder_state import CLIENT, STAFF, Reason
from rules.words import Refusal
from storage import balances, reminder_plan, reminders
from storage.balances import Counted
from storage.database import Store
from storage.invoices import Invoice
from storage.reminder_plan import START
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, Cast, FrozenClock
from tests.support.reminding import Office

FORM = {
    "reminder_before": "",
    "reminder_after": "1",
    "reminder_at": "10:00",
    "reminder_quiet": "20:00",
    "reminder_loud": "8:00",
    "reminder_most": "",
    "reminder_ends": "",
    "reminder_reply_to": "",
}
TOO_LITTLE = 2
"""Cents, for which there is no payment link: a mail goes out at once."""


@pytest.fixture
def desk(store: Store, clock: FrozenClock) -> Desk:
    return Desk(store, clock, claim_secret=b"of the tests", sends_mail=True)


@pytest.fixture
def office(desk: Desk, cast: Cast, clock: FrozenClock) -> Office:
    return Office(desk, cast, clock)


def all_of(office: Office, kind: str, page: int = 8) -> tuple[Preview, list[Coming]]:
    """The first page, and what stands on all of them."""
    practice, person = office.cast.practice, office.person(FLORENCE)
    first = shown = preview.preview(office.desk, practice, person, kind, START, page)
    lines = [*shown.coming]
    while shown.next is not None:
        shown = preview.preview(office.desk, practice, person, kind, shown.next, page)
        assert shown.days == first.days
        lines += shown.coming
    return first, lines


def all_sorts(office: Office) -> list[Invoice]:
    """Invoices that become due in these weeks, and what may be in the way of their reminders."""
    client, silent, paused = (office.client(address) for address in ("a@b.example", None, "c@d.ee"))
    days = ("2026-11-20", "2026-11-25", "2026-11-27", "2026-11-29", "2026-12-01", "2026-12-05")
    payers = (client, silent, paused)
    made = [office.invoice(one, day, TOO_LITTLE) for day in days for one in payers]
    people = (office.cast.practice, office.person(BEN))
    pauses.pause(office.desk, *people, "client", paused.id, until=date(2026, 12, 2))
    pauses.pause(
        office.desk, *people, "invoice", made[0].id, until=date(2026, 11, 30), snoozed=True
    )
    pauses.pause(
        office.desk, *people, "invoice", made[3].id, until=date(2026, 11, 28), snoozed=True
    )
    pauses.pause(office.desk, *people, "invoice", made[6].id)
    balances.count(office.desk.store, office.mine, made[9].id, Counted(paid=TOO_LITTLE), 1)
    return made


def happened(office: Office, made: list[Invoice], kind: str) -> set[tuple[int, int, str | None]]:
    """Invoice, moment, and why it didn't go out."""
    found = [
        one
        for invoice in made
        for one in reminders.of_subject(office.desk.store, office.mine, "invoice", invoice.id, 50)
        if one.kind == kind
    ]
    assert all(one.state in ("sent", "sending", "skipped", "failed") for one in found)
    return {(one.subject_id, one.due_at, one.reason) for one in found}


RULES = [
    {"offsets": (-3, 1, 2, 7), "at": 600, "working_days": True},
    {"offsets": (0, 1, 7), "at": 600, "working_days": False, "most": 1},
    {"offsets": (1, 5, 9), "at": 1_019, "working_days": True, "ends_after": 6},
]


@pytest.mark.parametrize("kind", [CLIENT, STAFF])
@pytest.mark.parametrize("values", RULES)
def test_what_it_says_is_what_then_happens(
    office: Office, kind: str, values: dict[str, object]
) -> None:
    made = all_sorts(office)
    office.rule(kind, **values)
    first, lines = all_of(office, kind)
    assert [one.place for one in lines] == sorted({one.place for one in lines})
    assert first.many == len(lines) == sum(one.many for one in first.days) > 12
    assert {one.why_not is None for one in lines} == {True, False}
    for day in first.days:
        office.clock.now = day.at
        while do_due(office.desk):
            pass
    said = {(one.about.invoice_id, one.at, one.why_not) for one in lines}
    assert said == happened(office, made, kind)


def test_a_rule_that_is_off_is_shown_as_if_it_was_switched_on_now(office: Office) -> None:
    invoice = office.invoice(office.client(), "2026-11-29")
    office.goes_to("2026-11-30", "12:00")
    [line] = all_of(office, CLIENT)[1]
    assert (line.about.invoice_id, line.days, line.day.isoformat()) == (invoice.id, 7, "2026-12-07")
    assert (line.about.payer_name, line.about.email) == ("Ada Lovelace", "ada@example.com")
    office.goes_to("2026-12-07", "12:00")
    assert [one.days for one in all_of(office, CLIENT)[1]] == [21]


def test_what_has_been_planned_does_not_come_again(office: Office) -> None:
    for day in ("2026-11-28", "2026-11-29"):
        office.invoice(office.client(), day)
    office.goes_to("2026-11-30", "06:00")
    office.rule(STAFF, offsets=(1, 2), at=600, working_days=False)
    office.goes_to("2026-11-30", "11:00")
    do_due(office.desk)
    practice, owner = office.cast.practice, office.person(OLIVIA)
    form = {**FORM, "reminder_after": "1, 2", "reminder_at": "11:30", "reminder_working": "every"}
    rule = rules.written(office.desk, practice, owner, STAFF, form)
    assert rule.planned_until < office.clock()
    [line] = preview_of(office.desk, practice, rule).coming
    assert (line.days, line.day.isoformat()) == (2, "2026-12-01")


def test_a_practice_without_a_mail_server_is_told_so(office: Office) -> None:
    office.invoice(office.client(), "2026-11-29")
    mute = replace(office.desk, sends_mail=False)
    practice, person = office.cast.practice, office.person(BEN)
    [line, *_] = preview.preview(mute, practice, person, CLIENT).coming
    assert line.why_not is Reason.NO_SERVER


def test_days_are_those_of_the_practice(office: Office) -> None:
    change(office.desk, office.person(OLIVIA), office.cast.practice, "time_zone", "Asia/Tokyo")
    office.invoice(office.client(), "2026-11-29")
    office.rule(STAFF, offsets=(1,), at=510)
    [line] = all_of(office, STAFF)[1]
    assert line.day == date(2026, 11, 30)
    assert line.at % DAY == (23 * 60 + 30) * 60_000


@pytest.mark.parametrize("user", [SAM, NOAH])
def test_others_see_none(office: Office, user: str) -> None:
    with pytest.raises(Refusal):
        preview.preview(office.desk, office.cast.practice, office.person(user), CLIENT)


def test_of_one_invoice_it_says_the_same(office: Office) -> None:
    made = all_sorts(office)
    of = {kind: office.rule(kind, offsets=(1, 2, 7)) for kind in (CLIENT, STAFF)}
    lines = [(kind, one) for kind in of for one in all_of(office, kind)[1]]
    settings = practice_settings(office.desk, office.cast.practice)
    for invoice in made:
        mine = preview.coming_of(
            office.desk, office.cast.practice, settings, list(of.values()), invoice.id
        )
        those = [(kind, one) for kind, one in lines if one.about.invoice_id == invoice.id]
        assert mine == sorted(those, key=lambda each: each[1].at)


@pytest.mark.parametrize("kind", [CLIENT, STAFF])
def test_of_very_many_it_counts_some_and_pages_through_all(
    office: Office, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminder_plan, "MOST_COUNTED", 2)
    client = office.client()
    made = [office.invoice(client, day) for day in ("2026-11-29",) * 5 + ("2026-12-01",)]
    office.rule(kind, offsets=(1,))
    first, lines = all_of(office, kind, page=2)
    assert [one.many for one in first.days] == [3, 1]
    assert [one.about.invoice_id for one in lines] == [one.id for one in made]
