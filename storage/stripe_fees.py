"""What Stripe really took of each payment."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peewee import Select

from storage.models import Operation
from storage.models import StripeFee as Table
from storage.store import Row, Store


@dataclass(frozen=True)
class StripeFee:
    """Of a balance transaction (`stripe_object`). Amounts are in `currency`, in which the account
    is paid out: `settled` is what the payment came to, `fee` all that Stripe took, with the `tax`
    in it; `platform` what a platform took besides. `converted`: from another currency. `at` is
    epoch ms."""

    operation_id: int
    stripe_object: str
    settled: int
    fee: int
    tax: int
    platform: int
    currency: str
    converted: bool
    at: int


_COLUMNS = tuple(getattr(Table, name) for name in StripeFee.__dataclass_fields__)


def add(store: Store, practice_id: int, taken: StripeFee) -> None:
    """What is known of it stays as it is."""
    values: Row = {"practice_id": practice_id, **vars(taken)}
    store.change(Table.insert(values).on_conflict(action="nothing").as_rowcount())


def of_operations(store: Store, practice_id: int, operation_ids: Sequence[int]) -> list[StripeFee]:
    query = Table.select(*_COLUMNS).where(
        Table.practice_id == practice_id, Table.operation_id.in_(list(operation_ids))
    )
    return [StripeFee(**row) for row in store.select(query.order_by(Table.id))]


def between(
    store: Store, practice_id: int, since: int, until: int
) -> list[tuple[StripeFee, dict[str, Any]]]:
    """Those from `since` to before `until` (epoch ms), each with what is known of the payment
    method."""
    query = _with_methods(practice_id).where(Table.at >= since, Table.at < until)
    return [(_fee(row), json.loads(row["method"])) for row in store.select(query)]


def newest(store: Store, practice_id: int, limit: int) -> list[tuple[StripeFee, dict[str, Any]]]:
    """The newest first, each with what is known of the payment method."""
    query = _with_methods(practice_id)
    rows = store.select(query.order_by(Table.at.desc(), Table.id.desc()).limit(limit))
    return [(_fee(row), json.loads(row["method"])) for row in rows]


def _with_methods(practice_id: int) -> Select:
    return (
        Table.select(*_COLUMNS, Operation.method)
        .join(Operation, on=(Operation.id == Table.operation_id))
        .where(Table.practice_id == practice_id, Operation.practice_id == practice_id)
    )


def _fee(row: Row) -> StripeFee:
    return StripeFee(**{name: row[name] for name in StripeFee.__dataclass_fields__})
