"""What is done about a row of the digest."""

from dataclasses import replace

from commands.asked import Asked
from commands.elsewhere import listeners as elsewhere
from commands.reminders.digest_views import digest_message
from commands.reminders.pause_listeners import on_why
from commands.reminders.rows import CALL_OFF, CASH, SNOOZE, STOP, WHY
from commands.reminders.showing import of_another_version
from commands.replies import Message
from desk import links
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
    named, _, day = rest.partition(" ")
    if read_day(day) is None:
        raise of_another_version()
    if what == CASH:
        elsewhere.on_start(replace(asked, value=named))
    elif what == WHY:
        on_why(replace(asked, value=named))
    else:
        _change(asked, what, named, day)


def _change(asked: Asked, what: str, named: str, day: str) -> None:
    """And the digest is shown as it is then."""
    desk, practice, person = asked.desk, asked.practice, asked.person
    if what == SNOOZE:
        pauses.snooze(desk, practice, person, _invoice(named))
    elif what == STOP:
        pauses.stop(desk, practice, person, _invoice(named))
    elif what == CALL_OFF:
        links.close(desk, practice, person, named)
    else:
        raise of_another_version()
    asked.reply.redraw(card_of_digest(desk, practice, day))


def _invoice(named: str) -> int:
    found = read_id(named)
    if found is None:
        raise of_another_version()
    return found


def card_of_digest(
    desk: Desk, practice: Practice, day: str, say: Language | None = None
) -> Message:
    """`say` None: in the practice's language."""
    today = today_at(desk, practice_settings(desk, practice))
    digest = digest_of(desk, practice, day)
    return digest_message(say or language_of(practice.language), digest, today, practice.livemode)
