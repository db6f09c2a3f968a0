"""Reminders in the store: planned once, taken by one, and what decides whether they go out."""

from dataclasses import replace
from datetime import date

import pytest

from rules.reminder_state import Facts
from storage import (
    clients,
    disputes,
    invoices,
    operations,
    reminder_facts,
    reminder_pauses,
    reminder_rules,
    reminders,
)
from storage.clients import Client
from storage.disputes import Dispute
from storage.invoice_contents import Content
from storage.new_operations import blank
from storage.operations import CHARGE, Allocation, Operation
from storage.reminder_pauses import Pause
from storage.reminder_rules import Rule
from storage.reminders import Occurrence
from storage.store import Store
from tests.storage.test_invoices import ada, invoice
from tests.support.cast import BEN, T0, Cast

__all__ = ["ada"]
NOTHING = Content((), ())
WHAT = Occurrence("client", 1, "2026-12-30", T0 + 1_000)
DUE_ON = "2026-12-23"


def added(store: Store, cast: Cast, client: Client, number: int = 1, **more: object) -> int:
    made = invoices.add(store, cast.practice.id, invoice(number, client, **more), NOTHING)
    return made.id


def pays(store: Store, cast: Cast, client: Client, invoice_id: int, *, live: bool) -> Operation:
    values = {**vars(blank(cast.practice.id, CHARGE, client.id, BEN, T0)), "currency": "usd"}
    new = Operation(**{**values, "state": "processing" if live else "succeeded", "amount": 500})
    made = operations.add(store, cast.practice.id, new, [Allocation(invoice_id, 500)], live=live)
    assert made is not None
    return made


def facts(store: Store, cast: Cast, invoice_id: int) -> Facts:
    found = reminder_facts.of_invoices(store, cast.practice.id, "client", [invoice_id], T0 + 2_000)
    return found[invoice_id].facts


def test_what_was_planned_is_not_planned_again(store: Store, cast: Cast, ada: Client) -> None:
    mine = cast.practice.id
    ours = added(store, cast, ada)
    added(store, cast, ada, 2, due_on="2026-12-24")
    added(store, cast, ada, 3, state="paid")
    added(store, cast, ada, 4, created_at=T0 + 1_001)
    assert reminders.plan_invoices(store, mine, WHAT, DUE_ON, 7) == 1
    assert reminders.plan_invoices(store, mine, WHAT, DUE_ON, 7) == 0
    assert reminders.plan_invoices(store, cast.other.id, WHAT, DUE_ON, 7) == 0
    [planned] = reminders.due(store, "client", T0 + 1_000, 10)
    assert (planned.subject, planned.subject_id) == ("invoice", ours)
    assert (planned.occurrence, planned.days, planned.day) == ("2026-12-23+7", 7, "2026-12-30")
    assert (planned.state, planned.due_at, planned.rule_version) == ("planned", T0 + 1_000, 1)
    assert reminders.due(store, "client", T0 + 999, 10) == []
    assert reminders.due(store, "staff", T0 + 1_000, 10) == []
    assert reminders.plan_invoices(store, mine, replace(WHAT, kind="staff"), DUE_ON, 7) == 1


def test_what_has_ended_is_taken_by_nobody(store: Store, cast: Cast, ada: Client) -> None:
    mine, now = cast.practice.id, T0 + 1_000
    added(store, cast, ada)
    reminders.plan_invoices(store, mine, WHAT, DUE_ON, 7)
    [planned] = reminders.due(store, "client", now, 10)
    with store.transaction():
        assert reminders.take(store, cast.other.id, planned.id, now) is None
        assert reminders.take(store, mine, planned.id, now - 1) is None
        assert reminders.take(store, mine, planned.id, now) == planned
        reminders.change(store, mine, planned.id, state="sent", ended_at=now, uid="mail-1")
    assert reminders.take(store, mine, planned.id, now) is None
    assert reminders.due_of(store, mine, "client", now, 10) == []
    assert reminders.end_all(store, mine, [planned.id], "skipped", now) == 0
    [kept] = reminders.of_subject(store, mine, "invoice", planned.subject_id, 5)
    assert (kept.state, kept.uid) == ("sent", "mail-1")


def test_a_reminder_of_something_else_is_planned_once(store: Store, cast: Cast) -> None:
    mine = cast.practice.id
    assert reminders.plan_one(store, mine, WHAT, "practice", mine, "2026-12-30")
    assert not reminders.plan_one(store, mine, WHAT, "practice", mine, "2026-12-30")
    assert reminders.plan_one(store, mine, WHAT, "practice", mine, "2026-12-31")


def test_what_was_snoozed_is_planned_for_its_day(store: Store, cast: Cast, ada: Client) -> None:
    mine = cast.practice.id
    ours = added(store, cast, ada)
    snoozed = Pause(0, "invoice", ours, "", "2026-12-28", True, BEN, T0)
    reminder_pauses.put(store, mine, snoozed)
    assert reminders.plan_snoozed(store, mine, WHAT, ["2026-12-27"]) == 0
    assert reminders.plan_snoozed(store, mine, WHAT, ["2026-12-27", "2026-12-28"]) == 1
    assert reminders.plan_snoozed(store, mine, WHAT, ["2026-12-28"]) == 0
    reminder_pauses.put(store, mine, replace(snoozed, until="2026-12-29", snoozed=False))
    assert reminders.plan_snoozed(store, mine, WHAT, ["2026-12-29"]) == 0


def test_what_counts_of_an_invoice_is_read_at_once(store: Store, cast: Cast, ada: Client) -> None:
    mine = cast.practice.id
    ours = added(store, cast, ada)
    plain = Facts("open", date(2026, 12, 23), has_address=False)
    assert facts(store, cast, ours) == plain
    clients.change(store, mine, replace(ada, email="ada@example.com"), [])
    assert facts(store, cast, ours) == replace(plain, has_address=True)
    held = pays(store, cast, ada, ours, live=True)
    assert facts(store, cast, ours).held
    operations.let_go(store, mine, held.id)
    assert not facts(store, cast, ours).held


def test_an_open_dispute_of_its_payment_counts(store: Store, cast: Cast, ada: Client) -> None:
    mine = cast.practice.id
    ours = added(store, cast, ada)
    paid = pays(store, cast, ada, ours, live=False)
    found = Dispute(
        *(0, "dp_1", paid.id, "ch_1", 500, "usd", "fraudulent", "needs_response"),
        livemode=False,
        evidence_due_at=None,
        opened_at=T0,
        closed_at=None,
        reopened=False,
    )
    disputes.put(store, mine, found)
    assert facts(store, cast, ours).disputed
    disputes.put(store, mine, replace(found, closed_at=T0))
    assert not facts(store, cast, ours).disputed


@pytest.mark.parametrize("scope", ["all", "client", "invoice"])
def test_a_pause_counts_until_its_day(store: Store, cast: Cast, ada: Client, scope: str) -> None:
    mine = cast.practice.id
    ours = added(store, cast, ada)
    subject = {"all": 0, "client": ada.id, "invoice": ours}[scope]
    pause = Pause(0, scope, subject, "Abroad", "2026-12-28", False, BEN, T0)
    reminder_pauses.put(store, cast.other.id, replace(pause, until="2027-12-28"))
    reminder_pauses.put(store, mine, replace(pause, until=None))
    assert facts(store, cast, ours).paused_until.year == 9999
    reminder_pauses.put(store, mine, pause)
    assert facts(store, cast, ours).paused_until == date(2026, 12, 28)
    found = reminder_pauses.find(store, mine, scope, subject)
    assert found is not None
    assert found.reason == "Abroad"
    assert reminder_pauses.about(store, mine, "2026-12-27", [ada.id], ours) == [found]
    assert reminder_pauses.about(store, mine, "2026-12-28", [ada.id], ours) == []
    assert reminder_pauses.end(store, mine, scope, subject, BEN, T0)
    assert not reminder_pauses.end(store, mine, scope, subject, BEN, T0)
    assert facts(store, cast, ours).paused_until == date.min


def test_of_several_that_are_due_the_last_counts(store: Store, cast: Cast, ada: Client) -> None:
    mine = cast.practice.id
    ours = added(store, cast, ada)
    reminders.plan_invoices(store, mine, WHAT, DUE_ON, 7)
    reminders.plan_invoices(store, mine, replace(WHAT, due_at=T0 + 1_500), DUE_ON, 14)
    reminders.plan_invoices(store, mine, replace(WHAT, due_at=T0 + 9_000), DUE_ON, 21)
    first, second = reminders.due(store, "client", T0 + 2_000, 10)
    about = reminder_facts.of_invoices(store, mine, "client", [ours], T0 + 2_000)[ours]
    assert about.facts_for(first.id).later
    assert not about.facts_for(second.id).later
    reminders.end_all(store, mine, [second.id], "sent", T0)
    about = reminder_facts.of_invoices(store, mine, "client", [ours], T0 + 2_000)[ours]
    assert about.facts.sent == 1
    assert not about.facts_for(first.id).later


def test_a_digest_tells_of_what_was_missed_once(store: Store, cast: Cast, ada: Client) -> None:
    mine = cast.practice.id
    added(store, cast, ada)
    reminders.plan_invoices(store, mine, WHAT, DUE_ON, 7)
    [planned] = reminders.due(store, "client", T0 + 2_000, 10)
    assert reminders.tell_untold(store, mine, "2026-12-31") == 0
    reminders.end_all(store, mine, [planned.id], "missed", T0, "too_late")
    assert reminders.tell_untold(store, cast.other.id, "2026-12-31") == 0
    assert reminders.tell_untold(store, mine, "2026-12-31") == 1
    assert reminders.tell_untold(store, mine, "2027-01-01") == 0
    counts = reminders.count_in_digest(store, mine, "2026-12-31")
    assert counts == {("client", "missed", "too_late"): 1}
    [told] = reminders.in_digest(store, mine, "2026-12-31", "client", "missed", 9)
    assert told.id == planned.id


def test_of_two_who_save_a_rule_the_second_is_told(store: Store, cast: Cast) -> None:
    mine = cast.practice.id
    rule = Rule(mine, "client", (-3, 7), 9 * 60, options={"reply_to": "a@example.com"})
    assert reminder_rules.find(store, mine, "client") is None
    assert reminder_rules.put(store, mine, rule)
    assert not reminder_rules.put(store, mine, rule)
    saved = replace(rule, version=1)
    assert reminder_rules.all_of(store, mine) == {"client": saved}
    assert reminder_rules.put(store, mine, replace(saved, active=True, next_at=T0))
    assert not reminder_rules.put(store, mine, saved)
    assert reminder_rules.all_of(store, cast.other.id) == {}


def test_a_rule_is_looked_at_by_one_and_only_while_it_is_on(store: Store, cast: Cast) -> None:
    mine = cast.practice.id
    rule = Rule(mine, "client", (7,), 9 * 60, active=True, next_at=T0)
    assert reminder_rules.put(store, mine, rule)
    assert reminder_rules.due(store, T0 - 1) == []
    [found] = reminder_rules.due(store, T0)
    assert reminder_rules.take(store, mine, found, T0, T0 + 60)
    assert not reminder_rules.take(store, mine, found, T0, T0 + 60)
    assert reminder_rules.due(store, T0) == []
    [again] = reminder_rules.due(store, T0 + 60)
    assert reminder_rules.put(store, mine, replace(again, active=False))
    assert reminder_rules.due(store, T0 + 60) == []
