"""/invoice: lists invoices, shows one, voids one, and sends one as a PDF."""

from commands.asked import Asked
from commands.blocks import plain_section
from commands.invoice.draft_listeners import begin, show_form
from commands.invoice.ids import invoice_id
from commands.invoice.list_views import ANEW, list_message, read_page
from commands.invoice.views import card_message, card_view, void_view
from commands.replies import Message
from desk import clients, invoice_drafts, invoices
from desk.documents import send_pdf
from desk.invoices import OPEN, OVERDUE, PAID, After
from rules.roles import Action, may
from rules.words import refuse

LISTS = {
    "open": OPEN,
    "overdue": OVERDUE,
    "paid": PAID,
    "ouvertes": OPEN,
    "en retard": OVERDUE,
    "payées": PAID,
    "payees": PAID,
}
"""What may be typed, in either language."""


def on_command(asked: Asked) -> None:
    """/invoice, /invoice NP-0042, /invoice INV-1042, /invoice overdue"""
    text = asked.text.strip()
    if text.casefold() in LISTS:
        _show_list(asked, LISTS[text.casefold()])
    elif not text and not _may_edit(asked):
        _show_list(asked, OPEN)
    elif not text:
        begin(asked)
    elif card := invoices.card_named(asked.desk, asked.practice, asked.person, text):
        asked.reply.show(card_message(asked.say, card, asked.person.role))
    elif client := clients.by_reference(asked.desk, asked.person, text):
        begin(asked, client.id)
    else:
        raise refuse(
            "There is no such invoice or client. Write an invoice’s number, a client’s reference, "
            "or one of: open, overdue, paid."
        )


def on_list(asked: Asked) -> None:
    """One of the lists, in the place of the one that is shown, if there is one."""
    if asked.value == ANEW:
        _show_list(asked, OPEN)
        return
    which, _ = read_page(f"{asked.value}  0")
    asked.reply.replace(_list(asked, which, None))


def on_page(asked: Asked) -> None:
    """The next page of a list."""
    which, after = read_page(asked.value)
    asked.reply.replace(_list(asked, which, after))


def on_show(asked: Asked) -> None:
    """An invoice, in the place of the list."""
    asked.reply.replace(_card(asked, invoice_id(asked.value)))


def on_edit(asked: Asked) -> None:
    """The form of an invoice that nothing was paid of."""
    sheet = invoice_drafts.start_edit(
        asked.desk, asked.practice, asked.person, invoice_id(asked.value)
    )
    show_form(asked, sheet)


def on_void(asked: Asked) -> None:
    """Asks why."""
    invoice = invoices.to_void(asked.desk, asked.practice, asked.person, invoice_id(asked.value))
    view = void_view(asked.say, invoice)
    if asked.private:
        asked.reply.update(view)
    else:
        asked.reply.open(view)


def on_void_submitted(asked: Asked) -> None:
    """It is void from now on."""
    found = invoice_id(asked.private)
    invoices.void(asked.desk, asked.practice, asked.person, found, asked.values)
    card = invoices.card(asked.desk, asked.practice, asked.person, found)
    asked.reply.update(card_view(asked.say, card, asked.person.role, asked.say("*It is void.*")))


def on_pdf(asked: Asked) -> None:
    """The document comes as a direct message."""
    invoice = send_pdf(asked.desk, asked.practice, asked.person, invoice_id(asked.value))
    words = asked.say(
        "{invoice} is on its way to you as a PDF, in Paydesk’s messages.",
        invoice=invoice.reference,
    )
    asked.reply.show(Message(words, [plain_section(words)]))


def _show_list(asked: Asked, which: str) -> None:
    asked.reply.show(_list(asked, which, None))


def _list(asked: Asked, which: str, after: After | None) -> Message:
    page = invoices.listed(asked.desk, asked.practice, asked.person, which, after)
    return list_message(asked.say, page, _may_edit(asked))


def _card(asked: Asked, invoice_id: int) -> Message:
    card = invoices.card(asked.desk, asked.practice, asked.person, invoice_id)
    return card_message(asked.say, card, asked.person.role)


def _may_edit(asked: Asked) -> bool:
    return may(asked.person.role, Action.EDIT_INVOICES)
