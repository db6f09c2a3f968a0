"""What was noted of invoices without Stripe, or undone, is shown where the person is."""

from collections.abc import Callable

from commands.asked import Asked
from commands.elsewhere.cards import card_of_noted
from commands.elsewhere.noted_views import noted_view
from desk.access import Person
from desk.context import Desk
from desk.noted import Noted
from storage.operations import Operation
from storage.practices import Practice

Read = Callable[[Desk, Practice, Person, Operation], Noted]
"""All that is known of it, for people who may see it."""


def show_on_card(asked: Asked, operation: Operation) -> None:
    """On the card whose button was pressed, which others see too: in the practice's language."""
    asked.reply.redraw(card_of_noted(asked.desk, asked.practice, operation))


def show_here(asked: Asked, operation: Operation, read: Read) -> None:
    """Where only the person sees it: in the window, or in the place of what they pressed."""
    if asked.window:
        show_in_window(asked, operation, read)
    else:
        asked.reply.replace(card_of_noted(asked.desk, asked.practice, operation, asked.say))


def show_in_window(asked: Asked, operation: Operation, read: Read) -> None:
    shown = read(asked.desk, asked.practice, asked.person, operation)
    asked.reply.update(noted_view(asked.say, shown, asked.practice.livemode))
