"""/reminders at a glance: what is on, what goes out next, what pauses, and what was lost."""

from dataclasses import dataclass
from datetime import date

from desk.access import Person, authorize
from desk.context import Desk
from desk.looks import DAY
from desk.reminders.bulletin_preview import next_bulletins
from desk.reminders.bulletins import BULLETINS
from desk.reminders.preview import Next, next_of
from desk.reminders.rules import rules_of
from desk.settings import PracticeSettings, practice_settings, today_at
from rules.reminder_state import CLIENT
from rules.roles import Action
from storage import reminder_facts, reminder_lost, reminder_pauses
from storage.practices import Practice
from storage.reminder_facts import About
from storage.reminder_pauses import Named, Pause
from storage.reminder_rules import Rule
from storage.reminders import INVOICE, Reminder

PAUSES_SHOWN = 5
PAUSES_PAGE = 20
LOST_PAGE = 15
LOST_SINCE = 14 * DAY


@dataclass(frozen=True)
class RuleSheet:
    """`next`: when something goes out, None: nothing soon, or the rule is off."""

    rule: Rule
    next: Next | None


@dataclass(frozen=True)
class Paused:
    """`everything`: the pause of all reminders, if there is one; `shown`: those of clients and
    invoices, the newest first; `next`: the id after which the next page begins, None: there is
    none."""

    everything: Pause | None
    shown: tuple[Named, ...]
    next: int | None
    today: date


@dataclass(frozen=True)
class Overview:
    """`lost`: so many were missed or have failed lately. `sends_mail`: there is a mail server."""

    rules: tuple[RuleSheet, ...]
    paused: Paused
    lost: int
    settings: PracticeSettings
    sends_mail: bool


Ended = tuple[int, int]
"""When a reminder ended (epoch ms), and its id."""


@dataclass(frozen=True)
class Lost:
    """A page of what was missed or has failed lately, the newest first, with the invoice where it
    is about one. `next`: after which the next page begins, None: there is none."""

    rows: tuple[tuple[Reminder, About | None], ...]
    next: Ended | None
    time_zone: str


def overview(desk: Desk, practice: Practice, person: Person) -> Overview:
    authorize(person, Action.SEE_REMINDERS)
    settings = practice_settings(desk, practice)
    rules = rules_of(desk, practice, person)
    on = [rule for rule in rules.values() if rule.active]
    lists = [rule for rule in on if rule.kind in BULLETINS]
    coming: dict[str, Next | None] = {
        rule.kind: next_of(desk, rule, settings) for rule in on if rule not in lists
    }
    coming |= next_bulletins(desk, practice, lists, settings)
    return Overview(
        rules=tuple(RuleSheet(rule, coming.get(kind)) for kind, rule in rules.items()),
        paused=_paused(desk, practice, settings, PAUSES_SHOWN, None),
        lost=reminder_lost.count_lost(desk.store, practice.id, desk.clock() - LOST_SINCE),
        settings=settings,
        sends_mail=desk.sends_mail,
    )


def paused_now(desk: Desk, practice: Practice, person: Person, before: int | None = None) -> Paused:
    """A page of all pauses that hold."""
    authorize(person, Action.SEE_REMINDERS)
    return _paused(desk, practice, practice_settings(desk, practice), PAUSES_PAGE, before)


def lost_lately(
    desk: Desk, practice: Practice, person: Person, before: Ended | None = None
) -> Lost:
    authorize(person, Action.SEE_REMINDERS)
    since = desk.clock() - LOST_SINCE
    found = reminder_lost.lost(desk.store, practice.id, since, LOST_PAGE + 1, before)
    shown = found[:LOST_PAGE]
    ids = {one.subject_id for one in shown if one.subject == INVOICE}
    about = reminder_facts.of_invoices(desk.store, practice.id, CLIENT, ids, desk.clock())
    last = shown[-1] if len(found) > LOST_PAGE else None
    return Lost(
        rows=tuple(
            (one, about[one.subject_id] if one.subject == INVOICE else None) for one in shown
        ),
        next=(last.ended_at or 0, last.id) if last else None,
        time_zone=practice_settings(desk, practice).time_zone,
    )


def _paused(
    desk: Desk, practice: Practice, settings: PracticeSettings, limit: int, before: int | None
) -> Paused:
    today = today_at(desk, settings)
    found = reminder_pauses.present(desk.store, practice.id, today.isoformat(), limit + 1, before)
    shown = found[:limit]
    more = shown[-1].pause.id if len(found) > limit else None
    everything = reminder_pauses.about(desk.store, practice.id, today.isoformat(), [])
    return Paused(next(iter(everything), None), tuple(shown), more, today)
