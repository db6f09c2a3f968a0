"""The practice's own fee rows, confirmed by an owner, each from a day on."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rules.fees import FeeRow
from rules.words import Sentence
from storage.models import OwnFeeRow as Table
from storage.prepared import Prepared, slot
from storage.store import Row, Store


@dataclass(frozen=True)
class SavedFeeRow:
    """A row of the practice, and the Slack user who saved it."""

    row: FeeRow
    by: str


_ALL = Prepared(
    Table.select(
        Table.method,
        Table.currency,
        Table.percent,
        Table.fixed,
        Table.cap,
        Table.since,
        Table.source,
        Table.checked_on,
        Table.saved_by,
    )
    .where(Table.practice_id == slot("practice"))
    .order_by(Table.id)
)


def saved_rows(store: Store, practice_id: int) -> list[SavedFeeRow]:
    """The practice's rows, by the day from which they hold. Of those for the same method, currency
    and day, only the one saved last."""
    newest: dict[tuple[str, str | None, str], SavedFeeRow] = {}
    for row in _ALL.ask(store, practice=practice_id):
        newest[row["method"], row["currency"], row["since"]] = _saved(row)
    return sorted(newest.values(), key=lambda saved: saved.row.since or date.min)


def rows(store: Store, practice_id: int) -> list[FeeRow]:
    """`saved_rows` without who saved them."""
    return [saved.row for saved in saved_rows(store, practice_id)]


def add(store: Store, practice_id: int, row: FeeRow, by: str, now: int) -> None:
    """Remember a row of the practice, with its `since` set. Rows saved before stay as they are."""
    if row.since is None:
        raise ValueError("A practice's own fee row needs the day from which it holds.")
    source = row.source.text if isinstance(row.source, Sentence) else row.source
    made = Table.insert(
        practice_id=practice_id,
        method=row.method,
        currency=row.currency,
        percent=str(row.percent),
        fixed=row.fixed,
        cap=row.cap,
        since=row.since.isoformat(),
        source=source,
        checked_on=row.checked_on.isoformat() if row.checked_on else None,
        saved_by=by,
        created_at=now,
    )
    store.change(made.as_rowcount())


def _saved(row: Row) -> SavedFeeRow:
    checked_on = row["checked_on"]
    fee_row = FeeRow(
        region="own",
        method=row["method"],
        currency=row["currency"],
        percent=Decimal(row["percent"]),
        fixed=row["fixed"],
        cap=row["cap"],
        since=date.fromisoformat(row["since"]),
        own=True,
        source=row["source"],
        checked_on=date.fromisoformat(checked_on) if checked_on else None,
    )
    return SavedFeeRow(fee_row, row["saved_by"])
