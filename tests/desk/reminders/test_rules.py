"""Rules of reminders: what can be written in them, who may, and from when on they count."""

from collections.abc import Mapping

import pytest

from desk.context import Desk
from desk.forms import WrongFields
from desk.reminders.digest import send_due
from desk.reminders.planning import plan_due
from desk.reminders.rules import KINDS, rules_of, save, switch, written
from desk.settings import change
from rules.reminder_state import CARDS, CLIENT, FEES, OWING, STAFF
from rules.words import Refusal
from storage import audit, reminder_rules, reminders
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, STRANGER, Cast, FrozenClock
from tests.support.reminding import CHICAGO, Office

FORM = {
    "reminder_before": "3",
    "reminder_after": "0, 7; 21",
    "reminder_at": "9:30",
    "reminder_quiet": "20:00",
    "reminder_loud": "8",
    "reminder_most": "5",
    "reminder_ends": "",
    "reminder_reply_to": "desk@example.com",
}


@pytest.fixture
def office(desk: Desk, cast: Cast, clock: FrozenClock) -> Office:
    return Office(desk, cast, clock)


def saves(
    office: Office, user: str = BEN, kind: str = CLIENT, seen: int = 0, **more: str
) -> reminder_rules.Rule:
    practice, person = office.cast.practice, office.person(user)
    return save(office.desk, practice, person, kind, {**FORM, **more}, seen)


def test_until_somebody_saves_one_a_rule_is_proposed_and_off(office: Office) -> None:
    found = rules_of(office.desk, office.cast.practice, office.person(FLORENCE))
    assert tuple(found) == KINDS == (CLIENT, STAFF, OWING, FEES, CARDS)
    assert not any(rule.active for rule in found.values())
    assert found[CLIENT].version == 0
    plan_due(office.desk)
    assert reminder_rules.all_of(office.desk.store, office.mine) == {}


@pytest.mark.parametrize("user", [OLIVIA, BEN])
def test_a_rule_is_kept_as_it_was_written_and_audited(office: Office, user: str) -> None:
    rule = saves(office, user)
    assert (rule.offsets, rule.at, rule.working_days) == ((-3, 0, 7, 21), 570, True)
    assert (rule.quiet_begins, rule.quiet_ends) == (1200, 480)
    assert (rule.most, rule.ends_after, rule.options) == (5, None, {"reply_to": "desk@example.com"})
    assert (rule.active, rule.version, rule.changed_by) == (False, 1, user)
    kept = rules_of(office.desk, office.cast.practice, office.person(user))[CLIENT]
    assert kept == rule
    [entry] = audit.of_target(office.desk.store, office.mine, "reminder_rule:client")
    assert (entry.actor, entry.detail["to"]["offsets"]) == (user, [-3, 0, 7, 21])


@pytest.mark.parametrize("user", [FLORENCE, SAM, NOAH])
def test_others_change_no_rule(office: Office, user: str) -> None:
    with pytest.raises(Refusal):
        saves(office, user)
    with pytest.raises(Refusal):
        switch(office.desk, office.cast.practice, office.person(user), CLIENT, 0, on=True)
    with pytest.raises(Refusal):
        written(office.desk, office.cast.practice, office.person(user), CLIENT, FORM)
    assert reminder_rules.all_of(office.desk.store, office.mine) == {}


@pytest.mark.parametrize("user", [SAM, NOAH])
def test_those_who_do_not_work_at_the_desk_see_no_rule(office: Office, user: str) -> None:
    with pytest.raises(Refusal):
        rules_of(office.desk, office.cast.practice, office.person(user))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"reminder_before": "0"}, "reminder_before"),
        ({"reminder_before": "soon"}, "reminder_before"),
        ({"reminder_after": "366"}, "reminder_after"),
        ({"reminder_after": "-7"}, "reminder_after"),
        ({"reminder_before": "", "reminder_after": ""}, "reminder_after"),
        ({"reminder_after": "1 2 3 4 5 6 7 8 9 10"}, "reminder_after"),
        ({"reminder_at": ""}, "reminder_at"),
        ({"reminder_at": "25:00"}, "reminder_at"),
        ({"reminder_at": "20:00"}, "reminder_at"),
        ({"reminder_at": "7:59"}, "reminder_at"),
        ({"reminder_quiet": "night"}, "reminder_quiet"),
        ({"reminder_most": "0"}, "reminder_most"),
        ({"reminder_ends": "four"}, "reminder_ends"),
        ({"reminder_reply_to": "desk at example"}, "reminder_reply_to"),
        ({"reminder_reply_to": "a@example.com, b@example.com"}, "reminder_reply_to"),
        ({"reminder_most": "4242 4242 4242 4242"}, "reminder_most"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    office: Office, wrong: Mapping[str, str], field: str
) -> None:
    with pytest.raises(WrongFields) as refused:
        saves(office, **wrong)
    assert set(refused.value.by_field) == {field}
    assert reminder_rules.all_of(office.desk.store, office.mine) == {}


def test_the_staff_has_no_quiet_hours_and_people_are_chosen(office: Office) -> None:
    rule = saves(office, kind=STAFF, reminder_people=f"{OLIVIA},{BEN}", reminder_working="every")
    assert rule.options == {"people": [OLIVIA, BEN]}
    assert (rule.working_days, rule.quiet_begins, rule.quiet_ends) == (False, 0, 0)
    with pytest.raises(WrongFields):
        saves(office, kind=STAFF, seen=1, reminder_people="<!channel>")


@pytest.mark.parametrize("kind", [STAFF, OWING, FEES, CARDS])
@pytest.mark.parametrize("user", [SAM, NOAH, STRANGER])
def test_nobody_is_chosen_who_may_not_see_reminders(office: Office, kind: str, user: str) -> None:
    form = {"reminder_weekday": "1", "reminder_month_day": "1", "reminder_before_expiry": "30"}
    with pytest.raises(WrongFields) as refused:
        saves(office, kind=kind, reminder_people=f"{BEN},{user}", **form)
    assert set(refused.value.by_field) == {"reminder_people"}
    assert reminder_rules.all_of(office.desk.store, office.mine) == {}
    saves(office, kind=kind, reminder_people=f"{BEN},{FLORENCE}", **form)


def test_of_two_who_change_a_rule_the_second_looks_again(office: Office) -> None:
    saves(office)
    with pytest.raises(Refusal, match="Somebody else"):
        saves(office, OLIVIA, seen=0)
    assert saves(office, OLIVIA, seen=1).version == 2
    with pytest.raises(Refusal, match="no such reminders"):
        saves(office, kind="sms")


def test_what_was_due_before_it_was_switched_on_is_not_sent(office: Office) -> None:
    office.invoice(office.client(), "2026-11-29")
    office.goes_to("2026-11-30", "12:00")
    rule = saves(office, kind=STAFF, reminder_after="1, 2", reminder_at="9:00")
    practice, owner = office.cast.practice, office.person(OLIVIA)
    assert switch(office.desk, practice, owner, STAFF, rule.version, on=True).active
    assert plan_due(office.desk) == 0
    office.goes_to("2026-12-01", "09:00")
    assert plan_due(office.desk) == 2
    switch(office.desk, practice, owner, STAFF, rule.version + 1, on=False)
    while send_due(office.desk):
        pass
    [found] = reminders.of_subject(office.desk.store, office.mine, "practice", office.mine, 9)
    assert (found.state, found.reason) == ("skipped", "off")


def test_a_time_that_is_changed_during_the_day_loses_nothing_and_sends_nothing_twice(
    office: Office,
) -> None:
    office.invoice(office.client(), "2026-11-29")
    practice, owner = office.cast.practice, office.person(OLIVIA)
    saves(office, kind=STAFF, reminder_after="1", reminder_at="10:00")
    switch(office.desk, practice, owner, STAFF, 1, on=True)
    office.goes_to("2026-11-30", "09:30")
    plan_due(office.desk)
    saves(office, kind=STAFF, seen=2, reminder_after="1", reminder_at="9:00")
    assert plan_due(office.desk) == 2
    saves(office, kind=STAFF, seen=3, reminder_after="1", reminder_at="11:00")
    office.goes_to("2026-11-30", "11:00")
    assert plan_due(office.desk) == 0


WARSAW, AUCKLAND = "Europe/Warsaw", "Pacific/Auckland"


def moves(office: Office, zone: str) -> None:
    change(office.desk, office.person(OLIVIA), office.cast.practice, "time_zone", zone)


def planned(office: Office, kind: str = STAFF) -> list[tuple[str, int | None]]:
    found = reminders.due_of(office.desk.store, office.mine, kind, office.clock(), 99)
    return [(one.day, one.days) for one in found]


@pytest.mark.parametrize("zone", [WARSAW, AUCKLAND])
def test_no_day_is_lost_when_the_time_zone_moves_east(office: Office, zone: str) -> None:
    """At 8:00 in Texas it is past 8:30 in Warsaw, and in Auckland the next day has begun."""
    office.invoice(office.client(), "2026-11-29")
    office.invoice(office.client(), "2026-11-30")
    office.goes_to("2026-11-30", "06:00")
    office.rule(STAFF, offsets=(1,), working_days=False)
    plan_due(office.desk)
    office.goes_to("2026-11-30", "08:00")
    moves(office, zone)
    plan_due(office.desk)
    assert planned(office) == [("2026-11-30", 1)]
    office.goes_to("2026-12-01", "08:30", zone)
    plan_due(office.desk)
    assert planned(office) == [("2026-11-30", 1), ("2026-12-01", 1)]
    moves(office, CHICAGO)
    office.goes_to("2026-12-01", "20:00")
    plan_due(office.desk)
    assert planned(office) == [("2026-11-30", 1), ("2026-12-01", 1)]


def test_another_time_zone_sends_nothing_from_before_a_rule_was_switched_on(
    office: Office,
) -> None:
    office.invoice(office.client(), "2026-11-29")
    office.goes_to("2026-11-30", "06:00")
    saves(office, kind=STAFF, reminder_at="8:30", reminder_after="1", reminder_working="every")
    switch(office.desk, office.cast.practice, office.person(BEN), STAFF, 1, on=True)
    moves(office, WARSAW)
    office.goes_to("2026-11-30", "18:00")
    plan_due(office.desk)
    assert planned(office) == []
