"""Reminders on wide pages: what became of them, and who may be chosen to be told."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from desk.access import Person, authorize
from desk.context import Desk
from desk.invoices import find
from desk.reminders.preview import PREVIEWED, Next, nexts_of
from desk.reminders.rules import rules_of
from desk.settings import PracticeSettings, practice_settings
from rules.reminder_state import CLIENT
from rules.roles import Action, Role, may
from storage import members, reminder_facts, reminders, reminders_ended
from storage.practices import Practice
from storage.reminder_facts import About
from storage.reminder_rules import Rule
from storage.reminders import INVOICE, Reminder


@dataclass(frozen=True)
class Wanted:
    """Reminders in one of the `states`: of the invoice `invoice_id`, 0: of none that there is,
    None: of any."""

    states: Collection[str]
    invoice_id: int | None = None


@dataclass(frozen=True)
class Sheet:
    """A rule; `next`: when something goes out by it, None: nothing soon, it is off, or that isn't
    looked for."""

    rule: Rule
    next: Next | None


@dataclass(frozen=True)
class Rules:
    """All rules of a practice, in their order."""

    sheets: Sequence[Sheet]
    settings: PracticeSettings
    sends_mail: bool


def rules(desk: Desk, practice: Practice, person: Person) -> Rules:
    authorize(person, Action.SEE_REMINDERS)
    settings, found = practice_settings(desk, practice), rules_of(desk, practice, person).values()
    looked = [one for one in found if one.active and one.kind in PREVIEWED]
    nexts = nexts_of(desk, looked, settings)
    sheets = [Sheet(one, nexts.get(one.kind)) for one in found]
    return Rules(sheets, settings, desk.sends_mail)


def read_search(
    desk: Desk, practice: Practice, person: Person, reference: str, states: Collection[str]
) -> Wanted:
    """`reference` of an invoice; "" for all."""
    authorize(person, Action.SEE_REMINDERS)
    if not reference:
        return Wanted(states)
    invoice = find(desk, practice, person, reference)
    return Wanted(states, invoice.id if invoice else 0)


def rows(
    desk: Desk, person: Person, wanted: Wanted, after: int | None, before: int | None, limit: int
) -> Sequence[Reminder]:
    """After or before one, the newest first. Of an invoice the newest only: it has few."""
    authorize(person, Action.SEE_REMINDERS)
    store, mine = desk.store, person.practice_id
    if wanted.invoice_id is None:
        return reminders_ended.ended(
            store, mine, wanted.states, after=after, before=before, limit=limit
        )
    if after is not None or before is not None:
        return []
    of_it = reminders.of_subject(store, mine, INVOICE, wanted.invoice_id, limit - 1, wanted.states)
    return [one for one in of_it if one.ended_at is not None]


def around(
    desk: Desk, practice: Practice, person: Person, found: Sequence[Reminder]
) -> tuple[Mapping[int, About], str]:
    """The invoices by their ids, and the practice's time zone."""
    authorize(person, Action.SEE_INVOICES)
    ids = {one.subject_id for one in found}
    about = reminder_facts.of_invoices(desk.store, practice.id, CLIENT, ids, desk.clock())
    return about, practice_settings(desk, practice).time_zone


def to_choose(desk: Desk, person: Person) -> Sequence[str]:
    """Slack ids of those who may be told of what is due: who may see reminders."""
    authorize(person, Action.EDIT_REMINDERS)
    found = members.list_members(desk.store, person.practice_id)
    return [
        one.slack_user
        for one in found
        if one.disabled_at is None and may(Role(one.role), Action.SEE_REMINDERS)
    ]
