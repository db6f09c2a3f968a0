"""Numbers given one after the other, without gaps: a transaction that fails gives none."""

from storage.models import Counter as Table
from storage.store import Store

CLIENTS, INVOICES, CREDIT_NOTES = "clients", "invoices", "credit_notes"
_FIRST = {INVOICES: 1001}
"""Where it isn't 1: a first invoice that is number 1 tells how new the practice is."""


def take(store: Store, practice_id: int, name: str, count: int = 1) -> int:
    """The first of the next `count` numbers. Clients' and credit notes' begin at 1, invoices' at
    1001. Until the
    transaction ends, nobody else of the practice takes any."""
    if not store.in_transaction():
        raise RuntimeError("A number is taken together with what it numbers.")
    made = Table.insert(practice_id=practice_id, name=name, last=_before_first(name) + count)
    taken = made.on_conflict(
        conflict_target=(Table.practice_id, Table.name), update={"last": Table.last + count}
    )
    [row] = store.returning(taken.returning(Table.last))
    return int(row["last"]) - count + 1


def last(store: Store, practice_id: int, name: str) -> int:
    """The one that was given last; before the first, the one before that."""
    query = Table.select(Table.last).where(Table.practice_id == practice_id, Table.name == name)
    row = store.first(query)
    return int(row["last"]) if row else _before_first(name)


def raise_to(store: Store, practice_id: int, name: str, last: int) -> None:
    """What comes next is above `last`, as after taking over another system's numbers."""
    made = Table.insert(practice_id=practice_id, name=name, last=last)
    raised = made.on_conflict(
        conflict_target=(Table.practice_id, Table.name),
        update={"last": last},
        where=(Table.practice_id == practice_id) & (Table.last < last),
    )
    store.change(raised.as_rowcount())


def _before_first(name: str) -> int:
    return _FIRST.get(name, 1) - 1
