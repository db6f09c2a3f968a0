"""What the forms of an invoice show: the draft with its totals, and one line with its choices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from desk.context import Desk
from desk.settings import PracticeSettings, practice_settings, today_at
from rules.invoice_totals import Line as Priced
from rules.invoice_totals import Rounding, Totals, totals
from rules.tax import Tax
from storage import catalogue, clients, invoices, taxes
from storage.catalogue import Practitioner, PriceItem
from storage.clients import Client
from storage.drafts import Draft
from storage.invoice_contents import Line
from storage.invoices import Invoice
from storage.practices import Practice
from storage.taxes import TaxRate


@dataclass(frozen=True)
class Sheet:
    """A draft as its form shows it. `invoice`: the one that it is an edit of. `taxes` are by the
    versions' ids, all that stand on it; `practitioners` by theirs."""

    draft: Draft
    invoice: Invoice | None
    client: Client | None
    taxes: Mapping[int, TaxRate]
    practitioners: Mapping[int, Practitioner]
    totals: Totals
    rounding: Rounding
    settings: PracticeSettings
    issued_on: date


@dataclass(frozen=True)
class LineSheet:
    """A line's form: what it begins with, and what there is to choose. `position` is the line's in
    the draft, None of a new one. `item`: the id of the price that it was filled in from."""

    draft: Draft
    position: int | None
    line: Line | None
    rates: tuple[TaxRate, ...]
    practitioners: tuple[Practitioner, ...]
    items: tuple[PriceItem, ...]
    item: int | None = None


def sheet_of(desk: Desk, practice: Practice, draft: Draft) -> Sheet:
    store, mine = desk.store, practice.id
    settings = practice_settings(desk, practice)
    invoice = invoices.get(store, mine, draft.invoice_id) if draft.invoice_id else None
    rounding = Rounding(invoice.rounding) if invoice else settings.rounding
    used = taxes.versions(store, mine, versions_on(draft.lines))
    people = {line.practitioner_id for line in draft.lines if line.practitioner_id}
    return Sheet(
        draft=draft,
        invoice=invoice,
        client=clients.get(store, mine, draft.client_id) if draft.client_id else None,
        taxes=used,
        practitioners=catalogue.practitioners_by_id(store, mine, people),
        totals=totals_of(draft.lines, used, rounding),
        rounding=rounding,
        settings=settings,
        issued_on=date.fromisoformat(invoice.issued_on) if invoice else today_at(desk, settings),
    )


def issued_on(desk: Desk, practice: Practice, draft: Draft) -> date:
    """The day of the invoice that it is an edit of, else today."""
    invoice = invoices.get(desk.store, practice.id, draft.invoice_id) if draft.invoice_id else None
    if invoice is not None:
        return date.fromisoformat(invoice.issued_on)
    return today_at(desk, practice_settings(desk, practice))


def line_sheet(
    desk: Desk, practice: Practice, draft: Draft, position: int | None, line: Line | None
) -> LineSheet:
    """With the rates in use, and those that the line has already."""
    store, mine = desk.store, practice.id
    in_use = taxes.rates(store, mine)
    kept = set(line.taxes if line else ()) - {rate.version_id for rate in in_use}
    return LineSheet(
        draft=draft,
        position=position,
        line=line,
        rates=(*in_use, *taxes.versions(store, mine, kept).values()),
        practitioners=tuple(catalogue.practitioners(store, mine)),
        items=tuple(
            one for one in catalogue.price_items(store, mine) if one.currency == draft.currency
        ),
    )


def totals_of(lines: Iterable[Line], used: Mapping[int, TaxRate], rounding: Rounding) -> Totals:
    """`used`: the tax versions on the lines, by id."""
    return totals(
        [Priced(line.amount, tuple(_tax(used[one]) for one in line.taxes)) for line in lines],
        rounding,
    )


def versions_on(lines: Iterable[Line]) -> set[int]:
    return {one for line in lines for one in line.taxes}


def _tax(rate: TaxRate) -> Tax:
    return Tax(rate.version_id, rate.name, rate.percent, rate.inclusive)
