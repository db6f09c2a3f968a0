"""/billing day: what came in on a day, looked through day by day, and sent as a file."""

from datetime import date

from commands.asked import Asked
from commands.billing.day_views import day_message
from commands.blocks import plain_section
from commands.replies import Message
from desk.book_files import send_day
from desk.day_sheets import day_sheet
from rules.words import refuse


def show_day(asked: Asked, text: str) -> None:
    """/billing day, /billing day 2026-11-23"""
    day = _day(text) if text else None
    sheet = day_sheet(asked.desk, asked.practice, asked.person, day)
    asked.reply.show(day_message(asked.say, sheet, asked.person.role))


def on_day(asked: Asked) -> None:
    """Another day, in the place of the one that is shown; today, from Home or /billing."""
    if asked.value:
        sheet = day_sheet(asked.desk, asked.practice, asked.person, _day(asked.value))
        asked.reply.replace(day_message(asked.say, sheet, asked.person.role))
    else:
        show_day(asked, "")


def on_file(asked: Asked) -> None:
    """It comes as a direct message."""
    send_day(asked.desk, asked.practice, asked.person, _day(asked.value))
    words = asked.say("The file is on its way to you, in Paydesk’s messages.")
    asked.reply.show(Message(words, [plain_section(words)]))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise refuse("Write the day like this: /billing day 2026-11-23") from None
