"""A reminder's mail at the mail server: whether it may still leave, and what came of it.

It may have waited there for hours, since the server was away: so it is looked at once more.
"""

from desk.context import Desk
from desk.reminders.sending import end, judged, terms_of
from desk.reminders.ways_out import refused
from rules.reminder_state import Reason, State
from storage import clients, invoices, reminder_mails, reminders
from storage.reminders import UID, Reminder

PERHAPS = "perhaps"
"""What the mail server said of one that it may have taken."""


def is_reminder(uid: str) -> bool:
    """Whether that is the outbox's mail of a reminder."""
    return uid.startswith(UID)


def may_leave(desk: Desk, practice_id: int, uid: str) -> Reason | int | None:
    """None: it goes. A moment (epoch ms): it waits until then, since these are quiet hours. Or why
    something in it must not be sent any more: the mail is to be called back."""
    terms = terms_of(desk, practice_id)
    reasons = [reason for _, _, reason in judged(desk, terms, _in(desk, practice_id, uid))]
    if any(reasons):
        return next(filter(None, reasons))
    loud = terms.loud_at(desk.clock())
    return loud if loud > desk.clock() else None


def called_back(desk: Desk, practice_id: int, uid: str, said: str) -> None:
    """It is not sent any more: each of its reminders ends for its own reason. Those that have none
    go out in another mail, unless this one may have arrived (`said` is PERHAPS)."""
    for one, _, reason in judged(desk, terms_of(desk, practice_id), _in(desk, practice_id, uid)):
        if reason is not None:
            end(desk, one, reason, said)
        elif said == PERHAPS:
            _end_failed(desk, one, said)
        else:
            reminders.change(
                desk.store, practice_id, one.id, state=State.PLANNED, uid=None, ended_at=None
            )


def has_left(desk: Desk, practice_id: int, uid: str, said: str) -> None:
    """The mail server has taken it. In the transaction in which the outbox hears of it."""
    for one in _in(desk, practice_id, uid):
        reminders.change(
            desk.store, practice_id, one.id, state=State.SENT, said=said, ended_at=desk.clock()
        )


def has_failed(desk: Desk, practice_id: int, uid: str, said: str) -> None:
    """The mail server didn't take it."""
    for one in _in(desk, practice_id, uid):
        _end_failed(desk, one, said)


def nobody_there(desk: Desk, practice_id: int, uid: str, code: int, said: str) -> None:
    """The mail server has said that there is no such reader: no more goes to that address."""
    for number, one in enumerate(_in(desk, practice_id, uid)):
        end(desk, one, Reason.REFUSED, said)
        invoice = invoices.get(desk.store, practice_id, one.subject_id)
        payer = clients.get(desk.store, practice_id, invoice.payer_id) if invoice else None
        if payer is not None and number == 0:
            refused(desk, practice_id, payer, code)


def _in(desk: Desk, practice_id: int, uid: str) -> list[Reminder]:
    found = reminder_mails.with_uid(desk.store, practice_id, uid)
    if not found:
        raise LookupError(f"Whose reminder {uid} is, isn't known.")
    return found


def _end_failed(desk: Desk, one: Reminder, said: str) -> None:
    reminders.change(
        desk.store, one.practice_id, one.id, state=State.FAILED, said=said, ended_at=desk.clock()
    )
