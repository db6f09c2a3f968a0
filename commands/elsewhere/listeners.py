"""A payment that was made elsewhere: noted in two clicks, and undone."""

from commands.asked import Asked
from commands.charge.forms import read_ids
from commands.elsewhere.forms import new_form, read_form
from commands.elsewhere.showing import show_here, show_in_window, show_on_card
from commands.elsewhere.views import elsewhere_view
from desk.elsewhere import note, noted, to_note, undo


def on_start(asked: Asked) -> None:
    """The button on an invoice, in the window of a charge or on its card."""
    ids = read_ids(asked.value)
    made = to_note(asked.desk, asked.practice, asked.person, ids)
    view = elsewhere_view(asked.say, made, new_form(made), asked.practice.livemode)
    asked.open_or_update(view)


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
    show_in_window(asked, done, noted)


def on_undo(asked: Asked) -> None:
    show_on_card(asked, undo(asked.desk, asked.practice, asked.person, asked.value))


def on_undo_here(asked: Asked) -> None:
    undone = undo(asked.desk, asked.practice, asked.person, asked.value)
    show_here(asked, undone, noted)
