"""Invoices as the wide lists show them: by state, due day or client, a page before or after a row,
and counted as far as it is worth the time."""

from dataclasses import dataclass
from typing import Any

from peewee import SQL, Case, Select, Tuple, fn

from storage.invoices import COLUMNS, OPEN, Invoice, invoice_of
from storage.models import Invoice as Table
from storage.store import Store

Place = tuple[str, int]
"""Where a page begins or ends: the due day and id of a row, or "" and its number where all states
are listed."""


@dataclass(frozen=True)
class Wanted:
    """Which are listed. `state` "": all. `due_before`: an ISO day. `clients`: for one of these,
    or paid by one."""

    state: str = ""
    due_before: str | None = None
    clients: tuple[int, ...] | None = None

    @property
    def by_number(self) -> bool:
        """Whether they stand in the order of their numbers, the newest first; else by due day:
        what is open by what is due first, the others by what was due last."""
        return not self.state and self.clients is None


def page(
    store: Store,
    practice_id: int,
    wanted: Wanted,
    *,
    after: Place | None = None,
    before: Place | None = None,
    limit: int,
) -> list[Invoice]:
    """Those after or before one, in the order of the list."""
    query = Table.select(*COLUMNS).where(Table.practice_id == practice_id)
    rising = wanted.state == OPEN and not wanted.by_number
    forwards = before is None
    place = after or before
    query = _narrowed(query, wanted)
    if place is not None:
        query = query.where(_beyond(wanted, place, up=rising is forwards))
    order: list[Any] = [Table.number] if wanted.by_number else [Table.due_on, Table.id]
    turned = order if rising is forwards else [one.desc() for one in order]
    found = [invoice_of(row) for row in store.select(query.order_by(*turned).limit(limit))]
    return found if forwards else found[::-1]


def of_person(store: Store, practice_id: int, client_id: int, limit: int) -> list[Invoice]:
    """Those for a client, or that the client pays: the open ones first, then the newest."""
    theirs = (Table.client_id == client_id) | (Table.payer_id == client_id)
    query = Table.select(*COLUMNS).where(Table.practice_id == practice_id, theirs)
    opened = Case(None, [(Table.state == OPEN, 0)], 1)
    ordered = query.order_by(opened, Table.id.desc()).limit(limit)
    return [invoice_of(row) for row in store.select(ordered)]


def count(store: Store, practice_id: int, wanted: Wanted, most: int) -> int:
    """How many there are; `most` where there are as many or more."""
    some = Table.select(SQL("1").alias("one")).where(Table.practice_id == practice_id)
    some = _narrowed(some, wanted).limit(most)
    [row] = store.select(Select([some], [fn.COUNT(SQL("1")).alias("many")]))
    return int(row["many"])


def place_of(wanted: Wanted, invoice: Invoice) -> Place:
    return ("", invoice.number) if wanted.by_number else (invoice.due_on, invoice.id)


def _beyond(wanted: Wanted, place: Place, *, up: bool) -> Any:
    if wanted.by_number:
        return Table.number > place[1] if up else Table.number < place[1]
    spot, there = Tuple(Table.due_on, Table.id), Tuple(*place)
    return spot > there if up else spot < there


def _narrowed(query: Any, wanted: Wanted) -> Any:
    if wanted.state:
        query = query.where(Table.state == wanted.state)
    if wanted.due_before is not None:
        query = query.where(Table.due_on < wanted.due_before)
    if wanted.clients is not None:
        theirs = Table.client_id.in_(wanted.clients) | Table.payer_id.in_(wanted.clients)
        query = query.where(theirs)
    return query
