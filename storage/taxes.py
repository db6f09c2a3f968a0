"""Tax rates and their versions: the newest version holds, older ones stay for what used them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from peewee import ModelSelect, fn

from storage.invoice_contents import TaxLine
from storage.models import InvoiceTax
from storage.models import TaxRate as Table
from storage.models import TaxVersion as Version
from storage.store import Row, Store


@dataclass(frozen=True)
class TaxTerms:
    """What a version says. `place` is "CA-QC" or None."""

    name: str
    percent: Decimal
    inclusive: bool
    place: str | None = None


@dataclass(frozen=True)
class TaxRate:
    """A rate in the version that holds. `id` is the rate's, `version_id` the version's; `place`
    is "CA-QC" or None; times are epoch ms."""

    id: int
    version_id: int
    name: str
    percent: Decimal
    inclusive: bool
    place: str | None
    since: int
    archived_at: int | None


_COLUMNS = (
    Table.id,
    Version.id.alias("version_id"),
    Version.name,
    Version.percent,
    Version.inclusive,
    Version.place,
    Version.created_at.alias("since"),
    Table.archived_at,
)


def rates(store: Store, practice_id: int) -> list[TaxRate]:
    """Those in use, in the order in which they were made."""
    query = _current(practice_id).where(
        Table.practice_id == practice_id, Table.archived_at.is_null()
    )
    return [_rate(row) for row in store.select(query.order_by(Table.id))]


def any_in_use(store: Store, practice_id: int) -> bool:
    query = Table.select(Table.id).where(
        Table.practice_id == practice_id, Table.archived_at.is_null()
    )
    return store.first(query.limit(1)) is not None


def get(store: Store, practice_id: int, rate_id: int) -> TaxRate | None:
    """In the version that holds, archived ones too."""
    query = _current(practice_id).where(Table.practice_id == practice_id, Table.id == rate_id)
    row = store.first(query)
    return _rate(row) if row else None


def versions(store: Store, practice_id: int, ids: Iterable[int]) -> dict[int, TaxRate]:
    """Versions by their own ids, whether they still hold or not."""
    query = (
        Version.select(*_COLUMNS)
        .join(Table, on=(Table.id == Version.tax_rate_id))
        .where(Version.practice_id == practice_id, Version.id.in_(set(ids)))
    )
    return {row["version_id"]: _rate(row) for row in store.select(query)}


def on_invoice(store: Store, practice_id: int, invoice_id: int) -> list[tuple[TaxLine, TaxRate]]:
    """What each tax comes to on an invoice, in their order on it, with its version: one query."""
    names = TaxLine.__dataclass_fields__
    query = (
        InvoiceTax.select(*_COLUMNS, *(getattr(InvoiceTax, name) for name in names))
        .join(Version, on=(Version.id == InvoiceTax.tax_version_id))
        .join(Table, on=(Table.id == Version.tax_rate_id))
        .where(
            InvoiceTax.practice_id == practice_id,
            InvoiceTax.invoice_id == invoice_id,
            Version.practice_id == practice_id,
        )
    )
    rows = store.select(query.order_by(InvoiceTax.position))
    return [(TaxLine(**{name: row.pop(name) for name in names}), _rate(row)) for row in rows]


def all_versions(store: Store, practice_id: int) -> list[TaxRate]:
    """Every version of every rate, archived ones too: by rate, the oldest first."""
    query = (
        Version.select(*_COLUMNS)
        .join(Table, on=(Table.id == Version.tax_rate_id))
        .where(Version.practice_id == practice_id)
    )
    return [_rate(row) for row in store.select(query.order_by(Table.id, Version.id))]


def history(store: Store, practice_id: int, rate_id: int) -> list[TaxRate]:
    """All versions of a rate, the one that holds first."""
    query = (
        Version.select(*_COLUMNS)
        .join(Table, on=(Table.id == Version.tax_rate_id))
        .where(Version.practice_id == practice_id, Version.tax_rate_id == rate_id)
    )
    return [_rate(row) for row in store.select(query.order_by(Version.id.desc()))]


def add(store: Store, practice_id: int, name: str, name_key: str, now: int) -> int | None:
    """A new rate's id, to be given a version in the same transaction. None: one in use has the
    same `name_key`."""
    made = Table.insert(practice_id=practice_id, name=name, name_key=name_key, created_at=now)
    rows = store.returning(made.on_conflict(action="nothing").returning(Table.id))
    return int(rows[0]["id"]) if rows else None


def rename(store: Store, practice_id: int, rate_id: int, name: str, name_key: str) -> bool:
    """False: another rate in use has the same `name_key`."""
    mine = (Table.practice_id == practice_id) & (Table.id == rate_id)
    other = Table.alias("other")
    taken = fn.EXISTS(
        other.select(other.id).where(
            other.practice_id == practice_id,
            other.name_key == name_key,
            other.archived_at.is_null(),
            other.id != rate_id,
        )
    )
    return store.change(Table.update(name=name, name_key=name_key).where(mine, ~taken)) == 1


def add_version(
    store: Store, practice_id: int, rate_id: int, terms: TaxTerms, by: str, now: int
) -> int:
    """What the rate is from now on. Returns the version's id."""
    made = Version.insert(
        practice_id=practice_id,
        tax_rate_id=rate_id,
        name=terms.name,
        percent=str(terms.percent),
        inclusive=terms.inclusive,
        place=terms.place,
        created_at=now,
        created_by=by,
    )
    [row] = store.returning(made.returning(Version.id))
    return int(row["id"])


def archive(store: Store, practice_id: int, rate_id: int, now: int) -> bool:
    """It is offered no more. False: it was archived before, or isn't there."""
    mine = (Table.practice_id == practice_id) & (Table.id == rate_id)
    return store.change(Table.update(archived_at=now).where(mine, Table.archived_at.is_null())) == 1


def _current(practice_id: int) -> "ModelSelect[Table]":
    newest = Version.alias("newest")
    holds = newest.select(fn.MAX(newest.id)).where(
        newest.practice_id == practice_id, newest.tax_rate_id == Table.id
    )
    return Table.select(*_COLUMNS).join(Version, on=(Version.id == holds))


def _rate(row: Row) -> TaxRate:
    decided = {"percent": Decimal(row["percent"]), "inclusive": bool(row["inclusive"])}
    return TaxRate(**{**row, **decided})
