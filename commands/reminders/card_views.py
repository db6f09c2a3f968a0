"""On the cards of clients and invoices: what pauses reminders of them, the way to all about them,
and what went out. Names don't stand here."""

from collections.abc import Iterator, Sequence

from commands.blocks import Element, button, section
from commands.reminders.pause_views import pause_words
from commands.reminders.why_views import SHOW, past_words, why_button
from commands.replies import Block
from desk.language import Language
from rules.roles import Action, Role, may
from storage.reminder_pauses import Pause
from storage.reminders import Reminder


def paused_rows(
    say: Language, pauses: Sequence[Pause], key: str, client_id: int
) -> Iterator[Block]:
    """`key`: of what the card shows, "invoice:12"; `client_id`: whose it is."""
    for number, one in enumerate(pauses):
        words = pause_words(say, one, client_id)
        yield section(words, None if number else _button(say, key))


def reminders_button(
    say: Language, pauses: Sequence[Pause], key: str, role: Role
) -> Iterator[Element]:
    """None, where it stands beside a pause already."""
    if not pauses and may(role, Action.SEE_REMINDERS):
        yield _button(say, key)


def reminded_rows(say: Language, reminded: Sequence[Reminder], zone: str) -> Iterator[Block]:
    for one in reminded:
        yield section(f"✉️ {past_words(say, one, zone)}", why_button(say, one))


def _button(say: Language, key: str) -> Element:
    return button(say("Reminders"), SHOW, key)
