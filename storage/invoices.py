"""Invoices: kept with their lines and taxes, listed by what is due, and found by number."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from peewee import Tuple, fn

from storage import bulk, owed
from storage.invoice_contents import (
    Content,
    add_contents,
    remove_content,
)
from storage.models import Invoice as Table
from storage.prepared import Prepared, slot
from storage.store import Row, Store

OPEN, PAID, VOID = "open", "paid", "void"


@dataclass(frozen=True)
class Invoice:
    """`state` is open, paid (nothing is due any more) or void; amounts are minor units; days are
    ISO; times epoch ms.

    `fee_payer` is "client", "practice", or None for the practice's default. `seller` and `buyer`
    are who they were when it was issued. `version` counts its changes.
    """

    id: int
    number: int
    reference: str
    client_id: int
    payer_id: int
    state: str
    currency: str
    language: str
    issued_on: str
    due_on: str
    note: str
    rounding: str
    fee_payer: str | None
    net: int
    total: int
    paid: int
    seller: dict[str, Any]
    buyer: dict[str, Any]
    version: int
    external_id: str | None
    created_by: str
    created_at: int
    changed_at: int
    voided_at: int | None = None
    void_reason: str | None = None
    credited: int = 0
    written_off: int = 0

    @property
    def due(self) -> int:
        """What is still to be paid."""
        if self.state != OPEN:
            return 0
        return self.total - self.paid - self.credited - self.written_off


COLUMNS = tuple(getattr(Table, name) for name in Invoice.__dataclass_fields__)
_PARTIES = ("seller", "buyer")
_NEW = tuple(name for name in Invoice.__dataclass_fields__ if name not in ("id", *_PARTIES))
_NEW_VALUES = attrgetter(*_NEW)
_BY_ID = Prepared(
    Table.select(*COLUMNS).where(Table.practice_id == slot("practice"), Table.id == slot("id"))
)


def get(store: Store, practice_id: int, invoice_id: int) -> Invoice | None:
    row = _BY_ID.first(store, practice=practice_id, id=invoice_id)
    return invoice_of(row) if row else None


def first_of_references(
    store: Store, practice_id: int, references: Sequence[str]
) -> Invoice | None:
    """The invoice that has one of these ("INV-1042", as it is stored), the first that is one's."""
    named = Table.reference.in_(list(references))
    query = Table.select(*COLUMNS).where(Table.practice_id == practice_id, named)
    found = {row["reference"]: row for row in store.select(query)}
    return next((invoice_of(found[one]) for one in references if one in found), None)


def by_external_ids(store: Store, practice_id: int, ids: Iterable[str]) -> dict[str, int]:
    """Which of another system's ids were taken over already, with the invoice's id."""
    rows = bulk.find(store, Table, ("external_id", "id"), practice_id, "external_id", ids)
    return {row["external_id"]: row["id"] for row in rows}


def by_references(store: Store, practice_id: int, references: Iterable[str]) -> list[int]:
    """The ids of the invoices that have one of these."""
    rows = bulk.find(store, Table, ("id",), practice_id, "reference", references)
    return [row["id"] for row in rows]


def by_numbers(store: Store, practice_id: int, numbers: Iterable[int]) -> list[int]:
    """The ids of the invoices that have one of these."""
    return [row["id"] for row in bulk.find(store, Table, ("id",), practice_id, "number", numbers)]


def by_ids(store: Store, practice_id: int, ids: Iterable[int]) -> list[Invoice]:
    """Those of the practice among them."""
    columns = tuple(Invoice.__dataclass_fields__)
    return [invoice_of(row) for row in bulk.find(store, Table, columns, practice_id, "id", ids)]


def add(store: Store, practice_id: int, invoice: Invoice, content: Content) -> Invoice:
    """A new invoice, whose id is given here."""
    [invoice_id] = add_many(store, practice_id, [(invoice, content)])
    return replace(invoice, id=invoice_id)


def add_many(
    store: Store, practice_id: int, invoices: Sequence[tuple[Invoice, Content]]
) -> list[int]:
    """New invoices with what stands on them, in a few statements. Their ids, in the same order."""
    sellers = {id(invoice.seller): json.dumps(invoice.seller) for invoice, _ in invoices}
    rows = [
        (
            *(practice_id, sellers[id(invoice.seller)], json.dumps(invoice.buyer)),
            *_NEW_VALUES(invoice),
        )
        for invoice, _ in invoices
    ]
    with store.transaction():
        made = bulk.insert(store, Table, ("practice_id", *_PARTIES, *_NEW), rows, ("id", "number"))
        of_number = {row["number"]: row["id"] for row in made}
        ids = [of_number[invoice.number] for invoice, _ in invoices]
        contents = [content for _, content in invoices]
        add_contents(store, practice_id, list(zip(ids, contents, strict=True)))
        dues = ((one.currency, one.due) for one, _ in invoices if one.state == OPEN)
        owed.add_new(store, practice_id, dues)
    return ids


def change(store: Store, practice_id: int, invoice: Invoice, content: Content | None) -> bool:
    """Everything of the invoice but its id and number, and what stands on it, if given. False:
    somebody changed it since this was read (`version`)."""
    mine = (Table.practice_id == practice_id) & (Table.id == invoice.id)
    values = _values(replace(invoice, version=invoice.version + 1))
    with owed.watched(store, practice_id, [invoice.id]):
        changed = Table.update(values).where(mine, Table.version == invoice.version)
        if store.change(changed) != 1:
            return False
        if content is not None:
            remove_content(store, practice_id, invoice.id)
            add_contents(store, practice_id, [(invoice.id, content)])
    return True


def page(
    store: Store,
    practice_id: int,
    state: str,
    *,
    due_before: str | None = None,
    after: tuple[str, int] | None = None,
    newest: bool = False,
    limit: int = 20,
) -> list[Invoice]:
    """Those in a state, what is due first at the top, or last if the `newest` are wanted.
    `due_before`: only with an earlier due day; `after`: the due day and id of the last one of the
    page before."""
    query = Table.select(*COLUMNS).where(Table.practice_id == practice_id, Table.state == state)
    if due_before is not None:
        query = query.where(Table.due_on < due_before)
    if after is not None:
        place, there = Tuple(Table.due_on, Table.id), Tuple(*after)
        query = query.where(place < there if newest else place > there)
    order = [Table.due_on.desc(), Table.id.desc()] if newest else [Table.due_on, Table.id]
    return [invoice_of(row) for row in store.select(query.order_by(*order).limit(limit))]


def of_client(
    store: Store, practice_id: int, client_id: int, state: str, limit: int
) -> list[Invoice]:
    """The client's newest in that state."""
    query = Table.select(*COLUMNS).where(
        Table.practice_id == practice_id, Table.client_id == client_id, Table.state == state
    )
    return [invoice_of(row) for row in store.select(query.order_by(Table.id.desc()).limit(limit))]


def all_of_client(store: Store, practice_id: int, client_id: int) -> list[Invoice]:
    """Those that are for the client, or that the client pays, in whatever state, by id."""
    theirs = (Table.client_id == client_id) | (Table.payer_id == client_id)
    query = Table.select(*COLUMNS).where(Table.practice_id == practice_id, theirs)
    return [invoice_of(row) for row in store.select(query.order_by(Table.id))]


def forget_buyer(
    store: Store,
    practice_id: int,
    invoice_id: int,
    buyer: dict[str, Any],
    void_reason: str | None,
) -> None:
    """Who it is for, and why it is void, as that is written on it from now on; no note any more.
    It counts as a change, so that nobody who read it before writes the old again."""
    mine = (Table.practice_id == practice_id) & (Table.id == invoice_id)
    values: Row = {"buyer": json.dumps(buyer), "note": "", "void_reason": void_reason}
    store.change(Table.update({**values, "version": Table.version + 1}).where(mine))


def open_balance(store: Store, practice_id: int, client_id: int) -> dict[str, int]:
    """What the client's open invoices still come to, by currency."""
    owed = fn.SUM(Table.total - Table.paid - Table.credited - Table.written_off)
    query = Table.select(Table.currency, owed.alias("owed")).where(
        Table.practice_id == practice_id, Table.client_id == client_id, Table.state == OPEN
    )
    return {
        row["currency"]: int(row["owed"]) for row in store.select(query.group_by(Table.currency))
    }


def after_id(store: Store, practice_id: int, invoice_id: int, limit: int) -> list[Invoice]:
    """All of them, a page at a time, by id: those after `invoice_id`."""
    query = Table.select(*COLUMNS).where(Table.practice_id == practice_id, Table.id > invoice_id)
    return [invoice_of(row) for row in store.select(query.order_by(Table.id).limit(limit))]


def _values(invoice: Invoice) -> Row:
    """The columns of a row; its id is the store's to give."""
    values = {name: getattr(invoice, name) for name in Invoice.__dataclass_fields__ if name != "id"}
    return values | {"seller": json.dumps(invoice.seller), "buyer": json.dumps(invoice.buyer)}


def invoice_of(row: Row) -> Invoice:
    """From a row of COLUMNS."""
    parties = {"seller": json.loads(row["seller"]), "buyer": json.loads(row["buyer"])}
    return Invoice(**{**row, **parties})
