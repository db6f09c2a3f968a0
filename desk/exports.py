"""Clients and invoices as rows of a file: what imports read and spreadsheets show safely.

Rows come one after the other, from pages of the store, so that any number takes the same memory.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TypeVar

from desk.access import Actor, authorize, name_of
from desk.context import Desk
from desk.imports.invoice_taxes import SEVERAL
from rules.currencies import decimals
from rules.roles import Action
from storage import audit, clients, invoice_contents, invoices, taxes
from storage.clients import Client
from storage.invoice_contents import Content, Line
from storage.invoices import Invoice
from storage.practices import Practice

T = TypeVar("T")
Cell = str | Decimal
"""A text, or an amount of money."""
PAGE = 500
NOTHING = Content((), ())
CLIENT_COLUMNS = (
    "reference",
    "name",
    "email",
    "phone",
    "language",
    "street",
    "street2",
    "city",
    "postal_code",
    "state",
    "country",
    "external_id",
    "payer",
)
INVOICE_COLUMNS = (
    "number",
    "client",
    "client_external_id",
    "client_name",
    "issued_on",
    "due_on",
    "state",
    "currency",
    "description",
    "quantity",
    "unit_amount",
    "amount",
    "tax_rate",
    "total",
    "paid",
    "external_id",
)
_RUN_BY_SPREADSHEETS = tuple("=+-@\t\r＝＋－＠")


def harmless(text: str) -> str:
    """With an apostrophe before what a spreadsheet would run; imports take it away again."""
    return f"'{text}" if text.startswith(_RUN_BY_SPREADSHEETS) else text


def client_rows(desk: Desk, actor: Actor, practice: Practice) -> Iterator[Sequence[Cell]]:
    """The heading, then a row for each client: who pays for others stands before them. Erased
    clients are left out."""
    authorize(actor, Action.IMPORT_AND_EXPORT)
    yield CLIENT_COLUMNS
    for paid_for in (False, True):
        for page in _pages(lambda after: clients.after(desk.store, practice.id, after, PAGE)):
            some = [one for one in page if (one.payer_id is not None) is paid_for]
            yield from rows_of_clients(desk, actor, practice, some)


def rows_of_clients(
    desk: Desk, actor: Actor, practice: Practice, some: Sequence[Client]
) -> Iterator[Sequence[Cell]]:
    """Of these, under CLIENT_COLUMNS, without those who are erased."""
    authorize(actor, Action.IMPORT_AND_EXPORT)
    some = [one for one in some if one.erased_at is None]
    ids = {one.payer_id for one in some if one.payer_id}
    payers = clients.by_ids(desk.store, practice.id, ids) if ids else {}
    for one in some:
        yield _client_row(one, payers.get(one.payer_id or 0))


def invoice_rows(desk: Desk, actor: Actor, practice: Practice) -> Iterator[Sequence[Cell]]:
    """The heading, then a row for each line of each invoice."""
    authorize(actor, Action.IMPORT_AND_EXPORT)
    yield INVOICE_COLUMNS
    store, mine = desk.store, practice.id
    names: dict[int, str] = {}
    for page in _pages(lambda after: invoices.after_id(store, mine, after, PAGE)):
        yield from rows_of_invoices(desk, actor, practice, page, names)


def rows_of_invoices(
    desk: Desk,
    actor: Actor,
    practice: Practice,
    some: Sequence[Invoice],
    names: dict[int, str],
) -> Iterator[Sequence[Cell]]:
    """Of these, under INVOICE_COLUMNS. `names`: of the tax versions that are known so far; those on
    these are added."""
    authorize(actor, Action.IMPORT_AND_EXPORT)
    store, mine = desk.store, practice.id
    contents = invoice_contents.contents(store, mine, [one.id for one in some])
    whose = clients.by_ids(store, mine, [one.client_id for one in some])
    names |= _tax_names(desk, practice, contents.values(), names)
    for one in some:
        yield from invoice_lines(one, whose[one.client_id], contents.get(one.id, NOTHING), names)


def rows_of_client(
    desk: Desk, actor: Actor, practice: Practice, client: Client
) -> Iterator[Sequence[Cell]]:
    """The heading, then a row for each line of the invoices that are for the client."""
    authorize(actor, Action.IMPORT_AND_EXPORT)
    yield INVOICE_COLUMNS
    store, mine = desk.store, practice.id
    theirs = invoices.all_of_client(store, mine, client.id)
    contents = invoice_contents.contents(store, mine, [one.id for one in theirs])
    whose = clients.by_ids(store, mine, [one.client_id for one in theirs])
    names = _tax_names(desk, practice, contents.values(), {})
    for one in theirs:
        yield from invoice_lines(one, whose[one.client_id], contents.get(one.id, NOTHING), names)


def _tax_names(
    desk: Desk, practice: Practice, contents: Iterable[Content], known: dict[int, str]
) -> dict[int, str]:
    """With those of the tax versions that stand on these."""
    new = {tax for one in contents for line in one.lines for tax in line.taxes} - set(known)
    found = taxes.versions(desk.store, practice.id, new) if new else {}
    return known | {version_id: one.name for version_id, one in found.items()}


def invoice_lines(
    invoice: Invoice, client: Client, content: Content, taxes_by_id: dict[int, str]
) -> Iterator[Sequence[Cell]]:
    """Under INVOICE_COLUMNS. `taxes_by_id`: the names of tax versions."""

    def money(units: int) -> Decimal:
        places = decimals(invoice.currency)
        return Decimal(units).scaleb(-places)

    def of_line(line: Line) -> Sequence[Cell]:
        return (
            invoice.reference,
            client.reference,
            client.external_id or "",
            "" if client.erased_at else client.name,
            invoice.issued_on,
            invoice.due_on,
            invoice.state,
            invoice.currency.upper(),
            line.description,
            line.quantity,
            money(line.unit_amount),
            money(line.amount),
            SEVERAL.join(taxes_by_id[tax] for tax in line.taxes),
            money(invoice.total),
            money(invoice.paid),
            invoice.external_id or "",
        )

    return map(of_line, content.lines)


def record_export(
    desk: Desk, actor: Actor, practice: Practice, what: str, rows: int | None, target: str = ""
) -> None:
    """In the audit log: what left, and how many rows of it, if that is known by then."""
    with desk.store.transaction():
        audit.record(
            desk.store,
            practice.id,
            actor=name_of(actor),
            action="exported",
            target=target or what,
            detail={"what": what, "rows": rows},
            now=desk.clock(),
        )


def _client_row(client: Client, payer: Client | None) -> Sequence[Cell]:
    address = client.address
    return (
        client.reference,
        client.name,
        client.email or "",
        client.phone or "",
        client.language or "",
        address.line1,
        address.line2,
        address.city,
        address.postal_code,
        address.state,
        address.country,
        client.external_id or "",
        (payer.external_id or payer.reference) if payer else "",
    )


def _pages(page_after: Callable[[int], list[T]]) -> Iterator[list[T]]:
    after = 0
    while page := page_after(after):
        yield page
        after = page[-1].id  # type: ignore[attr-defined]  # clients and invoices have one
