"""The lists that come by themselves, as cards: what stands in each when it is shown."""

from collections.abc import Callable, Mapping

from commands.reminders.expiry_views import expiring_message
from commands.reminders.fee_views import fees_message
from commands.reminders.owing_views import owing_message
from commands.replies import Message
from desk.board import all_owed, owing_list
from desk.context import Desk
from desk.language import language_of
from desk.reminders.bulletins import month_of
from desk.reminders.expiring import list_of
from desk.reminders.fee_report import fee_report
from rules.reminder_state import CARDS, FEES, OWING
from storage import reminder_lists
from storage.practices import Practice
from storage.reminders import Reminder


def card_of_bulletin(desk: Desk, practice: Practice, kind: str, key: str) -> Message | None:
    """In the practice's language; None: it was never due."""
    came = reminder_lists.find(desk.store, practice.id, kind, key)
    return _MAKERS[kind](desk, practice, came) if came else None


def _owing(desk: Desk, practice: Practice, came: Reminder) -> Message:
    owed, owing = all_owed(desk, practice.id), owing_list(desk, practice)
    return owing_message(language_of(practice.language), owed, owing, came, practice.livemode)


def _fees(desk: Desk, practice: Practice, came: Reminder) -> Message:
    report = fee_report(desk, practice, month_of(came.occurrence))
    return fees_message(language_of(practice.language), report, came, practice.livemode)


def _cards(desk: Desk, practice: Practice, came: Reminder) -> Message:
    shown = list_of(desk, practice, came)
    return expiring_message(language_of(practice.language), shown, came, practice.livemode)


_MAKERS: Mapping[str, Callable[[Desk, Practice, Reminder], Message]] = {
    OWING: _owing,
    FEES: _fees,
    CARDS: _cards,
}
