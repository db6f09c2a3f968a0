"""Writing an invoice in a window: the head, its lines one after the other, and saving it."""

from commands.asked import Asked
from commands.invoice.draft_views import form_view
from commands.invoice.line_views import line_view, read_place
from commands.invoice.views import card_view
from desk import invoice_drafts, invoices
from desk.invoice_save import Review
from desk.invoice_sheets import Sheet
from rules.ids import read_id
from rules.words import refuse


def begin(asked: Asked, client_id: int | None = None) -> None:
    """Opens the form of a new invoice."""
    sheet = invoice_drafts.start(asked.desk, asked.practice, asked.person, client_id)
    show_form(asked, sheet)


def on_new(asked: Asked) -> None:
    """By a button, for the client whose card it stands on; or by the shortcut, for nobody yet."""
    begin(asked, _id(asked.value) if asked.value else None)


def on_add_line(asked: Asked) -> None:
    """The form of a line, in the place of the invoice's."""
    line = invoice_drafts.new_line(
        asked.desk, asked.practice, asked.person, _id(asked.private), asked.values
    )
    asked.reply.update(line_view(asked.say, line))


def on_edit_line(asked: Asked) -> None:
    """The form of a line that is there."""
    line = invoice_drafts.edit_line(
        asked.desk,
        asked.practice,
        asked.person,
        _id(asked.private),
        _id(asked.value),
        asked.values,
    )
    asked.reply.update(line_view(asked.say, line))


def on_item(asked: Asked) -> None:
    """A saved price was chosen: its name, price and taxes stand in the form."""
    place = read_place(asked.private)
    line = invoice_drafts.filled_in(
        asked.desk, asked.practice, asked.person, place, _id(asked.value)
    )
    asked.reply.update(line_view(asked.say, line))


def on_line_submitted(asked: Asked) -> None:
    """Keeps the line and goes back to the invoice. WrongFields tells what is wrong."""
    place = read_place(asked.private)
    sheet = invoice_drafts.put_line(
        asked.desk, asked.practice, asked.person, place, asked.values, asked.say.code
    )
    asked.reply.update(form_view(asked.say, sheet))


def on_back(asked: Asked) -> None:
    """Back to the invoice, without the line."""
    place = read_place(asked.private)
    sheet = invoice_drafts.sheet(asked.desk, asked.practice, asked.person, place.draft_id)
    asked.reply.update(form_view(asked.say, sheet))


def on_remove_line(asked: Asked) -> None:
    """The line is on it no more."""
    place = read_place(asked.private)
    sheet = invoice_drafts.remove_line(asked.desk, asked.practice, asked.person, place)
    asked.reply.update(form_view(asked.say, sheet))


def on_submitted(asked: Asked) -> None:
    """Saves the invoice, and shows it with its number. What has changed meanwhile is shown first,
    with the draft as it stands."""
    saved = invoice_drafts.save(
        asked.desk, asked.practice, asked.person, _id(asked.private), asked.values
    )
    if isinstance(saved, Review):
        notice = f":warning: {asked.say.sentence(saved.why)}"
        asked.reply.update(form_view(asked.say, saved.sheet, notice))
        return
    card = invoices.card_of(asked.desk, asked.practice, asked.person, saved)
    asked.reply.update(card_view(asked.say, card, asked.person.role, asked.say("*Saved.*")))


def show_form(asked: Asked, sheet: Sheet) -> None:
    """In the window that was clicked in, if it is one of ours that shows an invoice."""
    view = form_view(asked.say, sheet)
    if asked.private:
        asked.reply.update(view)
    else:
        asked.reply.open(view)


def _id(text: str) -> int:
    found = read_id(text)
    if found is None:
        raise refuse("This form has expired. Type /invoice and start anew.")
    return found
