"""A draft becomes an invoice: with the next number, or as the new content of the one it edits."""

from dataclasses import dataclass, replace

from desk import link_endings
from desk.access import Person
from desk.context import Desk
from desk.invoice_parties import buyer_of, language_of_payer, seller_of
from desk.invoice_sheets import Sheet, sheet_of, versions_on
from desk.invoices import ADDED, EDITED, changeable, record
from desk.language import language_of
from desk.link_endings import close_later
from desk.reminders.shown import show_invoice
from rules.currencies import largest, step
from rules.invoice_totals import Totals
from rules.money import Money
from rules.words import Sentence, refuse, sentence
from storage import (
    clients,
    counters,
    drafts,
    invoice_contents,
    invoices,
    operations,
    practices,
    taxes,
)
from storage.clients import Client
from storage.drafts import Draft
from storage.invoice_contents import Content, Line, TaxLine
from storage.invoices import Invoice
from storage.practices import Practice


@dataclass(frozen=True)
class Review:
    """Nothing was saved: the draft is to be looked at once more, and why."""

    sheet: Sheet
    why: Sentence


def save_draft(desk: Desk, practice: Practice, person: Person, draft: Draft) -> Invoice | Review:
    """`draft`: as it is stored, with the head as it was read now."""
    with desk.store.transaction():
        if draft.invoice_id:  # As charges do: their invoices first.
            operations.lock_invoices(desk.store, practice.id, [draft.invoice_id])
        practices.lock(desk.store, practice.id)
        review = _outdated_taxes(desk, practice, draft) or _outdated_invoice(desk, practice, draft)
        if review:
            return review
        sheet = sheet_of(desk, practice, draft)
        _refuse_amounts(draft, sheet.totals)
        if not drafts.take(desk.store, practice.id, draft):
            raise refuse("This form was saved already. Type /invoice open to see the invoices.")
        if sheet.invoice is None:
            return _add(desk, practice, person, sheet)
        return _change(desk, practice, person, sheet, sheet.invoice)


def _outdated_taxes(desk: Desk, practice: Practice, draft: Draft) -> Review | None:
    """A rate was edited or archived since it was put on a line: what counts is what holds now.
    What the invoice had before the edit stays on it."""
    store, mine = desk.store, practice.id
    now_held = {rate.id: rate.version_id for rate in taxes.rates(store, mine)}
    kept = versions_on(invoice_contents.content(store, mine, draft.invoice_id or 0).lines)
    outdated = versions_on(draft.lines) - kept - set(now_held.values())
    if not outdated:
        return None
    rate_of = {one: rate.id for one, rate in taxes.versions(store, mine, outdated).items()}

    def renewed(line: Line) -> Line:
        new = (now_held.get(rate_of[one]) if one in outdated else one for one in line.taxes)
        return replace(line, taxes=tuple(dict.fromkeys(filter(None, new))))

    lines = tuple(map(renewed, draft.lines))
    if not drafts.change_lines(store, mine, draft, lines):
        raise refuse("The lines have changed meanwhile. Go back and look at them.")
    draft = replace(draft, lines=lines, version=draft.version + 1)
    return Review(sheet_of(desk, practice, draft), _TAXES_CHANGED)


def _outdated_invoice(desk: Desk, practice: Practice, draft: Draft) -> Review | None:
    """Somebody else saved the invoice since this edit of it began."""
    if draft.invoice_id is None:
        return None
    invoice = changeable(desk, practice, draft.invoice_id)
    if invoice.version == draft.base_version:
        return None
    draft = replace(draft, base_version=invoice.version)
    drafts.change(desk.store, practice.id, draft)
    why = sentence(
        "Somebody else changed {invoice} while you were at it: it comes to {total} now. Nothing of "
        "yours is lost, it stands here. Save once more to put it in the place of theirs.",
        invoice=invoice.reference,
        total=Money(invoice.total, invoice.currency),
    )
    return Review(sheet_of(desk, practice, draft), why)


def _refuse_amounts(draft: Draft, totals: Totals) -> None:
    if not draft.lines:
        raise refuse("Add what it is for: press “Add line”.")
    if totals.total <= 0:
        raise refuse("An invoice must come to more than nothing.")
    if totals.total > largest(draft.currency):
        most = Money(largest(draft.currency), draft.currency)
        raise refuse("One charge can’t be more than {most}.", most=most)
    if totals.total % step(draft.currency):
        raise refuse(
            "The total {total} can’t be charged: in {currency}, the last digit must be 0.",
            total=Money(totals.total, draft.currency),
            currency=draft.currency.upper(),
        )


def _add(desk: Desk, practice: Practice, person: Person, sheet: Sheet) -> Invoice:
    client, payer = _people(desk, practice, sheet)
    settings, now = sheet.settings, desk.clock()
    say = language_of_payer(payer, settings)
    number = counters.take(desk.store, practice.id, counters.INVOICES)
    blank = Invoice(
        id=0,
        number=number,
        reference=f"{settings.invoice_prefix}{number}",
        client_id=client.id,
        payer_id=payer.id,
        state=invoices.OPEN,
        currency=sheet.draft.currency,
        language=say.code,
        issued_on=sheet.issued_on.isoformat(),
        due_on=sheet.draft.due_on,
        note=sheet.draft.note,
        rounding=sheet.rounding,
        fee_payer=sheet.draft.fee_payer,
        net=sheet.totals.net,
        total=sheet.totals.total,
        paid=0,
        seller=seller_of(settings),
        buyer=buyer_of(client, payer, say),
        version=1,
        external_id=None,
        created_by=person.slack_user,
        created_at=now,
        changed_at=now,
    )
    invoice = invoices.add(desk.store, practice.id, blank, _content(sheet))
    record(desk, person, ADDED, invoice)
    return invoice


def _change(
    desk: Desk, practice: Practice, person: Person, sheet: Sheet, before: Invoice
) -> Invoice:
    """Number, day, language and seller stay; the buyer is written anew."""
    client, payer = _people(desk, practice, sheet)
    draft = sheet.draft
    invoice = replace(
        before,
        client_id=client.id,
        payer_id=payer.id,
        currency=draft.currency,
        due_on=draft.due_on,
        note=draft.note,
        fee_payer=draft.fee_payer,
        net=sheet.totals.net,
        total=sheet.totals.total,
        buyer=buyer_of(client, payer, language_of(before.language)),
        changed_at=desk.clock(),
    )
    if not invoices.change(desk.store, practice.id, invoice, _content(sheet)):
        raise refuse("Somebody has just changed this invoice. Look at it again.")
    invoice = replace(invoice, version=before.version + 1)
    close_later(desk, practice.id, [invoice.id], person.slack_user, link_endings.EDITED)
    show_invoice(desk, practice.id, invoice.id)
    record(desk, person, EDITED, invoice)
    return invoice


def _people(desk: Desk, practice: Practice, sheet: Sheet) -> tuple[Client, Client]:
    """The client, and who pays."""
    client = sheet.client
    if client is None:
        raise refuse("There is no such client. Type /client and a name to find them.")
    payer = clients.get(desk.store, practice.id, client.payer_id) if client.payer_id else None
    return client, payer or client


def _content(sheet: Sheet) -> Content:
    taxed = tuple(TaxLine(one.tax.id, one.taxable, one.amount) for one in sheet.totals.taxes)
    return Content(sheet.draft.lines, taxed)


_TAXES_CHANGED = sentence(
    "A tax rate was changed while you were at it, so the totals are others now. Look at them, and "
    "save once more."
)
