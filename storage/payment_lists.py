"""Payments as the wide list shows them: what Stripe collected or gave back, and what was noted of
invoices; by kind, state or client, a page before or after one, counted as far as it is worth it.

Each kind and state is read by itself, in the order of an index, and the newest of all are taken: so
one that is rare is found as fast among a million others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from peewee import SQL, Select, fn

from storage.models import Allocation
from storage.models import Operation as Table
from storage.operations import (
    CHARGE,
    COLUMNS,
    ELSEWHERE,
    LINK,
    REFUND,
    WRITE_OFF,
    Operation,
    operation_of,
)
from storage.store import Store

KINDS = (CHARGE, LINK, REFUND, ELSEWHERE, WRITE_OFF)
"""Of operations that are listed."""


@dataclass(frozen=True)
class Wanted:
    """`states`: in one of these, or in any. `clients`: of whoever is one of these. `invoice`:
    what pays some of it, or gives it back, and `ids`: only these, whatever they are."""

    kinds: tuple[str, ...] = KINDS
    states: tuple[str, ...] = ()
    clients: tuple[int, ...] | None = None
    invoice: int | None = None
    ids: tuple[int, ...] | None = None


def page(
    store: Store,
    practice_id: int,
    wanted: Wanted,
    *,
    after: int | None = None,
    before: int | None = None,
    limit: int,
) -> list[Operation]:
    """The newest first: those after or before the one with that id."""
    turned = Table.id if before is not None else Table.id.desc()
    parts = []
    for part in _parts(practice_id, wanted):
        if after is not None:
            part = part.where(Table.id < after)
        if before is not None:
            part = part.where(Table.id > before)
        parts.append(_apart(part.order_by(turned).limit(limit), lambda one: one.c.id))
    query = Table.select(*COLUMNS).where(
        Table.practice_id == practice_id, Table.id.in_(reduce(add, parts))
    )
    found = [operation_of(row) for row in store.select(query.order_by(turned).limit(limit))]
    return found if before is None else found[::-1]


def count(store: Store, practice_id: int, wanted: Wanted, most: int) -> int:
    """How many there are; `most` where there are as many or more."""
    counted = [
        _apart(part.limit(most), lambda _: fn.COUNT(SQL("1")).alias("many"))
        for part in _parts(practice_id, wanted)
    ]
    return min(most, sum(int(row["many"]) for row in store.select(reduce(add, counted))))


def _parts(practice_id: int, wanted: Wanted) -> Sequence[Any]:
    """Selects of ids that together are what is wanted, none twice."""
    mine = Table.select(Table.id).where(Table.practice_id == practice_id)
    if wanted.ids is not None:
        return [mine.where(Table.id.in_(wanted.ids), Table.kind.in_(KINDS))]
    if wanted.invoice is not None:
        paying = Allocation.select(Allocation.operation_id).where(
            Allocation.practice_id == practice_id, Allocation.invoice_id == wanted.invoice
        )
        return [mine.where(Table.id.in_(paying))]
    if wanted.clients is not None:
        # Not by the indexes of kinds and states: of a client there are few.
        query = mine.where(
            Table.client_id.in_(wanted.clients), fn.COALESCE(Table.kind, "").in_(wanted.kinds)
        )
        if wanted.states:
            query = query.where(fn.COALESCE(Table.state, "").in_(wanted.states))
        return [query]
    kinds = [mine.where(Table.kind == kind) for kind in wanted.kinds]
    if not wanted.states:
        return kinds
    return [one.where(Table.state == state) for one in kinds for state in wanted.states]


def _apart(part: Any, column: Any) -> Any:
    """As a select of its own, since SQLite wants no limit within a union."""
    return Select([part], [column(part)])
