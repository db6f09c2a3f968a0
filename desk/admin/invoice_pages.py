"""The page of an invoice: what stands on it, what paid it or was to, and what was done with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from desk.access import Person, authorize
from desk.context import Desk
from desk.invoice_fees import fee_payer_of
from desk.invoices import HISTORY_SHOWN, named, practitioners_of
from desk.settings import practice_settings, today_at
from rules.roles import Action
from storage import audit, clients, invoice_contents, payment_links, payment_lists, taxes
from storage.audit import Entry
from storage.catalogue import Practitioner
from storage.clients import Client
from storage.invoice_contents import Content
from storage.invoices import Invoice
from storage.operations import Operation
from storage.payment_links import PaymentLink
from storage.payment_lists import Wanted
from storage.practices import Practice
from storage.taxes import TaxRate

PAYMENTS_SHOWN = 20


@dataclass(frozen=True)
class InvoicePage:
    """`taxes` and `practitioners` are by the ids that stand in `content`. `payments`: the newest of
    whatever kind and state, the newest last, and by their ids the `links` among them. `fee_payer`:
    "client" or "practice". `today` and the days of `history` are those of `time_zone`."""

    invoice: Invoice
    client: Client
    payer: Client
    content: Content
    taxes: Mapping[int, TaxRate]
    practitioners: Mapping[int, Practitioner]
    payments: tuple[Operation, ...]
    links: Mapping[int, PaymentLink]
    history: tuple[Entry, ...]
    fee_payer: str
    time_zone: str
    today: date


def invoice_page(desk: Desk, practice: Practice, person: Person, invoice_id: int) -> InvoicePage:
    """Refusal where the practice has no such invoice."""
    authorize(person, Action.SEE_INVOICES)
    authorize(person, Action.SEE_CLIENTS)
    store, mine = desk.store, practice.id
    invoice, settings = named(desk, practice, invoice_id), practice_settings(desk, practice)
    taxed = taxes.on_invoice(store, mine, invoice.id)
    lines = invoice_contents.lines(store, mine, invoice.id)
    content = Content(lines, tuple(line for line, _ in taxed))
    people = clients.by_ids(store, mine, {invoice.client_id, invoice.payer_id})
    paid = payment_lists.page(store, mine, Wanted(invoice=invoice.id), limit=PAYMENTS_SHOWN)
    return InvoicePage(
        invoice=invoice,
        client=people[invoice.client_id],
        payer=people[invoice.payer_id],
        content=content,
        taxes={line.tax_version_id: rate for line, rate in taxed},
        practitioners=practitioners_of(desk, mine, content),
        payments=tuple(reversed(paid)),
        links=payment_links.of_operations(store, mine, [one.id for one in paid]),
        history=tuple(audit.of_target(store, mine, invoice.reference, HISTORY_SHOWN)),
        fee_payer=fee_payer_of(invoice, settings),
        time_zone=settings.time_zone,
        today=today_at(desk, settings),
    )
