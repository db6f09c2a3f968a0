"""A reminder's mail at the mail server: whether it may still leave, and what came of it.

It may have waited there for hours, since the server was away: so it is looked at once more.
"""

from collections.abc import Sequence

from desk.context import Desk
from desk.link_letters import INVOICE as INVOICE_WITH_LINK
from desk.mail import Attachment
from desk.reminders import card_mails
from desk.reminders.paying import still_pays
from desk.reminders.sending import Terms, end, judged, terms_of
from desk.reminders.ways_out import refused
from rules.reminder_state import CARD_MAIL, CARDS, CLIENT, Reason, State
from storage import clients, invoices, reminder_mails, reminders
from storage.clients import Client
from storage.reminders import CLIENT as OF_CLIENT
from storage.reminders import UID, Reminder

PERHAPS = "perhaps"
"""What the mail server said of one that it may have taken."""


def is_reminder(uid: str) -> bool:
    """Whether that is the outbox's mail of a reminder."""
    return uid.startswith(UID)


def may_leave(
    desk: Desk, practice_id: int, uid: str, files: Sequence[Attachment] = ()
) -> Reason | int | None:
    """None: it goes. A moment (epoch ms): it waits until then, since these are quiet hours. Or why
    something in it must not be sent any more: the mail is to be called back. `files`: what is
    attached, by which it is known what link the mail names."""
    found = _in(desk, practice_id, uid)
    terms = _terms_of(desk, found[0])
    reasons = [reason for _, reason in _judged(desk, terms, found)]
    if any(reasons):
        return next(filter(None, reasons))
    links = {one.key.split(":")[0] for one in files if one.kind == INVOICE_WITH_LINK}
    if not all(still_pays(desk, terms.practice, one) for one in links):
        return Reason.CHANGED
    loud = terms.loud_at(desk.clock())
    return loud if loud > desk.clock() else None


def called_back(desk: Desk, practice_id: int, uid: str, said: str) -> None:
    """It is not sent any more: each of its reminders ends for its own reason. Those that have none
    go out in another mail, unless this one may have arrived (`said` is PERHAPS)."""
    found = _in(desk, practice_id, uid)
    for one, reason in _judged(desk, _terms_of(desk, found[0]), found):
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
        payer = _reader(desk, one) if number == 0 else None
        if payer is not None:
            refused(desk, practice_id, payer, code)


def _terms_of(desk: Desk, one: Reminder) -> Terms:
    return terms_of(desk, one.practice_id, CARDS if one.kind == CARD_MAIL else CLIENT)


def _judged(
    desk: Desk, terms: Terms, found: list[Reminder]
) -> list[tuple[Reminder, Reason | None]]:
    if terms.rule.kind == CARDS:
        return [(one, reason) for one, _, reason in card_mails.judged(desk, terms, found)]
    return [(one, reason) for one, _, reason in judged(desk, terms, found)]


def _reader(desk: Desk, one: Reminder) -> Client | None:
    """To whom it went."""
    if one.subject == OF_CLIENT:
        return clients.get(desk.store, one.practice_id, one.subject_id)
    invoice = invoices.get(desk.store, one.practice_id, one.subject_id)
    return clients.get(desk.store, one.practice_id, invoice.payer_id) if invoice else None


def _in(desk: Desk, practice_id: int, uid: str) -> list[Reminder]:
    found = reminder_mails.with_uid(desk.store, practice_id, uid)
    if not found:
        raise LookupError(f"Whose reminder {uid} is, isn't known.")
    return found


def _end_failed(desk: Desk, one: Reminder, said: str) -> None:
    reminders.change(
        desk.store, one.practice_id, one.id, state=State.FAILED, said=said, ended_at=desk.clock()
    )
