"""Payment links that were opened and not paid: told of once, in the morning digest.

How a link stands is looked up when it is told and whenever it is shown. So none is told too late:
after days on which Paydesk was away, the next digest has it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from desk.context import Desk
from desk.days import day_in
from desk.looks import DAY
from desk.settings import PracticeSettings, practice_settings, today_at
from rules.payment_state import State as Payment
from rules.reminder_state import STAFF, VISITED, Limits, Reason, State, why_not
from storage import reminder_facts, reminder_links, reminders
from storage.practices import Practice
from storage.reminder_facts import About
from storage.reminder_links import OpenedLink
from storage.reminders import Occurrence, Reminder
from storage.store import Store

PAUSE_TO_PAY = DAY
"""So long after it was opened first, a link that isn't paid is told of."""
_OPENED_WITHIN = 7 * DAY
"""One that was opened longer before than the days ask for is old news: the digest was off then."""
_ENDS = {
    Payment.SUCCEEDED: Reason.PAID,
    Payment.PROCESSING: Reason.ON_ITS_WAY,
    Payment.REVIEW: Reason.ON_ITS_WAY,
}
"""Of a link that doesn't wait for a payer any more; all others are closed."""


@dataclass(frozen=True)
class LinkRow:
    """A link that somebody is to see to, and the `invoices` that it pays. `reminder_id`: of what
    says so; `done`: why nothing is to be done about it any more."""

    reminder_id: int
    link: OpenedLink
    invoices: tuple[About, ...]
    opened_on: date
    done: Reason | None


def plan_opened(store: Store, practice_id: int, what: Occurrence, days: int) -> int:
    """What the digest of that moment tells of for the first time; it takes over so many `days`."""
    until = what.due_at - PAUSE_TO_PAY
    since = until - days * DAY - _OPENED_WITHIN
    return reminder_links.plan(store, practice_id, what, since, until)


def see_to(desk: Desk, digest: Reminder, today: date, *, off: bool, limit: int) -> int:
    """Those that stand in that digest, and why others don't; how many that were. `off`: none goes
    out."""
    store, mine = desk.store, digest.practice_id
    rows = reminders.due_of(store, mine, VISITED, digest.due_at, limit)
    if not rows:
        return 0
    found, about = _facts(desk, mine, [one.subject_id for one in rows])
    told = reminder_links.told_in(store, mine, digest.day, STAFF, about.keys())
    by_reason: dict[Reason | None, list[int]] = defaultdict(list)
    for one in rows:
        reason = Reason.OFF if off else _why_not(found[one.subject_id], about, today, told)
        by_reason[reason].append(one.id)
    for reason, ids in by_reason.items():
        state, day = (State.SKIPPED, None) if reason else (State.SENT, digest.day)
        reminders.end_all(store, mine, ids, state, desk.clock(), reason, day)
    return len(rows)


def link_rows(desk: Desk, practice: Practice, told: Collection[Reminder]) -> tuple[LinkRow, ...]:
    """As they stand now."""
    settings = practice_settings(desk, practice)
    found, about = _facts(desk, practice.id, [one.subject_id for one in told])
    return tuple(_row(desk, settings, one, found[one.subject_id], about) for one in told)


def _row(
    desk: Desk,
    settings: PracticeSettings,
    told: Reminder,
    link: OpenedLink,
    about: Mapping[int, About],
) -> LinkRow:
    return LinkRow(
        reminder_id=told.id,
        link=link,
        invoices=tuple(about[one] for one in link.invoice_ids),
        opened_on=day_in(link.visited_at, settings.time_zone),
        done=_why_not(link, about, today_at(desk, settings)),
    )


def _facts(
    desk: Desk, practice_id: int, operation_ids: list[int]
) -> tuple[Mapping[int, OpenedLink], Mapping[int, About]]:
    """The links, and the invoices that they pay, by their ids."""
    found = reminder_links.by_operations(desk.store, practice_id, operation_ids)
    ids = {one for link in found.values() for one in link.invoice_ids}
    return found, reminder_facts.of_invoices(desk.store, practice_id, VISITED, ids, 0)


def _why_not(
    link: OpenedLink, about: Mapping[int, About], today: date, told: Collection[int] = ()
) -> Reason | None:
    """What holds for one of its invoices holds for the link. `told`: invoices that stand in the
    same digest by themselves."""
    state = Payment(link.state)
    if state is not Payment.OPEN:
        return _ENDS.get(state, Reason.CLOSED)
    if link.closing:
        return Reason.CLOSED
    reasons = (why_not(about[one].facts, Limits(), today) for one in link.invoice_ids)
    here = Reason.WITH_INVOICE if set(told) & set(link.invoice_ids) else None
    return next(filter(None, reasons), here)
