"""Where reminders pause: for everything, for a client, for an invoice."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, Case

from storage.models import Client, Invoice
from storage.models import ReminderPause as Table
from storage.store import Row, Store

ALL, CLIENT, INVOICE = "all", "client", "invoice"
"""Scopes; the subject of ALL is 0."""


@dataclass(frozen=True)
class Pause:
    """`until`: the local day (ISO) on which reminders go out again, None: when somebody ends it.
    `snoozed`: the staff is reminded again on that day. `made_at` is epoch ms."""

    id: int
    scope: str
    subject_id: int
    reason: str
    until: str | None
    snoozed: bool
    made_by: str
    made_at: int


@dataclass(frozen=True)
class Named:
    """A pause with the references of what it is about: of the invoice, None where it is about a
    client; and of the client, with the name."""

    pause: Pause
    invoice: str | None
    client: str
    name: str


_COLUMNS = tuple(getattr(Table, name) for name in Pause.__dataclass_fields__)


def find(store: Store, practice_id: int, scope: str, subject_id: int = 0) -> Pause | None:
    """The one that nobody has ended, whether its day has come or not."""
    query = Table.select(*_COLUMNS).where(
        Table.practice_id == practice_id,
        Table.scope == scope,
        Table.subject_id == subject_id,
        Table.ended_at.is_null(),
    )
    row = store.first(query)
    return _pause(row) if row else None


def present(
    store: Store, practice_id: int, today: str, limit: int, before: int | None = None
) -> list[Named]:
    """Those of clients and invoices that hold on that local day, the newest first; `before`: an
    id, for the next page."""
    whose = Case(None, [(Table.scope == CLIENT, Table.subject_id)], Invoice.client_id)
    query = (
        Table.select(
            *_COLUMNS,
            Invoice.reference.alias("invoice"),
            Client.reference.alias("client"),
            Client.name.alias("name"),
        )
        .join(
            Invoice,
            JOIN.LEFT_OUTER,
            on=(Invoice.practice_id == practice_id)
            & (Table.scope == INVOICE)
            & (Invoice.id == Table.subject_id),
        )
        .join(
            Client,
            JOIN.LEFT_OUTER,
            on=(Client.practice_id == practice_id) & (Client.id == whose),
        )
        .where(Table.practice_id == practice_id, Table.scope != ALL, _holds(today))
    )
    if before is not None:
        query = query.where(Table.id < before)
    rows = store.select(query.order_by(Table.id.desc()).limit(limit))
    return [_named(row) for row in rows]


def about(
    store: Store,
    practice_id: int,
    today: str,
    client_ids: Collection[int],
    invoice_id: int | None = None,
) -> list[Pause]:
    """Those that hold on that local day of everything, of these clients, or of the invoice; the one
    that is about the least stands first."""
    everything = (Table.scope == ALL) & (Table.subject_id == 0)
    of_clients = (Table.scope == CLIENT) & Table.subject_id.in_(list(client_ids))
    of_invoice = (Table.scope == INVOICE) & (Table.subject_id == invoice_id)
    wide = everything | of_clients
    query = Table.select(*_COLUMNS).where(
        Table.practice_id == practice_id,
        _holds(today),
        wide if invoice_id is None else wide | of_invoice,
    )
    found = [_pause(row) for row in store.select(query)]
    return sorted(found, key=lambda one: (INVOICE, CLIENT, ALL).index(one.scope))


def put(store: Store, practice_id: int, pause: Pause) -> None:
    """It holds from now on, in the place of the one that did."""
    with store.transaction():
        end(store, practice_id, pause.scope, pause.subject_id, pause.made_by, pause.made_at)
        values = {name: value for name, value in vars(pause).items() if name != "id"}
        made = Table.insert({"practice_id": practice_id, **values})
        store.change(made.as_rowcount())


def end(store: Store, practice_id: int, scope: str, subject_id: int, by: str, now: int) -> bool:
    """False: there was none."""
    mine = (Table.practice_id == practice_id) & (Table.scope == scope)
    theirs = mine & (Table.subject_id == subject_id) & Table.ended_at.is_null()
    return store.change(Table.update(ended_by=by, ended_at=now).where(theirs)) > 0


def forget_reason(store: Store, practice_id: int, scope: str, subject_ids: list[int]) -> None:
    """What somebody typed of these, whether it holds or not."""
    mine = (Table.practice_id == practice_id) & (Table.scope == scope)
    store.change(Table.update(reason="").where(mine, Table.subject_id.in_(subject_ids)))


def _holds(today: str) -> Any:
    return Table.ended_at.is_null() & (Table.until.is_null() | (Table.until > today))


def _pause(row: Row) -> Pause:
    values = {name: row[name] for name in Pause.__dataclass_fields__}
    return Pause(**{**values, "snoozed": bool(row["snoozed"])})


def _named(row: Row) -> Named:
    return Named(_pause(row), row["invoice"], row["client"], row["name"])
