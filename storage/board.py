"""Home's board: the figures of its lists, and a page of each, however many rows there are."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, SQL, Select, Tuple, Value, fn

from rules.board import OWING
from storage import owed
from storage.models import Allocation, Client, Dispute, Invoice, SavedMethod
from storage.models import Operation as Table
from storage.models import PaymentLink as Links
from storage.operations import CARD, LINK, Operation, by_ids
from storage.payment_links import OPEN, PaymentLink
from storage.store import Row, Store

Figures = dict[str, dict[str, tuple[int, int]]]
"""By list and currency: how many, and how much."""
_HELD = "held"
DISPUTED = "disputed"
Key = tuple[str, int]
"""Where a page of who owes begins or ends: the due day and id of an invoice."""


@dataclass(frozen=True)
class Payer:
    """Who owes, and their oldest invoice that nobody collects at this moment. `has_method`: there
    is a saved payment method; `asked`: they were asked for one and haven't answered yet; `link`:
    the uid of their newest payment link that waits for a payer."""

    client_id: int
    reference: str
    name: str
    due_on: str
    invoice_id: int
    has_method: bool
    asked: bool
    link: str | None

    @property
    def key(self) -> Key:
        return self.due_on, self.invoice_id


@dataclass(frozen=True)
class Debt:
    """What a payer owes in a currency, without what is being collected at this moment."""

    payer_id: int
    currency: str
    invoices: int
    amount: int


@dataclass(frozen=True)
class Doing:
    """An operation of the board, and whom it is about; `link`: where it is a payment link."""

    operation: Operation
    client_id: int
    reference: str
    name: str
    link: PaymentLink | None


def figures(store: Store, practice_id: int) -> Figures:
    """What is owed without what is being collected, what stands in the other lists, and what is
    DISPUTED and to be answered."""
    owing = dict(owed.total(store, practice_id))
    found: Figures = {OWING: owing}
    for row in store.select(_held(practice_id) + _listed(practice_id) + _disputed(practice_id)):
        currency, many, amount = row["currency"], int(row["many"]), int(row["amount"])
        if row["board"] == _HELD:
            before = owing.get(currency, (0, 0))
            owing[currency] = (before[0] - many, before[1] - amount)
        else:
            found.setdefault(row["board"], {})[currency] = (many, amount)
    return found


def payers(
    store: Store,
    practice_id: int,
    waits: Collection[str],
    *,
    after: Key | None = None,
    before: Key | None = None,
    limit: int,
) -> list[Payer]:
    """Who owes, by their oldest invoice, the oldest first: those after or before one. A request for
    a payment method is unanswered in the states `waits`."""
    place = Tuple(Invoice.due_on, Invoice.id)
    query = _first_ones(practice_id, waits)
    if after is not None:
        query = query.where(place > Tuple(*after))
    if before is not None:
        query = query.where(place < Tuple(*before))
    order = (Invoice.due_on, Invoice.id)
    backwards = [one.desc() for one in order]
    rows = store.select(query.order_by(*(backwards if before else order)).limit(limit))
    found = [_payer(row) for row in rows]
    return found[::-1] if before else found


def debts(store: Store, practice_id: int, payer_ids: Collection[int]) -> list[Debt]:
    """What each of these payers owes."""
    query = (
        Invoice.select(
            Invoice.payer_id,
            Invoice.currency,
            fn.COUNT(SQL("1")).alias("invoices"),
            fn.SUM(_due()).alias("amount"),
        )
        .where(
            Invoice.practice_id == practice_id,
            Invoice.payer_id.in_(list(payer_ids)),
            SQL("state = 'open'"),
            ~_collected(practice_id, Invoice),
        )
        .group_by(Invoice.payer_id, Invoice.currency)
        .order_by(Invoice.payer_id, Invoice.currency)
    )
    return [
        Debt(row["payer_id"], row["currency"], int(row["invoices"]), int(row["amount"]))
        for row in store.select(query)
    ]


def listed(
    store: Store,
    practice_id: int,
    which: str,
    *,
    after: int | None = None,
    before: int | None = None,
    limit: int,
) -> list[Doing]:
    """Operations of a list, the newest first: those after or before one in it, by their ids."""
    query = (
        Table.select(
            Table.id,
            Client.id.alias("client"),
            Client.reference,
            Client.name,
            *(getattr(Links, name) for name in PaymentLink.__dataclass_fields__),
        )
        .join(Client, on=(Client.id == Table.client_id))
        .switch(Table)
        .join(Links, JOIN.LEFT_OUTER, on=_link_of_it(practice_id))
        .where(Table.practice_id == practice_id, Table.board == which)
    )
    if after is not None:
        query = query.where(Table.id < after)
    if before is not None:
        query = query.where(Table.id > before)
    rows = store.select(query.order_by(Table.id if before else Table.id.desc()).limit(limit))
    found = {one.id: one for one in by_ids(store, practice_id, [row["id"] for row in rows])}
    shown = [_doing(found[row["id"]], row) for row in rows]
    return shown[::-1] if before else shown


def _held(practice_id: int) -> Select:
    """The open invoices that are being collected."""
    return (
        Allocation.select(
            Value(_HELD).alias("board"),
            Invoice.currency,
            fn.COUNT(SQL("1")).alias("many"),
            fn.SUM(_due()).alias("amount"),
        )
        .join(Invoice, on=(Invoice.id == Allocation.invoice_id))
        .where(Allocation.practice_id == practice_id, SQL("live"), Invoice.state == "open")
        .group_by(Invoice.currency)
    )


def _listed(practice_id: int) -> Select:
    count, amount = fn.COUNT(SQL("1")), fn.SUM(Table.amount)
    query = Table.select(Table.board, Table.currency, count.alias("many"), amount.alias("amount"))
    mine = (Table.practice_id == practice_id) & Table.board.is_null(False)
    return query.where(mine).group_by(Table.board, Table.currency)


def _disputed(practice_id: int) -> Select:
    return (
        Dispute.select(
            Value(DISPUTED).alias("board"),
            Dispute.currency,
            fn.COUNT(SQL("1")).alias("many"),
            fn.SUM(Dispute.amount).alias("amount"),
        )
        .where(Dispute.practice_id == practice_id, Dispute.closed_at.is_null())
        .where(Dispute.evidence_due_at.is_null(False))
        .group_by(Dispute.currency)
    )


def _first_ones(practice_id: int, waits: Collection[str]) -> Select:
    """Open invoices of which the payer has no older one that could be collected as well."""
    older = Invoice.alias()
    earlier = older.select(SQL("1")).where(
        older.practice_id == practice_id,
        older.payer_id == Invoice.payer_id,
        SQL("state = 'open'"),
        Tuple(older.due_on, older.id) < Tuple(Invoice.due_on, Invoice.id),
        ~_collected(practice_id, older),
    )
    saved = SavedMethod.select(SQL("1")).where(
        SavedMethod.practice_id == practice_id, SavedMethod.client_id == Invoice.payer_id
    )
    asked = Table.select(SQL("1")).where(
        Table.practice_id == practice_id,
        Table.client_id == Invoice.payer_id,
        Table.kind == CARD,
        Table.state.in_(list(waits)),
    )
    link = (
        Table.select(Table.uid)
        .where(
            Table.practice_id == practice_id,
            Table.client_id == Invoice.payer_id,
            Table.kind == LINK,
            Table.state == OPEN,
        )
        .order_by(Table.id.desc())
        .limit(1)
    )
    return (
        Invoice.select(
            Invoice.id.alias("invoice_id"),
            Invoice.due_on,
            Client.id.alias("client_id"),
            Client.reference,
            Client.name,
            fn.EXISTS(saved).alias("has_method"),
            fn.EXISTS(asked).alias("asked"),
            link.alias("link"),
        )
        .join(Client, on=(Client.id == Invoice.payer_id))
        .where(
            Invoice.practice_id == practice_id,
            Invoice.state == "open",
            ~_collected(practice_id, Invoice),
            ~fn.EXISTS(earlier),
        )
    )


def _collected(practice_id: int, invoice: Any) -> Any:
    """Whether an operation collects the invoice at this moment."""
    live = Allocation.select(SQL("1")).where(
        Allocation.practice_id == practice_id, Allocation.invoice_id == invoice.id, SQL("live")
    )
    return fn.EXISTS(live)


def _due() -> Any:
    return Invoice.total - Invoice.paid - Invoice.credited - Invoice.written_off


def _link_of_it(practice_id: int) -> Any:
    return (Links.practice_id == practice_id) & (Links.operation_id == Table.id)


def _doing(operation: Operation, row: Row) -> Doing:
    known = {name: row[name] for name in PaymentLink.__dataclass_fields__}
    link = PaymentLink(**known) if row["operation_id"] else None
    return Doing(operation, row["client"], row["reference"], row["name"], link)


def _payer(row: Row) -> Payer:
    """SQLite says 1 where PostgreSQL says true."""
    has_method, asked = bool(row.pop("has_method")), bool(row.pop("asked"))
    return Payer(**row, has_method=has_method, asked=asked)
