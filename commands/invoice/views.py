"""An invoice with all that is known of it, and the window in which it is voided.

Names and lines stand here because every answer is private: only whoever asked sees it.
"""

from collections.abc import Iterator
from datetime import date

from commands.blocks import (
    Element,
    actions,
    button,
    context,
    divider,
    fields,
    labelled,
    mention,
    modal,
    plain_section,
    section,
    text_input,
)
from commands.charge.buttons import invoice_button
from commands.charge.dispute_views import dispute_blocks
from commands.charge.receipt_views import payment_blocks
from commands.client.views import SHOW as SHOW_CLIENT
from commands.elsewhere.buttons import elsewhere_button
from commands.elsewhere.noted_views import rows_on_invoice
from commands.invoice.fee_views import passing_on_blocks
from commands.invoice.words import client_words, line_words, sum_words, tax_name
from commands.paylink.buttons import invoice_button as link_button
from commands.paylink.buttons import waiting_rows
from commands.refund.buttons import document_rows
from commands.refund.buttons import invoice_button as refund_button
from commands.reminders.card_views import paused_rows, reminded_rows, reminders_button
from commands.replies import Block, Message, View
from commands.write_off.buttons import write_off_button
from desk.days import day_in
from desk.invoice_forms import LONGEST_REASON, REASON
from desk.invoice_words import payer_words, state_words
from desk.invoices import InvoiceCard
from desk.language import Language
from desk.privacy import escape
from rules.money import Money
from rules.roles import Action, Role, may
from storage import invoices
from storage.audit import Entry
from storage.invoices import Invoice
from storage.operations import COLLECT
from storage.reminder_pauses import INVOICE

EDIT = "invoice:edit"
VOID = "invoice:void"
VOID_FORM = "invoice:void:form"
PDF = "invoice:pdf"
LINES_SHOWN = 20
IN_WINDOW = "window"
"""Comes back with clicks in a window that shows an invoice: what follows is shown in it."""


def card_message(say: Language, card: InvoiceCard, role: Role) -> Message:
    """Everything that is known of an invoice, with what somebody in that role may do with it."""
    invoice = card.invoice
    title = say(
        "*{invoice}* · {client}", invoice=invoice.reference, client=client_words(card.client)
    )
    blocks = [section(title), fields(_facts(say, card)), divider(), *_lines(say, card)]
    if invoice.note:
        blocks.append(plain_section(invoice.note))
    if card.passing_on:
        blocks += passing_on_blocks(say, card.passing_on, invoice.currency, card.time_zone)
    blocks += paused_rows(say, card.pauses, _key(card), card.client.id)
    blocks += dispute_blocks(say, card.disputes, card.time_zone)
    if card.history:
        blocks.append(context(*(_event(say, card, one) for one in card.history)))
    blocks += reminded_rows(say, card.reminded, card.time_zone)
    blocks += waiting_rows(say, card.links, may_show=may(role, Action.SEND_LINKS))
    blocks.append(actions(*_buttons(say, card, role)))
    blocks += payment_blocks(say, card.payments, may_mail=card.may_mail)
    blocks += document_rows(say, card.refunded)
    blocks += rows_on_invoice(say, card.noted, role, card.time_zone)
    return Message(title, blocks)


def card_view(say: Language, card: InvoiceCard, role: Role, notice: str = "") -> View:
    """The same in a window. `notice` in mrkdwn stands above."""
    blocks = [section(notice)] if notice else []
    blocks += card_message(say, card, role).blocks
    return modal(say("Invoice"), blocks, close=say("Close"), private=IN_WINDOW)


def void_view(say: Language, invoice: Invoice) -> View:
    """Asks for the reason; nothing is done before it is given."""
    words = say(
        "{invoice} over {total} shall be void. It keeps its number and its history; this can’t "
        "be undone.",
        invoice=invoice.reference,
        total=Money(invoice.total, invoice.currency),
    )
    reason = text_input(REASON, say("Written twice"), LONGEST_REASON)
    return modal(
        say("Void an invoice"),
        [section(words), labelled(say("Why"), reason)],
        close=say("Keep it"),  # In French, "Cancel" and "Make it void" begin with the same word.
        submit=say("Make it void"),
        callback_id=VOID_FORM,
        private=str(invoice.id),
    )


def _facts(say: Language, card: InvoiceCard) -> list[str]:
    invoice = card.invoice
    facts = [
        say("*State*\n{state}", state=state_words(say, invoice, card.today)),
        say("*Total*\n{amount}", amount=Money(invoice.total, invoice.currency)),
        say("*Issued*\n{day}", day=date.fromisoformat(invoice.issued_on)),
        say("*Due*\n{day}", day=date.fromisoformat(invoice.due_on)),
    ]
    facts.extend(_counted(say, invoice))
    if card.payer.id != card.client.id:
        facts.append(say("*Who pays*\n{who}", who=client_words(card.payer)))
    facts.append(say("*Who bears the fee*\n{who}", who=payer_words(say, card.fee_payer)))
    if invoice.void_reason:
        facts.append(say("*Void because*\n{reason}", reason=escape(invoice.void_reason)))
    return facts


def _counted(say: Language, invoice: Invoice) -> Iterator[str]:
    currency = invoice.currency
    if invoice.paid:
        yield say("*Paid*\n{amount}", amount=Money(invoice.paid, currency))
    if invoice.credited:
        yield say("*Credited*\n{amount}", amount=Money(invoice.credited, currency))
    if invoice.written_off:
        yield say("*Written off*\n{amount}", amount=Money(invoice.written_off, currency))
    if invoice.paid or invoice.credited or invoice.written_off:
        yield say("*Left to pay*\n{amount}", amount=Money(invoice.due, currency))


def _lines(say: Language, card: InvoiceCard) -> list[Block]:
    invoice, content = card.invoice, card.content
    shown = [
        f"• {line_words(say, line, invoice.currency, card.taxes, card.practitioners)}"
        for line in content.lines[:LINES_SHOWN]
    ]
    left = len(content.lines) - LINES_SHOWN
    if left > 0:
        shown.append(say.plural("{n} more is not shown.", "{n} more are not shown.", left))
    taxed = [
        (tax_name(say, rate), rate.inclusive, one.taxable, one.amount)
        for one in content.taxes
        if (rate := card.taxes.get(one.tax_version_id))
    ]
    sums = sum_words(say, invoice.currency, invoice.net, taxed, invoice.total, invoice.rounding)
    return [*([section("\n".join(shown))] if shown else []), section(sums)]


def _event(say: Language, card: InvoiceCard, entry: Entry) -> str:
    values = {"person": mention(entry.actor), "day": day_in(entry.at, card.time_zone)}
    total = Money(int(entry.detail.get("total", 0)), card.invoice.currency)
    match entry.action:
        case "invoice.added":
            return say("{day}: written by {person}, {total}", total=total, **values)
        case "invoice.edited":
            return say("{day}: changed by {person}, {total}", total=total, **values)
        case "invoice.voided":
            return say("{day}: made void by {person}", **values)
        case "reminders.paused" if entry.detail.get("until"):
            until = date.fromisoformat(entry.detail["until"])
            return say("{day}: reminders paused until {until} by {person}", until=until, **values)
        case "reminders.paused":
            return say("{day}: reminders paused by {person}", **values)
        case "reminders.resumed":
            return say("{day}: reminders resumed by {person}", **values)
        case _:
            return say("{day}: {what}, {person}", what=escape(entry.action), **values)


def _key(card: InvoiceCard) -> str:
    """As reminders name it."""
    return f"{INVOICE}:{card.invoice.id}"


def _buttons(say: Language, card: InvoiceCard, role: Role) -> list[Element]:
    invoice = card.invoice
    buttons = []
    if may(role, Action.CHARGE) and invoice.due:
        buttons.append(invoice_button(say, invoice.id))
    if may(role, Action.SEND_LINKS) and invoice.due:
        buttons.append(link_button(say, invoice.id))
    if may(role, Action.NOTE_PAYMENTS) and invoice.due:
        buttons.append(elsewhere_button(say, [invoice.id]))
    if may(role, Action.EDIT_INVOICES) and invoice.state == invoices.OPEN and not invoice.paid:
        buttons.append(button(say("Edit"), EDIT, str(invoice.id)))
        buttons.append(button(say("Void…"), VOID, str(invoice.id), style="danger"))
    if may(role, Action.WRITE_OFF) and invoice.due:
        buttons.append(write_off_button(say, invoice.id))
    through_stripe = any(one.kind in COLLECT for one in card.payments)
    if may(role, Action.ASK_REFUNDS) and through_stripe:
        buttons.append(refund_button(say, invoice.id))
    if invoice.state == invoices.OPEN:
        buttons += reminders_button(say, card.pauses, _key(card), role)
    buttons.append(button(say("Send me the PDF"), PDF, str(invoice.id)))
    buttons.append(button(say("Client"), SHOW_CLIENT, str(card.client.id)))
    return buttons
