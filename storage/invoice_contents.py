"""What stands on invoices: their lines, the taxes of each line, and what each tax comes to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from storage import bulk
from storage.models import InvoiceLine, InvoiceLineTax, InvoiceTax
from storage.store import Row, Store


@dataclass(frozen=True)
class Line:
    """`quantity` is decimal text; `taxes` are ids of tax versions."""

    description: str
    quantity: str
    unit_amount: int
    amount: int
    practitioner_id: int | None = None
    taxes: tuple[int, ...] = ()


@dataclass(frozen=True)
class TaxLine:
    """What one tax version comes to on the invoice."""

    tax_version_id: int
    taxable: int
    amount: int


@dataclass(frozen=True)
class Content:
    """What stands on an invoice."""

    lines: tuple[Line, ...]
    taxes: tuple[TaxLine, ...]


_LINE = tuple(name for name in Line.__dataclass_fields__ if name != "taxes")
_LINE_VALUES = attrgetter(*_LINE)
_TAX = ("practice_id", "invoice_id", "position", "tax_version_id", "taxable", "amount")


def content(store: Store, practice_id: int, invoice_id: int) -> Content:
    """What stands on it: two queries, however many lines."""
    taxes = InvoiceTax.select(
        InvoiceTax.tax_version_id, InvoiceTax.taxable, InvoiceTax.amount
    ).where(InvoiceTax.practice_id == practice_id, InvoiceTax.invoice_id == invoice_id)
    found = store.select(taxes.order_by(InvoiceTax.position))
    of_it = lines(store, practice_id, invoice_id)
    return Content(of_it, tuple(TaxLine(**row) for row in found))


def lines(store: Store, practice_id: int, invoice_id: int) -> tuple[Line, ...]:
    """Its lines alone: one query."""
    query = (
        InvoiceLine.select(InvoiceLine, InvoiceLineTax.tax_version_id)
        .left_outer_join(InvoiceLineTax, on=(InvoiceLineTax.line_id == InvoiceLine.id))
        .where(InvoiceLine.practice_id == practice_id, InvoiceLine.invoice_id == invoice_id)
    )
    rows = store.select(query.order_by(InvoiceLine.position, InvoiceLineTax.tax_version_id))
    return tuple(_lines(rows))


def contents(store: Store, practice_id: int, ids: Iterable[int]) -> dict[int, Content]:
    """What stands on each of them, without their tax sums: two queries, however many there are."""
    names = ("id", "invoice_id", "position", *_LINE)
    its_lines = bulk.find(store, InvoiceLine, names, practice_id, "invoice_id", ids)
    of_lines = bulk.find(
        store,
        InvoiceLineTax,
        ("line_id", "tax_version_id"),
        practice_id,
        "line_id",
        (one["id"] for one in its_lines),
    )
    taxes: dict[int, list[int]] = {}
    for one in of_lines:
        taxes.setdefault(one["line_id"], []).append(one["tax_version_id"])
    found: dict[int, list[Line]] = {}
    for row in sorted(its_lines, key=lambda one: (one["invoice_id"], one["position"])):
        values = {name: row[name] for name in _LINE}
        line = Line(**values, taxes=tuple(sorted(taxes.get(row["id"], []))))
        found.setdefault(row["invoice_id"], []).append(line)
    return {invoice_id: Content(tuple(its), ()) for invoice_id, its in found.items()}


def tax_lines(store: Store, practice_id: int, ids: Iterable[int]) -> dict[int, tuple[TaxLine, ...]]:
    """What the taxes of each of them come to, in their order on it: one query."""
    names = ("invoice_id", "position", *TaxLine.__dataclass_fields__)
    rows = bulk.find(store, InvoiceTax, names, practice_id, "invoice_id", ids)
    found: dict[int, tuple[TaxLine, ...]] = {}
    for row in sorted(rows, key=lambda one: (one["invoice_id"], one["position"])):
        line = TaxLine(**{name: row[name] for name in TaxLine.__dataclass_fields__})
        found[row["invoice_id"]] = (*found.get(row["invoice_id"], ()), line)
    return found


def add_contents(store: Store, practice_id: int, contents: Sequence[tuple[int, Content]]) -> None:
    lines = [
        (practice_id, invoice_id, position, *_LINE_VALUES(line))
        for invoice_id, content in contents
        for position, line in enumerate(content.lines, 1)
    ]
    names = ("practice_id", "invoice_id", "position", *_LINE)
    made = bulk.insert(store, InvoiceLine, names, lines, ("id", "invoice_id", "position"))
    ids = {(one["invoice_id"], one["position"]): one["id"] for one in made}
    of_lines = [
        [practice_id, ids[invoice_id, position], version_id]
        for invoice_id, content in contents
        for position, line in enumerate(content.lines, 1)
        for version_id in line.taxes
    ]
    bulk.insert(store, InvoiceLineTax, ("practice_id", "line_id", "tax_version_id"), of_lines)
    taxes = [
        [practice_id, invoice_id, position, tax.tax_version_id, tax.taxable, tax.amount]
        for invoice_id, content in contents
        for position, tax in enumerate(content.taxes, 1)
    ]
    bulk.insert(store, InvoiceTax, _TAX, taxes)


def describe_anew(store: Store, practice_id: int, ids: Iterable[int], description: str) -> None:
    """The same words on every line of these invoices; the amounts stay."""
    lines = (InvoiceLine.practice_id == practice_id) & InvoiceLine.invoice_id.in_(list(ids))
    store.change(InvoiceLine.update(description=description).where(lines))


def remove_content(store: Store, practice_id: int, invoice_id: int) -> None:
    lines = InvoiceLine.select(InvoiceLine.id).where(
        InvoiceLine.practice_id == practice_id, InvoiceLine.invoice_id == invoice_id
    )
    ids = [row["id"] for row in store.select(lines)]
    theirs = (InvoiceLineTax.practice_id == practice_id) & InvoiceLineTax.line_id.in_(ids)
    store.change(InvoiceLineTax.delete().where(theirs))
    its_lines = (InvoiceLine.practice_id == practice_id) & (InvoiceLine.invoice_id == invoice_id)
    store.change(InvoiceLine.delete().where(its_lines))
    its_taxes = (InvoiceTax.practice_id == practice_id) & (InvoiceTax.invoice_id == invoice_id)
    store.change(InvoiceTax.delete().where(its_taxes))


def _lines(rows: Iterable[Row]) -> Iterable[Line]:
    """From rows of lines joined with their taxes, in the lines' order."""
    grouped: dict[int, tuple[Row, list[int]]] = {}
    for row in rows:
        _, taxes = grouped.setdefault(row["position"], (row, []))
        if row["tax_version_id"] is not None:
            taxes.append(row["tax_version_id"])
    names = [name for name in Line.__dataclass_fields__ if name != "taxes"]
    for row, taxes in grouped.values():
        yield Line(**{name: row[name] for name in names}, taxes=tuple(taxes))
