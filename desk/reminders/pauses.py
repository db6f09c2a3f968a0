"""Where reminders pause: somebody says for what, why, and until when, and can end it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from desk.access import Person, authorize
from desk.clients import by_reference
from desk.context import Desk
from desk.days import read_day
from desk.fields import Fields
from desk.invoices import find, named
from desk.privacy import plain, refuse_card_numbers
from desk.settings import practice_settings, today_at
from rules.roles import Action
from rules.words import refuse
from storage import audit, clients, reminder_pauses
from storage.clients import Client
from storage.invoices import Invoice
from storage.practices import Practice
from storage.reminder_pauses import ALL, CLIENT, INVOICE, Pause

PAUSED, RESUMED = "reminders.paused", "reminders.resumed"
"""In the audit log. Why somebody pauses stays out of it: it is for the practice alone, and goes
with the client's data."""
UNTIL, REASON = "reminder_until", "reminder_reason"
"""The fields."""
SNOOZED_DAYS = 7
LONGEST_DAYS = 731
LONGEST_REASON = 200


@dataclass(frozen=True)
class Subject:
    """What may pause: everything, a client, or an invoice of a client (`invoice` is its
    reference, `client` the client's, with the `name`)."""

    scope: str
    id: int = 0
    invoice: str | None = None
    client: str = ""
    name: str = ""

    @property
    def key(self) -> str:
        """ "client:12"."""
        return f"{self.scope}:{self.id}"

    @property
    def target(self) -> str:
        """As the audit log names it."""
        return self.invoice or self.client or "reminders"


EVERYTHING = Subject(ALL)


def pause(
    desk: Desk,
    practice: Practice,
    person: Person,
    scope: str,
    subject_id: int,
    reason: str = "",
    until: date | None = None,
    *,
    snoozed: bool = False,
) -> Pause:
    """Nothing goes out about it before that day, or until somebody ends it. It takes the place of
    a pause that is there. `snoozed`: the staff is reminded again on that day."""
    authorize(person, Action.PAUSE_REMINDERS)
    refuse_card_numbers(reason)
    target = subject_of(desk, practice, person, scope, subject_id).target
    _refuse_day(desk, practice, until)
    now = desk.clock()
    new = Pause(
        id=0,
        scope=scope,
        subject_id=subject_id,
        reason=plain(reason, LONGEST_REASON),
        until=until.isoformat() if until else None,
        snoozed=snoozed,
        made_by=person.slack_user,
        made_at=now,
    )
    with desk.store.transaction():
        reminder_pauses.put(desk.store, practice.id, new)
        audit.record(
            desk.store,
            practice.id,
            actor=person.slack_user,
            action=PAUSED,
            target=target,
            detail={"until": new.until, "snoozed": snoozed},
            now=now,
        )
    return new


def pause_by_form(
    desk: Desk, practice: Practice, person: Person, subject: Subject, form: Mapping[str, str]
) -> Pause:
    """The same, as it was written. Raises WrongFields."""
    authorize(person, Action.PAUSE_REMINDERS)
    fields = Fields(form)
    until = fields.read(UNTIL, lambda text: _until(desk, practice, text))
    reason = fields.read(REASON, str)
    fields.refuse_if_wrong()
    return pause(desk, practice, person, subject.scope, subject.id, reason or "", until)


def _until(desk: Desk, practice: Practice, text: str) -> date | None:
    if not text:
        return None
    day = read_day(text)
    if day is None:
        raise refuse("Choose a day in the future, or none.")
    _refuse_day(desk, practice, day)
    return day


def snooze(desk: Desk, practice: Practice, person: Person, invoice_id: int) -> Pause:
    """Staff is reminded of it again in a week, and the client hears nothing before."""
    today = today_at(desk, practice_settings(desk, practice))
    until = today + timedelta(days=SNOOZED_DAYS)
    return pause(desk, practice, person, INVOICE, invoice_id, until=until, snoozed=True)


def stop(desk: Desk, practice: Practice, person: Person, invoice_id: int) -> Pause:
    """Nobody is reminded of it any more."""
    return pause(desk, practice, person, INVOICE, invoice_id)


def resume(desk: Desk, practice: Practice, person: Person, scope: str, subject_id: int) -> bool:
    """What went by meanwhile is not sent any more. False: nothing was paused."""
    authorize(person, Action.PAUSE_REMINDERS)
    target, now = subject_of(desk, practice, person, scope, subject_id).target, desk.clock()
    with desk.store.transaction():
        ended = reminder_pauses.end(
            desk.store, practice.id, scope, subject_id, person.slack_user, now
        )
        if ended:
            audit.record(
                desk.store,
                practice.id,
                actor=person.slack_user,
                action=RESUMED,
                target=target,
                detail={},
                now=now,
            )
    return ended


def subject_of(
    desk: Desk, practice: Practice, person: Person, scope: str, subject_id: int
) -> Subject:
    """Refusal where the practice has no such thing."""
    authorize(person, Action.PAUSE_REMINDERS)
    if scope == ALL:
        return EVERYTHING
    if scope == INVOICE:
        return _of_invoice(desk, practice, named(desk, practice, subject_id))
    client = clients.get(desk.store, practice.id, subject_id) if scope == CLIENT else None
    if client is None:
        raise refuse("There is no such client. Type /client and a name to find them.")
    return _of_client(client)


def subject_named(desk: Desk, practice: Practice, person: Person, reference: str) -> Subject | None:
    """What has that reference: "INV-1042", "NP-0042"."""
    authorize(person, Action.PAUSE_REMINDERS)
    if invoice := find(desk, practice, person, reference):
        return _of_invoice(desk, practice, invoice)
    client = by_reference(desk, person, reference)
    return _of_client(client) if client else None


def _of_invoice(desk: Desk, practice: Practice, invoice: Invoice) -> Subject:
    client = clients.by_ids(desk.store, practice.id, [invoice.client_id])[invoice.client_id]
    return Subject(INVOICE, invoice.id, invoice.reference, client.reference, client.name)


def _of_client(client: Client) -> Subject:
    return Subject(CLIENT, client.id, None, client.reference, client.name)


def _refuse_day(desk: Desk, practice: Practice, until: date | None) -> None:
    if until is None:
        return
    today = today_at(desk, practice_settings(desk, practice))
    if until <= today:
        raise refuse("Choose a day in the future, or none.")
    if (until - today).days > LONGEST_DAYS:
        raise refuse("Choose a day within two years, or none.")
