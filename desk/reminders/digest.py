"""The staff's morning digest: one message a day of what is to be seen to, none where nothing is.

What stands in it is written down when it goes out; how each stands is looked up when it is shown.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from desk.cards import show_card
from desk.context import Desk
from desk.reminders import opened
from desk.reminders.apart import apart
from desk.reminders.bulletins import BULLETINS
from desk.reminders.opened import LinkRow
from desk.reminders.planning import AGAIN_AFTER, DIGEST
from desk.reminders.readers import readers_of
from desk.reminders.sending import again_later, limits_of, taken
from desk.reminders.shown import KIND
from desk.settings import PracticeSettings, practice_settings, today_at
from rules.reminder_state import CARD_MAIL, CLIENT, STAFF, VISITED, Limits, Reason, State, why_not
from storage import (
    cards,
    practices,
    reminder_digests,
    reminder_facts,
    reminder_links,
    reminder_rules,
    reminders,
)
from storage.practices import Practice
from storage.reminder_facts import About
from storage.reminder_rules import Rule
from storage.reminders import Reminder

MOST_ROWS, MOST_LINKS = 12, 4
"""In all, and of those that are about a payment link."""
AT_A_TIME = 500
_AT_ONCE = 20


@dataclass(frozen=True)
class Row:
    """An invoice that somebody is to see to, and the reminder that says so. `days`: so many after
    its due day, None where it was snoozed until now. `done`: why nothing is to be done about it any
    more; `opened`: it has a payment link that somebody has opened, and may still pay by."""

    about: About
    reminder_id: int
    days: int | None
    done: Reason | None
    opened: bool


@dataclass(frozen=True)
class Digest:
    """`rows` are the first ones of `many`, `links` of `many_links`. Of the clients' mails: so many
    were `missed` since Paydesk was away, have `failed`, had `no_address`, were for whoever has
    asked for no more (`stopped`), or for an address that was `refused`; `missed_rows`: the same of
    rows of earlier digests."""

    day: str
    many: int
    rows: tuple[Row, ...]
    many_links: int
    links: tuple[LinkRow, ...]
    missed: int
    missed_rows: int
    missed_lists: int
    failed: int
    no_address: int
    stopped: int
    refused: int


def send_due(desk: Desk) -> int:
    """Go on with the digests that are due now; how many that were. Of one with very many rows so
    many are seen to at a time: nobody else has to wait for them all."""
    found = reminders.due(desk.store, DIGEST, desk.clock(), _AT_ONCE)
    return sum(
        apart(partial(taken, desk, one, _go_on), partial(again_later, desk, one, AGAIN_AFTER))
        for one in found
    )


def digest_of(desk: Desk, practice: Practice, day: str) -> Digest:
    """As it stands now, for people who may see reminders."""
    store, mine = desk.store, practice.id
    counts = reminders.count_in_digest(store, mine, day)
    links = reminders.in_digest(store, mine, day, VISITED, State.SENT, MOST_LINKS)
    told = reminders.in_digest(store, mine, day, STAFF, State.SENT, MOST_ROWS - len(links))
    no_address = counts.get((CLIENT, State.FAILED, Reason.NO_ADDRESS), 0)
    refused = counts.get((CLIENT, State.FAILED, Reason.REFUSED), 0)
    failed = sum(_count(counts, kind, State.FAILED) for kind in (CLIENT, CARD_MAIL))
    return Digest(
        day=day,
        many=_count(counts, STAFF, State.SENT),
        rows=_rows(desk, practice, told),
        many_links=_count(counts, VISITED, State.SENT),
        links=opened.link_rows(desk, practice, links),
        missed=_count(counts, CLIENT, State.MISSED),
        missed_rows=_count(counts, STAFF, State.MISSED),
        missed_lists=sum(_count(counts, one, State.MISSED) for one in (*BULLETINS, CARD_MAIL)),
        failed=failed - no_address - refused,
        no_address=no_address,
        stopped=counts.get((CLIENT, State.SKIPPED, Reason.STOPPED), 0),
        refused=refused,
    )


def _go_on(desk: Desk, digest: Reminder) -> None:
    store, mine = desk.store, digest.practice_id
    practice, rule = practices.get(store, mine), reminder_rules.find(store, mine, STAFF)
    if practice is None or rule is None:
        raise LookupError(f"Whose digest {digest.id} is, isn't known.")
    settings = practice_settings(desk, practice)
    today = today_at(desk, settings)
    why = None if rule.active else Reason.OFF
    why = why if digest.day == today.isoformat() else Reason.TOO_LATE
    rows = reminders.due_of(store, mine, STAFF, digest.due_at, AT_A_TIME)
    if rows:
        _see_to(desk, rows, rule, today, why)
    elif why is not Reason.TOO_LATE and opened.see_to(
        desk, digest, today, off=why is Reason.OFF, limit=AT_A_TIME
    ):
        return  # There may be more of them.
    elif why is not None:
        if why is Reason.TOO_LATE:
            reminder_links.put_back(store, mine, digest.day, VISITED)
        reminder_digests.take_back(store, mine, digest.day, _ENDS[why], why)
        _end(desk, digest, _ENDS[why], why)
    elif reminders.tell_untold(store, mine, digest.day) + _rows_in(desk, digest):
        _end(desk, digest, State.SENT, None)
        _show(desk, practice, settings, rule, digest.day)
    else:
        _end(desk, digest, State.SKIPPED, Reason.NOTHING)


_ENDS = {Reason.OFF: State.SKIPPED, Reason.TOO_LATE: State.MISSED}


def _see_to(desk: Desk, rows: list[Reminder], rule: Rule, today: date, why: Reason | None) -> None:
    """`why`: no row goes out. Those that do stand in the digest of today."""
    store, mine, now = desk.store, rule.practice_id, desk.clock()
    limits = limits_of(rule)
    about = reminder_facts.of_invoices(store, mine, STAFF, {one.subject_id for one in rows}, now)
    by_reason: dict[Reason | None, list[int]] = defaultdict(list)
    for one in rows:
        facts = about[one.subject_id].facts_for(one.id)
        by_reason[why or why_not(facts, limits, today)].append(one.id)
    for reason, ids in by_reason.items():
        state = _ENDS.get(reason, State.SKIPPED) if reason else State.SENT
        told = None if reason else today.isoformat()
        reminders.end_all(store, mine, ids, state, now, reason, told)


def _rows_in(desk: Desk, digest: Reminder) -> int:
    counts = reminders.count_in_digest(desk.store, digest.practice_id, digest.day)
    return _count(counts, STAFF, State.SENT) + _count(counts, VISITED, State.SENT)


def _end(desk: Desk, digest: Reminder, state: State, reason: Reason | None) -> None:
    """By itself it is told by none: its rows are."""
    reminders.change(
        desk.store,
        digest.practice_id,
        digest.id,
        state=state,
        reason=reason,
        digest=digest.day,
        uid=f"{KIND}:{digest.day}" if state is State.SENT else None,
        ended_at=desk.clock(),
    )


def _show(desk: Desk, practice: Practice, settings: PracticeSettings, rule: Rule, day: str) -> None:
    """In the channel or to the people that the rule names, and wherever it stands already."""
    known = cards.of_key(desk.store, practice.id, KIND, day)
    version = 1 + max((card.version for card in known), default=0)
    there = [card.recipient for card in known]
    for recipient in there or readers_of(desk, practice, settings, rule):
        show_card(desk, practice.id, KIND, day, version, recipient)


def _rows(desk: Desk, practice: Practice, told: list[Reminder]) -> tuple[Row, ...]:
    today = today_at(desk, practice_settings(desk, practice))
    ids = [one.subject_id for one in told]
    about = reminder_facts.of_invoices(desk.store, practice.id, STAFF, ids, 0)
    visited = reminder_links.opened_of(desk.store, practice.id, ids)
    return tuple(_row(about[one.subject_id], one, today, visited) for one in told)


def _row(about: About, told: Reminder, today: date, visited: Collection[int]) -> Row:
    why = why_not(about.facts, Limits(), today)
    return Row(about, told.id, told.days, why, about.invoice_id in visited)


def _count(counts: Mapping[tuple[str, str, str | None], int], kind: str, state: State) -> int:
    return sum(many for (of, how, _), many in counts.items() if (of, how) == (kind, state))
