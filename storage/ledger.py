"""What moved at Stripe. Its rows never change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from peewee import fn

from storage.models import Ledger as Table
from storage.store import Row, Store


@dataclass(frozen=True)
class Line:
    """`kind` is one of rules.payment_state's or rules.ledger_kinds'; `amount` minor units, positive
    towards the practice; `stripe_object` Stripe's id, or the operation's uid; `at` epoch ms; `day`
    the ISO day for which a person wrote it down, None where it counts on the day of `at`."""

    operation_id: int | None
    kind: str
    stripe_object: str
    amount: int
    currency: str
    at: int
    day: str | None = None


_AT_ONCE = 1_000
_COLUMNS = tuple(getattr(Table, name) for name in Line.__dataclass_fields__)


def add(store: Store, practice_id: int, line: Line) -> bool:
    """False: it stands there already."""
    values: Row = {"practice_id": practice_id, **vars(line)}
    made = Table.insert(values).on_conflict(action="nothing")
    return store.change(made.as_rowcount()) == 1


def of_operation(store: Store, practice_id: int, operation_id: int) -> list[Line]:
    """In the order in which they became known."""
    query = Table.select(*_COLUMNS).where(
        Table.practice_id == practice_id, Table.operation_id == operation_id
    )
    return [Line(**row) for row in store.select(query.order_by(Table.id))]


def payment_of(store: Store, practice_id: int, charge_id: str) -> int | None:
    """The operation in whose name Stripe's charge stands here."""
    query = Table.select(Table.operation_id).where(
        Table.practice_id == practice_id,
        Table.stripe_object == charge_id,
        Table.operation_id.is_null(False),
    )
    row = store.first(query.limit(1))
    return int(row["operation_id"]) if row else None


def of_objects(store: Store, practice_id: int, objects: Iterable[str]) -> dict[str, list[Line]]:
    """The lines of these objects of Stripe's, by their ids."""
    ids, found = sorted(objects), dict[str, list[Line]]()
    for first in range(0, len(ids), _AT_ONCE):
        named = Table.stripe_object.in_(ids[first : first + _AT_ONCE])
        query = Table.select(*_COLUMNS).where(Table.practice_id == practice_id, named)
        for row in store.select(query.order_by(Table.id)):
            found.setdefault(row["stripe_object"], []).append(Line(**row))
    return found


def all_lines(store: Store, practice_id: int, after: int = 0) -> list[Line]:
    """Everything since then (epoch ms), in the order in which it became known."""
    query = Table.select(*_COLUMNS).where(Table.practice_id == practice_id, Table.at >= after)
    return [Line(**row) for row in store.select(query.order_by(Table.id))]


def totals(
    store: Store, practice_id: int, operation_ids: Sequence[int]
) -> dict[tuple[int, str], int]:
    """By operation and kind, the sum of what moved."""
    moved = fn.SUM(Table.amount)
    query = Table.select(Table.operation_id, Table.kind, moved.alias("amount")).where(
        Table.practice_id == practice_id, Table.operation_id.in_(list(operation_ids))
    )
    rows = store.select(query.group_by(Table.operation_id, Table.kind))
    return {(row["operation_id"], row["kind"]): int(row["amount"]) for row in rows}
