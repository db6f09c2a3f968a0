"""What Stripe and the ledger don't agree on: written down once, until they agree again."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.models import Difference as Table
from storage.store import Row, Store


@dataclass(frozen=True)
class Difference:
    """`kind` is one of desk.differences'; `stripe_object` a payment intent's or charge's id;
    `operation` a uid, "" of none; `amount` minor units."""

    kind: str
    stripe_object: str
    operation: str
    amount: int
    currency: str


_COLUMNS = tuple(getattr(Table, name) for name in Difference.__dataclass_fields__)


def keep(store: Store, practice_id: int, found: Sequence[Difference], now: int) -> list[Difference]:
    """From now on (epoch ms) these and no others. Returns those that are new."""
    with store.transaction():
        known = open_ones(store, practice_id)
        for one in found:
            if one not in known:
                _put(store, practice_id, one, now)
        for one in known:
            if one not in found:
                _close(store, practice_id, one, now)
        return [one for one in found if one not in known]


def open_ones(store: Store, practice_id: int) -> list[Difference]:
    """Those of the practice that are there still, the oldest first."""
    query = Table.select(*_COLUMNS).where(Table.practice_id == practice_id, Table.gone_at.is_null())
    return [Difference(**row) for row in store.select(query.order_by(Table.id))]


def _put(store: Store, practice_id: int, one: Difference, now: int) -> None:
    values: Row = {**vars(one), "found_at": now, "gone_at": None}
    made = Table.insert(practice_id=practice_id, **values)
    known = (Table.practice_id, Table.kind, Table.stripe_object)
    store.change(made.on_conflict(conflict_target=known, update=values).as_rowcount())


def _close(store: Store, practice_id: int, one: Difference, now: int) -> None:
    same = (Table.kind == one.kind) & (Table.stripe_object == one.stripe_object)
    store.change(Table.update(gone_at=now).where(Table.practice_id == practice_id, same))
