"""The form of an invoice: its head, its lines and what it comes to."""

from commands.blocks import (
    Element,
    actions,
    button,
    context,
    date_input,
    divider,
    grouped_select,
    labelled,
    modal,
    option,
    plain_section,
    searching_select,
    section,
    select,
    text_input,
)
from commands.client.views import client_option
from commands.invoice.words import line_words, sum_words, tax_name
from commands.replies import Block, View
from desk.choices import currency_groups
from desk.invoice_forms import (
    AS_PRACTICE,
    CLIENT,
    CLIENT_PAYS,
    CURRENCY,
    DUE,
    FEE_PAYER,
    LONGEST_NOTE,
    NOTE,
    PRACTICE_PAYS,
)
from desk.invoice_sheets import Sheet
from desk.invoice_words import payer_words
from desk.language import Language

FORM = "invoice:draft"
ADD_LINE = "invoice:line:new"
EDIT_LINE = "invoice:line:edit:"


def form_view(say: Language, sheet: Sheet, notice: str = "") -> View:
    """`notice` in mrkdwn stands above. Only the draft's id comes back with it."""
    draft = sheet.draft
    title = sheet.invoice.reference if sheet.invoice else say("New invoice")
    blocks = [section(notice)] if notice else []
    blocks += [*_head(say, sheet), divider(), *_lines(say, sheet)]
    blocks.append(actions(button(say("Add line"), ADD_LINE, str(draft.id))))
    if draft.lines:
        blocks += [divider(), section(_sums(say, sheet))]
    blocks.append(context(say("Write nothing about health here, and never a card number.")))
    return modal(
        title,
        blocks,
        close=say("Cancel"),
        submit=say("Save"),
        callback_id=FORM,
        private=str(draft.id),
    )


def _head(say: Language, sheet: Sheet) -> list[Block]:
    draft = sheet.draft
    chosen = client_option(sheet.client) if sheet.client else None
    client = searching_select(CLIENT, say("Name, reference or e-mail"), chosen)
    blocks = [
        labelled(say("Client"), client),
        labelled(say("Due"), date_input(DUE, draft.due_on)),
    ]
    if not draft.lines:
        currencies = grouped_select(CURRENCY, currency_groups(say), chosen=draft.currency)
        blocks.append(labelled(say("Currency"), currencies))
    blocks.append(labelled(say("Who bears the fee"), _fee_payers(say, sheet)))
    note = text_input(NOTE, say("For example, the number of an insurance policy"), LONGEST_NOTE)
    if draft.note:
        note["initial_value"] = draft.note
    blocks.append(labelled(say("Note on the invoice"), note, optional=True))
    return blocks


def _fee_payers(say: Language, sheet: Sheet) -> Element:
    usual = payer_words(say, sheet.settings.fee_payer)
    options = [
        option(say("As the practice has it: {who}", who=usual), AS_PRACTICE),
        option(say("The client, where the law lets them"), CLIENT_PAYS),
        option(say("The practice"), PRACTICE_PAYS),
    ]
    return select(FEE_PAYER, options, chosen=sheet.draft.fee_payer or AS_PRACTICE)


def _lines(say: Language, sheet: Sheet) -> list[Block]:
    draft = sheet.draft
    if not draft.lines:
        return [plain_section(say("There is nothing on it yet. Add what it is for, line by line."))]
    return [
        section(
            line_words(say, line, draft.currency, sheet.taxes, sheet.practitioners),
            button(say("Edit line {n}", n=at + 1), f"{EDIT_LINE}{at}", str(at)),
        )
        for at, line in enumerate(draft.lines)
    ]


def _sums(say: Language, sheet: Sheet) -> str:
    totals, currency = sheet.totals, sheet.draft.currency
    taxed = [
        (tax_name(say, sheet.taxes[one.tax.id]), one.tax.inclusive, one.taxable, one.amount)
        for one in totals.taxes
    ]
    return sum_words(say, currency, totals.net, taxed, totals.total, sheet.rounding)
