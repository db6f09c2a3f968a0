"""A reminder's mail at the mail server: whether it may still leave, and what came of it.

It may have waited there for hours, since the server was away: so it is looked at once more.
"""

from desk.context import Desk
from desk.reminders.sending import why_not_now
from desk.reminders.ways_out import refused
from desk.settings import practice_settings
from rules.calendar import QuietHours, when_loud
from rules.reminder_state import CLIENT, Reason, State
from storage import clients, invoices, practices, reminder_facts, reminder_rules, reminders
from storage.reminders import UID, Reminder

PERHAPS = "perhaps"
"""What the mail server said of one that it may have taken."""


def is_reminder(uid: str) -> bool:
    """Whether that is the outbox's mail of a reminder."""
    return uid.startswith(UID)


def may_leave(desk: Desk, practice_id: int, uid: str) -> Reason | int | None:
    """None: it goes. A moment (epoch ms): it waits until then, since these are quiet hours. Or why
    it doesn't go any more."""
    one, practice = (
        reminders.by_uid(desk.store, practice_id, uid),
        practices.get(desk.store, practice_id),
    )
    rule = reminder_rules.find(desk.store, practice_id, CLIENT)
    if one is None or practice is None or rule is None:
        raise LookupError(f"Whose reminder {uid} is, isn't known.")
    settings, now = practice_settings(desk, practice), desk.clock()
    about = reminder_facts.of_invoices(desk.store, practice_id, CLIENT, [one.subject_id], now)[
        one.subject_id
    ]
    reason = why_not_now(desk, one, rule, settings, about)
    if reason is not None:
        return reason
    loud = when_loud(now, QuietHours(rule.quiet_begins, rule.quiet_ends), settings.time_zone)
    return loud if loud > now else None


def has_left(desk: Desk, practice_id: int, uid: str, said: str) -> None:
    """The mail server has taken it. In the transaction in which the outbox hears of it."""
    _change(desk, practice_id, uid, State.SENT, None, said)


def has_not_left(desk: Desk, practice_id: int, uid: str, why: Reason | None, said: str) -> None:
    """It is not sent any more: for a reason, or because the mail server didn't take it."""
    state = State.FAILED if why in (None, Reason.REFUSED) else State.SKIPPED
    if why is Reason.TOO_LATE:
        state = State.MISSED
    _change(desk, practice_id, uid, state, why, said)


def nobody_there(desk: Desk, practice_id: int, uid: str, code: int) -> None:
    """The mail server has said that there is no such reader: no more goes to that address."""
    one = reminders.by_uid(desk.store, practice_id, uid)
    invoice = invoices.get(desk.store, practice_id, one.subject_id) if one else None
    payer = clients.get(desk.store, practice_id, invoice.payer_id) if invoice else None
    if payer is not None:
        refused(desk, practice_id, payer, code)


def _change(
    desk: Desk, practice_id: int, uid: str, state: State, why: Reason | None, said: str
) -> None:
    one: Reminder | None = reminders.by_uid(desk.store, practice_id, uid)
    if one is not None:
        reminders.change(
            desk.store,
            practice_id,
            one.id,
            state=state,
            reason=why,
            said=said,
            ended_at=desk.clock(),
        )
