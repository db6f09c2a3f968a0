"""Clients as the wide lists show them: by name, or those who owe or have a saved payment method, a
page before or after a row, and counted as far as it is worth the time.

Whoever is searched for stands in the order of names; so do all clients. Those who owe, and those
with a saved payment method, are found through an index that knows them by their id alone.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from peewee import SQL, Case, Select, Tuple, fn

from storage.clients import COLUMNS, Client, client_of
from storage.models import Client as Table
from storage.models import Invoice, SavedMethod
from storage.store import Store

IN_USE, EVERYBODY, OWING, OVERDUE, SAVED = "", "all", "owing", "overdue", "saved"
"""Which are listed. SAVED: with a saved payment method."""
Place = tuple[str, int]
"""Where a page begins or ends: the sort name and id of a row, or "" and its id."""


@dataclass(frozen=True)
class Wanted:
    """`which` is one of the above; of OVERDUE, `today` is the practice's day (ISO). `ids`: only
    among these."""

    which: str = IN_USE
    today: str = ""
    ids: tuple[int, ...] | None = None

    @property
    def by_name(self) -> bool:
        return self.ids is not None or self.which in (IN_USE, EVERYBODY)


@dataclass(frozen=True)
class Debt:
    """What a payer owes in a currency: how many invoices, and how much; of that, what is overdue.
    In minor units."""

    payer_id: int
    currency: str
    invoices: int
    amount: int
    overdue: int


def page(
    store: Store,
    practice_id: int,
    wanted: Wanted,
    *,
    after: Place | None = None,
    before: Place | None = None,
    limit: int,
) -> list[Client]:
    """Those after or before one, in the order of the list."""
    query = Table.select(*COLUMNS).where(Table.practice_id == practice_id)
    if wanted.by_name:
        query = _narrowed(query, practice_id, wanted)
        order: tuple[Any, ...] = (Table.sort_name, Table.id)
        if (place := after or before) is not None:
            spot, there = Tuple(*order), Tuple(*place)
            query = query.where(spot > there if before is None else spot < there)
    else:
        order = (Table.id,)
        ids = _ids(practice_id, wanted, after, before, limit)
        query = query.where(Table.id.in_(Select([ids], [ids.c.one])))
    turned = order if before is None else [one.desc() for one in order]
    found = [client_of(row) for row in store.select(query.order_by(*turned).limit(limit))]
    return found if before is None else found[::-1]


def count(store: Store, practice_id: int, wanted: Wanted, most: int) -> int:
    """How many there are; `most` where there are as many or more."""
    if wanted.by_name:
        some = Table.select(SQL("1").alias("one")).where(Table.practice_id == practice_id)
        some = _narrowed(some, practice_id, wanted).limit(most)
    else:
        some = _ids(practice_id, wanted, None, None, most)
    [row] = store.select(Select([some], [fn.COUNT(SQL("1")).alias("many")]))
    return int(row["many"])


def place_of(wanted: Wanted, client: Client) -> Place:
    return (client.sort_name if wanted.by_name else "", client.id)


def debts(store: Store, practice_id: int, payer_ids: Collection[int], today: str) -> list[Debt]:
    """What these owe, whoever it was for, by payer and currency. `today`: an ISO day."""
    due = Invoice.total - Invoice.paid - Invoice.credited - Invoice.written_off
    late = Case(None, [(Invoice.due_on < today, due)], 0)
    query = Invoice.select(
        Invoice.payer_id,
        Invoice.currency,
        fn.COUNT(SQL("1")).alias("invoices"),
        fn.SUM(due).alias("amount"),
        fn.SUM(late).alias("overdue"),
    ).where(
        Invoice.practice_id == practice_id,
        Invoice.payer_id.in_(list(payer_ids)),
        SQL("state = 'open'"),
    )
    grouped = query.group_by(Invoice.payer_id, Invoice.currency)
    return [
        Debt(
            payer_id=row["payer_id"],
            currency=row["currency"],
            **{name: int(row[name]) for name in ("invoices", "amount", "overdue")},
        )
        for row in store.select(grouped.order_by(Invoice.payer_id, Invoice.currency))
    ]


def around(store: Store, practice_id: int, client: Client) -> list[Client]:
    """Who pays for the client, and those for whom the client pays."""
    query = Table.select(*COLUMNS).where(
        Table.practice_id == practice_id,
        (Table.id == client.payer_id) | (Table.payer_id == client.id),
    )
    return [client_of(row) for row in store.select(query.order_by(Table.id))]


def _narrowed(query: Any, practice_id: int, wanted: Wanted) -> Any:
    if wanted.ids is not None:
        query = query.where(Table.id.in_(wanted.ids))
    if wanted.which == IN_USE:
        query = query.where(Table.archived_at.is_null())
    if wanted.which in (OWING, OVERDUE):
        theirs = _owed(practice_id, wanted).where(Invoice.payer_id == Table.id)
        query = query.where(fn.EXISTS(theirs.select(SQL("1"))))
    if wanted.which == SAVED:
        theirs = SavedMethod.select(SQL("1")).where(
            SavedMethod.practice_id == practice_id, SavedMethod.client_id == Table.id
        )
        query = query.where(fn.EXISTS(theirs))
    return query


def _ids(
    practice_id: int, wanted: Wanted, after: Place | None, before: Place | None, limit: int
) -> Any:
    """As `one`, each once: read from an index, in its order."""
    if wanted.which == SAVED:
        whose: Any = SavedMethod.client_id
        query = SavedMethod.select(whose.alias("one")).where(SavedMethod.practice_id == practice_id)
    else:
        whose = Invoice.payer_id
        query = _owed(practice_id, wanted).select(whose.alias("one"))
    if after is not None:
        query = query.where(whose > after[1])
    if before is not None:
        query = query.where(whose < before[1])
    return query.group_by(whose).order_by(whose if before is None else whose.desc()).limit(limit)


def _owed(practice_id: int, wanted: Wanted) -> Any:
    """The open invoices that make somebody owe."""
    query = Invoice.select().where(Invoice.practice_id == practice_id, SQL("state = 'open'"))
    return query.where(Invoice.due_on < wanted.today) if wanted.which == OVERDUE else query
