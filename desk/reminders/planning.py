"""Writes down which reminders have become due: each once, whoever looks how often and when.

What a rule reminds of is found at its time of the day. Until then nothing is written, so that a
rule, an invoice or a time zone may change at any moment; what will come, the preview says by the
same functions.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from desk.context import Desk
from desk.days import day_in
from desk.holidays import working_days
from desk.looks import DAY, HOUR, MINUTE
from desk.reminders.apart import apart
from desk.reminders.bulletins import BULLETINS, plan_bulletin
from desk.reminders.opened import plan_opened
from desk.settings import PracticeSettings, practice_settings
from rules.calendar import WorkingDays, occurrences
from rules.reminder_state import STAFF, VISITED, Day, day_of_rule
from storage import practices, reminder_rules, reminders
from storage.reminder_rules import Rule
from storage.reminders import Occurrence
from storage.store import Store

DIGEST = "digest"
"""The kind of the one reminder a day that sends all of STAFF's."""
AGAIN_AFTER = 5 * MINUTE
"""Where something went wrong."""
LONGEST_HOLIDAYS = 20 * DAY
LOOKED_BACK = 35 * DAY
"""What was due longer ago is not even told as missed."""


def plan_due(desk: Desk) -> int:
    """Write down what has become due, by the rules of all practices; how much that is."""
    return sum(
        apart(partial(_plan, desk, rule), partial(_put_off, desk, rule))
        for rule in reminder_rules.due(desk.store, desk.clock())
    )


def _put_off(desk: Desk, rule: Rule) -> None:
    """Something is wrong with it: until then nobody looks at it."""
    reminder_rules.put_off(desk.store, rule.practice_id, rule, desk.clock() + AGAIN_AFTER)


def days_of(rule: Rule, settings: PracticeSettings, after: int, until: int) -> Iterator[Day]:
    """The days of a rule whose moment comes after `after`, and at `until` at the latest."""
    working = _working(rule, settings, after, until)
    for day, at in occurrences(after, until, rule.at, settings.time_zone):
        found = day_of_rule(day, at, rule.offsets, working)
        if found is not None:
            yield found


def _working(rule: Rule, settings: PracticeSettings, after: int, until: int) -> WorkingDays | None:
    if not rule.working_days:
        return None
    moments = (after - LONGEST_HOLIDAYS, until + DAY)
    years = [day_in(at, settings.time_zone).year for at in moments]
    return working_days(settings.place, range(min(years), max(years) + 1))


def _plan(desk: Desk, rule: Rule) -> int:
    store, now = desk.store, desk.clock()
    practice = practices.get(store, rule.practice_id)
    if practice is None:
        raise LookupError(f"There is no practice {rule.practice_id}.")
    settings = practice_settings(desk, practice)
    with store.transaction():
        if not reminder_rules.take(store, practice.id, rule, now, _next(rule, settings, now)):
            return 0
        since = max(rule.planned_until, now - LOOKED_BACK)
        days = days_of(rule, settings, since, now)
        return sum(_plan_day(store, rule, one) for one in days)


def _next(rule: Rule, settings: PracticeSettings, now: int) -> int:
    """Within the hour anyhow: the time zone may change."""
    soon = occurrences(now, now + HOUR, rule.at, settings.time_zone)
    return min((at for _, at in soon), default=now + HOUR)


def _plan_day(store: Store, rule: Rule, one: Day) -> int:
    if rule.kind in BULLETINS:
        return plan_bulletin(store, rule, one)
    mine, day = rule.practice_id, one.day.isoformat()
    what = Occurrence(rule.kind, rule.version, day, one.at)
    planned = sum(
        reminders.plan_invoices(store, mine, what, slot.due_on.isoformat(), slot.days)
        for slot in one.slots
    )
    if rule.kind == STAFF:
        days = [each.isoformat() for each in one.days]
        planned += reminders.plan_snoozed(store, mine, what, days)
        planned += plan_opened(store, mine, replace(what, kind=VISITED), len(days))
        digest = replace(what, kind=DIGEST)
        planned += reminders.plan_one(store, mine, digest, reminders.PRACTICE, mine, day)
    return planned
