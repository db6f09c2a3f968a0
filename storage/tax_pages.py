"""Versions of tax rates as they are looked through: each with the moment until which it held."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from peewee import Expression, Tuple, fn

from storage.models import TaxRate as Table
from storage.models import TaxVersion as Version
from storage.store import Store

Place = tuple[int, int]
"""Where a page begins or ends: a rate's id and a version's."""
_later = Version.alias("later")


@dataclass(frozen=True)
class ListedVersion:
    """What a rate was from `since` until `until`, epoch ms; None: it holds. `place` is "CA-QC" or
    None."""

    rate_id: int
    id: int
    name: str
    percent: Decimal
    inclusive: bool
    place: str | None
    since: int
    until: int | None


def page(
    store: Store,
    practice_id: int,
    *,
    ended: bool,
    after: Place | None = None,
    before: Place | None = None,
    limit: int,
) -> list[ListedVersion]:
    """Versions of the rates that are in use, or of those that are `ended`: the newest rate first,
    and of each the newest version."""
    spot = Tuple(Version.tax_rate_id, Version.id)
    wanted = _mine(practice_id) & Table.archived_at.is_null(not ended)
    if after is not None:
        wanted &= spot < Tuple(*after)
    if before is not None:
        wanted &= spot > Tuple(*before)
    found = _listed(store, practice_id, wanted, limit, oldest_first=before is not None)
    return found[::-1] if before is not None else found


def of_rate(store: Store, practice_id: int, rate_id: int, limit: int) -> list[ListedVersion]:
    """Those of one rate, the newest first."""
    wanted = _mine(practice_id) & (Version.tax_rate_id == rate_id)
    return _listed(store, practice_id, wanted, limit)


def _mine(practice_id: int) -> Expression:
    return (Version.practice_id == practice_id) & (Table.practice_id == practice_id)


def _listed(
    store: Store, practice_id: int, wanted: Expression, limit: int, *, oldest_first: bool = False
) -> list[ListedVersion]:
    following = (
        _later.select(_later.created_at)
        .where(
            _later.practice_id == practice_id,
            _later.tax_rate_id == Version.tax_rate_id,
            _later.id > Version.id,
        )
        .order_by(_later.id)
        .limit(1)
    )
    order: list[Any] = [Version.tax_rate_id, Version.id]
    query = (
        Version.select(
            Version.tax_rate_id.alias("rate_id"),
            Version.id,
            Version.name,
            Version.percent,
            Version.inclusive,
            Version.place,
            Version.created_at.alias("since"),
            fn.COALESCE(following, Table.archived_at).alias("until"),
        )
        .join(Table, on=(Table.id == Version.tax_rate_id))
        .where(wanted)
        .order_by(*(order if oldest_first else [one.desc() for one in order]))
    )
    return [
        ListedVersion(
            **{**row, "percent": Decimal(row["percent"]), "inclusive": bool(row["inclusive"])}
        )
        for row in store.select(query.limit(limit))
    ]
