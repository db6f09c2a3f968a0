"""An invoice is written off, and that is undone."""

from commands.asked import Asked
from commands.elsewhere.forms import new_form, read_form
from commands.elsewhere.showing import show_here, show_in_window, show_on_card
from commands.invoice.ids import invoice_id
from commands.write_off.views import write_off_view
from desk.write_offs import to_write_off, undo, write_off, written_off


def on_start(asked: Asked) -> None:
    """The button on an invoice."""
    made = to_write_off(asked.desk, asked.practice, asked.person, invoice_id(asked.value))
    view = write_off_view(asked.say, made, new_form(made))
    asked.open_or_update(view)


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
    show_in_window(asked, done, written_off)


def on_undo(asked: Asked) -> None:
    show_on_card(asked, undo(asked.desk, asked.practice, asked.person, asked.value))


def on_undo_here(asked: Asked) -> None:
    undone = undo(asked.desk, asked.practice, asked.person, asked.value)
    show_here(asked, undone, written_off)
