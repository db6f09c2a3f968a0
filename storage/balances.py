"""What is still due on an invoice: what was paid, credited and written off of it."""

from dataclasses import dataclass

from peewee import Case

from storage import owed
from storage.models import Invoice as Table
from storage.store import Store


@dataclass(frozen=True)
class Counted:
    """What is counted on an invoice, in minor units; negative takes it back. `credited` is what a
    credit note says the client no longer owes, `written_off` what is no longer expected."""

    paid: int = 0
    credited: int = 0
    written_off: int = 0


def can_count(store: Store, practice_id: int, invoice_id: int, counted: Counted) -> bool:
    """Whether `count` would do it."""
    query = Table.select(Table.state, Table.total, Table.paid, Table.credited, Table.written_off)
    row = store.first(query.where(Table.practice_id == practice_id, Table.id == invoice_id))
    if row is None or row["state"] == "void":
        return False
    after: list[int] = [int(row[name]) + amount for name, amount in vars(counted).items()]
    return min(after) >= 0 and sum(after) <= int(row["total"])


def count(store: Store, practice_id: int, invoice_id: int, counted: Counted, now: int) -> bool:
    """Count it; the invoice is paid or open by what is left. False: that can't be, of a void one,
    below nothing or beyond its total, and nothing was done."""
    paid = Table.paid + counted.paid
    credited = Table.credited + counted.credited
    written_off = Table.written_off + counted.written_off
    settled = paid + credited + written_off
    sound = (
        (Table.state != "void")
        & (paid >= 0)
        & (credited >= 0)
        & (written_off >= 0)
        & (settled <= Table.total)
    )
    changed = Table.update(
        paid=paid,
        credited=credited,
        written_off=written_off,
        state=Case(None, [(settled == Table.total, "paid")], "open"),
        changed_at=now,
        version=Table.version + 1,
    ).where(Table.practice_id == practice_id, Table.id == invoice_id, sound)
    with owed.watched(store, practice_id, [invoice_id]):
        return store.change(changed) == 1
