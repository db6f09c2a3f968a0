"""A payment that was made elsewhere: noted in two clicks, and undone."""

from commands.asked import Asked
from commands.charge.forms import read_ids
from commands.elsewhere.cards import card_of_noted
from commands.elsewhere.forms import new_form, read_form
from commands.elsewhere.noted_views import noted_view
from commands.elsewhere.views import elsewhere_view
from desk.elsewhere import note, noted, to_note, undo
from storage.operations import Operation


def on_start(asked: Asked) -> None:
    """The button on an invoice, in the window of a charge or on its card."""
    ids = read_ids(asked.value)
    made = to_note(asked.desk, asked.practice, asked.person, ids)
    view = elsewhere_view(asked.say, made, new_form(made), asked.practice.livemode)
    if asked.window:
        asked.reply.update(view)
    else:
        asked.reply.open(view)


def on_submitted(asked: Asked) -> None:
    """It counts from now on, once, however often it is submitted."""
    form = read_form(asked.private)
    done = note(
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
    shown = noted(asked.desk, asked.practice, asked.person, operation)
    asked.reply.update(noted_view(asked.say, shown, asked.practice.livemode))
