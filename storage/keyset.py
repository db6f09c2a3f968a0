"""Pages of long lists that begin where another row stands, the newest first."""

from collections.abc import Sequence
from typing import Any

from peewee import Field, Tuple

from storage.models.base import Table
from storage.store import Row, Store


def newest_first(
    store: Store,
    practice_id: int,
    query: Any,
    columns: Sequence[Field],
    *,
    after: int | None,
    before: int | None,
    limit: int,
) -> list[Row]:
    """The rows of `query` in falling order of `columns`, the last of which is the id: after or
    before the row with that id."""
    spot = Tuple(*columns)
    if after is not None:
        query = query.where(spot < _spot(practice_id, columns, after))
    if before is not None:
        query = query.where(spot > _spot(practice_id, columns, before))
    order = columns if before is not None else [one.desc() for one in columns]
    rows = store.select(query.order_by(*order).limit(limit))
    return rows if before is None else rows[::-1]


def _spot(practice_id: int, columns: Sequence[Field], row_id: int) -> Any:
    table: type[Table] = columns[-1].model
    other = table.alias("spot")
    named = (other.practice_id == practice_id) & (other.id == row_id)
    return other.select(*(getattr(other, one.name) for one in columns)).where(named)
