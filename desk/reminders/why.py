"""Why a reminder went out, or did not: of one thing all that went out and will, and of one reminder
the rule, the times, and what the mail server said."""

from dataclasses import dataclass
from datetime import date

from desk.access import Person, authorize
from desk.context import Desk
from desk.reminders.bulletins import BULLETINS
from desk.reminders.pauses import Subject, subject_of
from desk.reminders.preview import PREVIEWED, Coming, coming_of
from desk.reminders.rules import CHANGED, rules_of, target_of
from desk.settings import PracticeSettings, practice_settings, today_at
from rules.reminder_state import CARD_MAIL, CARDS, EXPIRING, STAFF, VISITED
from rules.roles import Action
from rules.words import refuse
from storage import audit, cards, clients, invoices, operations, reminder_pauses, reminders
from storage.operations import Operation
from storage.practices import Practice
from storage.reminder_pauses import INVOICE, Pause
from storage.reminder_rules import Rule
from storage.reminders import CLIENT, LINK, Reminder

PAST_SHOWN = 10
COMING_SHOWN = 6
_OF_ONE = (INVOICE, CLIENT)
_RULES = {CARD_MAIL: CARDS, EXPIRING: CARDS, VISITED: STAFF}
"""The kinds of the rules of those that have none of their own kind."""


@dataclass(frozen=True)
class Sheet:
    """What is reminded of a client or an invoice; `client_id`: whose it is. `pauses`: those that
    hold, about the least first. Of an invoice only: the newest of the `past`, and what is `coming`;
    `off`: the kinds by which nothing goes out."""

    subject: Subject
    client_id: int
    settings: PracticeSettings
    today: date
    pauses: tuple[Pause, ...]
    past: tuple[Reminder, ...] = ()
    coming: tuple[tuple[str, Coming], ...] = ()
    off: tuple[str, ...] = ()


@dataclass(frozen=True)
class Why:
    """`subject`: what it is about, None of a list for the staff. `readers`: the Slack channels and
    users who got such a list. `rule`: as it was when this was planned, None where nobody had saved
    it. `link`: the payment link that it had, or waits for."""

    reminder: Reminder
    subject: Subject | None
    readers: tuple[str, ...]
    rule: Rule | None
    link: Operation | None
    settings: PracticeSettings


def sheet_of(desk: Desk, practice: Practice, person: Person, subject: Subject) -> Sheet:
    authorize(person, Action.SEE_REMINDERS)
    settings = practice_settings(desk, practice)
    today = today_at(desk, settings)
    if subject.scope != INVOICE:
        client = clients.get(desk.store, practice.id, subject.id)
        payer_id = client.payer_id if client else None
        pauses = _pauses(desk, practice, today, [subject.id, payer_id or subject.id], None)
        return Sheet(subject, subject.id, settings, today, pauses)
    invoice = invoices.get(desk.store, practice.id, subject.id)
    if invoice is None:
        raise LookupError(f"There is no invoice {subject.id}.")
    rules = rules_of(desk, practice, person)
    on = [rules[kind] for kind in PREVIEWED if rules[kind].active]
    coming = coming_of(desk, practice, settings, on, invoice.id)
    past = reminders.of_subject(desk.store, practice.id, INVOICE, invoice.id, PAST_SHOWN)
    return Sheet(
        subject=subject,
        client_id=invoice.client_id,
        settings=settings,
        today=today,
        pauses=_pauses(desk, practice, today, [invoice.client_id, invoice.payer_id], invoice.id),
        past=tuple(past),
        coming=tuple(coming[:COMING_SHOWN]),
        off=tuple(kind for kind in PREVIEWED if not rules[kind].active),
    )


def why(desk: Desk, practice: Practice, person: Person, reminder_id: int) -> Why:
    """Refusal where the practice has no such reminder of an invoice, nor such a list."""
    authorize(person, Action.SEE_REMINDERS)
    found = reminders.get(desk.store, practice.id, reminder_id)
    of_one = found is not None and found.subject in (*_OF_ONE, LINK)
    if found is None or not (of_one or found.kind in BULLETINS):
        raise refuse("There is no such reminder. Type /reminders to see what there is.")
    shown = [] if of_one else cards.of_key(desk.store, practice.id, found.kind, found.occurrence)
    return Why(
        reminder=found,
        subject=subject_of(desk, practice, person, *_whose(desk, found)) if of_one else None,
        readers=tuple(one.recipient for one in shown),
        rule=_rule_then(desk, practice, found),
        link=_link_of(desk, found),
        settings=practice_settings(desk, practice),
    )


def _whose(desk: Desk, one: Reminder) -> tuple[str, int]:
    """What it is about; of a payment link its invoice, or where it pays several, who pays them."""
    if one.subject != LINK:
        return one.subject, one.subject_id
    parts = operations.allocations(desk.store, one.practice_id, one.subject_id)
    if len(parts) == 1:
        return INVOICE, parts[0].invoice_id
    [link] = operations.by_ids(desk.store, one.practice_id, [one.subject_id])
    return CLIENT, link.client_id


def _link_of(desk: Desk, one: Reminder) -> Operation | None:
    if one.subject == LINK:
        [link] = operations.by_ids(desk.store, one.practice_id, [one.subject_id])
        return link
    return operations.by_uid(desk.store, one.practice_id, one.link) if one.link else None


def _pauses(
    desk: Desk, practice: Practice, today: date, client_ids: list[int], invoice_id: int | None
) -> tuple[Pause, ...]:
    day = today.isoformat()
    return tuple(reminder_pauses.about(desk.store, practice.id, day, client_ids, invoice_id))


def _rule_then(desk: Desk, practice: Practice, one: Reminder) -> Rule | None:
    """As the audit log has it."""
    for entry in reversed(
        audit.of_target(desk.store, practice.id, target_of(_RULES.get(one.kind, one.kind)))
    ):
        saved = entry.detail.get("to", {})
        if entry.action == CHANGED and saved.get("version") == one.rule_version:
            saved |= {"offsets": tuple(saved["offsets"]), "practice_id": practice.id}
            return Rule(**saved, changed_by=entry.actor, changed_at=entry.at)
    return None
