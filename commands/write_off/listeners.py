"""An invoice is written off, and that is undone."""

from commands.asked import Asked
from commands.elsewhere.cards import card_of_noted
from commands.elsewhere.forms import new_form, read_form
from commands.elsewhere.noted_views import noted_view
from commands.write_off.views import write_off_view
from desk.write_offs import to_write_off, undo, write_off, written_off
from rules.ids import read_id
from rules.words import refuse
from storage.operations import Operation


def on_start(asked: Asked) -> None:
    """The button on an invoice."""
    found = read_id(asked.value)
    if found is None:
        raise refuse("There is no such invoice. Type /invoice open to see those that are open.")
    made = to_write_off(asked.desk, asked.practice, asked.person, found)
    view = write_off_view(asked.say, made, new_form(made))
    if asked.window:
        asked.reply.update(view)
    else:
        asked.reply.open(view)


def on_submitted(asked: Asked) -> None:
    """It is no longer expected, once, however often it is submitted."""
    form = read_form(asked.private)
    done = write_off(
        asked.desk,
        asked.practice,
        asked.person,
        form.request,
        form.seen,
        asked.values,
        asked.say.code,
    )
    _show(asked, done)


def on_undo(asked: Asked) -> None:
    """The button on the card, which others see too: it is in the practice's language."""
    undone = undo(asked.desk, asked.practice, asked.person, asked.value)
    asked.reply.replace(card_of_noted(asked.desk, asked.practice, undone))


def on_undo_here(asked: Asked) -> None:
    """The button where only the person sees it."""
    undone = undo(asked.desk, asked.practice, asked.person, asked.value)
    if asked.window:
        _show(asked, undone)
    else:
        asked.reply.replace(card_of_noted(asked.desk, asked.practice, undone, asked.say))


def _show(asked: Asked, operation: Operation) -> None:
    shown = written_off(asked.desk, asked.practice, asked.person, operation)
    asked.reply.update(noted_view(asked.say, shown, asked.practice.livemode))
