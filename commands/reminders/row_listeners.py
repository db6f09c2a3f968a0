"""What is done about a row of the digest."""

from dataclasses import replace

from commands.asked import Asked
from commands.elsewhere import listeners as elsewhere
from commands.reminders.digest_views import CASH, SNOOZE, STOP, WHY, digest_message
from commands.reminders.pause_listeners import on_why
from commands.reminders.showing import of_another_version
from commands.replies import Message
from desk.context import Desk
from desk.days import read_day
from desk.language import Language, language_of
from desk.reminders import pauses
from desk.reminders.digest import digest_of
from desk.settings import practice_settings, today_at
from rules.ids import read_id
from storage.practices import Practice


def on_row(asked: Asked) -> None:
    """One of the choices behind the dots."""
    what, _, rest = asked.value.partition(" ")
    number, _, day = rest.partition(" ")
    invoice_id = read_id(number)
    if invoice_id is None or read_day(day) is None:
        raise of_another_version()
    if what == CASH:
        elsewhere.on_start(replace(asked, value=number))
    elif what == SNOOZE:
        pauses.snooze(asked.desk, asked.practice, asked.person, invoice_id)
        asked.reply.redraw(card_of_digest(asked.desk, asked.practice, day))
    elif what == STOP:
        pauses.stop(asked.desk, asked.practice, asked.person, invoice_id)
        asked.reply.redraw(card_of_digest(asked.desk, asked.practice, day))
    elif what == WHY:
        on_why(replace(asked, value=number))
    else:
        raise of_another_version()


def card_of_digest(
    desk: Desk, practice: Practice, day: str, say: Language | None = None
) -> Message:
    """`say` None: in the practice's language."""
    today = today_at(desk, practice_settings(desk, practice))
    digest = digest_of(desk, practice, day)
    return digest_message(say or language_of(practice.language), digest, today, practice.livemode)
