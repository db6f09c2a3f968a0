"""Where reminders pause: somebody says for what, why, and until when, and can end it again."""

from datetime import date, timedelta

from desk.access import Person, authorize
from desk.context import Desk
from desk.invoices import named
from desk.privacy import plain, refuse_card_numbers
from desk.settings import practice_settings, today_at
from rules.roles import Action
from rules.words import refuse
from storage import audit, clients, reminder_pauses
from storage.practices import Practice
from storage.reminder_pauses import ALL, CLIENT, INVOICE, Pause

PAUSED = "reminders.paused"
"""In the audit log. Why somebody pauses stays out of it: it is for the practice alone, and goes
with the client's data."""
SNOOZED_DAYS = 7
LONGEST_DAYS = 731
LONGEST_REASON = 200


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
    target = _target(desk, practice, scope, subject_id)
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


def snooze(desk: Desk, practice: Practice, person: Person, invoice_id: int) -> Pause:
    """Staff is reminded of it again in a week, and the client hears nothing before."""
    today = today_at(desk, practice_settings(desk, practice))
    until = today + timedelta(days=SNOOZED_DAYS)
    return pause(desk, practice, person, INVOICE, invoice_id, until=until, snoozed=True)


def stop(desk: Desk, practice: Practice, person: Person, invoice_id: int) -> Pause:
    """Nobody is reminded of it any more."""
    return pause(desk, practice, person, INVOICE, invoice_id)


def _target(desk: Desk, practice: Practice, scope: str, subject_id: int) -> str:
    """As the audit log names it. Refusal where the practice has no such thing."""
    if scope == ALL:
        return "reminders"
    if scope == INVOICE:
        return named(desk, practice, subject_id).reference
    client = clients.get(desk.store, practice.id, subject_id) if scope == CLIENT else None
    if client is None:
        raise refuse("There is no such client. Type /client and a name to find them.")
    return client.reference


def _refuse_day(desk: Desk, practice: Practice, until: date | None) -> None:
    if until is None:
        return
    today = today_at(desk, practice_settings(desk, practice))
    if until <= today:
        raise refuse("Choose a day in the future, or none.")
    if (until - today).days > LONGEST_DAYS:
        raise refuse("Choose a day within two years, or none.")
