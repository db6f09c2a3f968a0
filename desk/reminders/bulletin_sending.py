"""Sends the lists that come by themselves: each once, and none where there is nothing to tell.

What stands in one is looked up when it is shown.
"""

from functools import partial

from desk.cards import show_card
from desk.context import Desk
from desk.documents import KIND as FILE
from desk.reminders.apart import apart
from desk.reminders.bulletins import BULLETINS, why_no_bulletin
from desk.reminders.expiring import see_to_rows
from desk.reminders.planning import AGAIN_AFTER
from desk.reminders.readers import readers_of
from desk.reminders.sending import again_later, end, taken
from desk.settings import practice_settings, today_at
from rules.reminder_state import CARDS, Reason, State
from storage import outbox, practices, reminder_lists, reminder_rules, reminders
from storage.reminder_rules import Rule
from storage.reminders import Reminder

_AT_ONCE = 20


def send_due(desk: Desk) -> int:
    """See to those that are due now; how many that were."""
    found = reminder_lists.due_of_kinds(desk.store, list(BULLETINS), desk.clock(), _AT_ONCE)
    return sum(
        apart(partial(taken, desk, one, _go_on), partial(again_later, desk, one, AGAIN_AFTER))
        for one in found
    )


def _go_on(desk: Desk, one: Reminder) -> None:
    practice = practices.get(desk.store, one.practice_id)
    rule = reminder_rules.find(desk.store, one.practice_id, one.kind)
    if practice is None or rule is None:
        raise LookupError(f"Whose list {one.id} is, isn't known.")
    today = today_at(desk, practice_settings(desk, practice))
    reason = _too_late_or_off(desk, rule, one)
    if one.kind == CARDS and not see_to_rows(desk, practice, one, today, reason):
        return  # There are more of them.
    reason = reason or why_no_bulletin(desk, practice, one.kind, one.occurrence, today)
    if reason is not None:
        end(desk, one, reason)
        return
    reminders.change(
        desk.store,
        practice.id,
        one.id,
        state=State.SENT,
        uid=f"{one.kind}:{one.occurrence}",
        ended_at=desk.clock(),
    )
    settings = practice_settings(desk, practice)
    for recipient in readers_of(desk, practice, settings, rule):
        show_card(desk, practice.id, one.kind, one.occurrence, 1, recipient)
        if BULLETINS[one.kind].picture:
            _send_picture(desk, one, recipient)


def _send_picture(desk: Desk, one: Reminder, recipient: str) -> None:
    outbox.enqueue(
        desk.store,
        one.practice_id,
        kind=FILE,
        recipient=recipient,
        uid=f"{one.kind}:{one.occurrence}:{recipient}",
        payload={BULLETINS[one.kind].picture: one.occurrence},
        now=desk.clock(),
    )


def _too_late_or_off(desk: Desk, rule: Rule, one: Reminder) -> Reason | None:
    if not rule.active:
        return Reason.OFF
    late = desk.clock() - one.was_due_at > BULLETINS[one.kind].too_late_after
    return Reason.TOO_LATE if late else None
