"""What all open invoices come to, however many there are: counted as it changes.

A change is a new row, so that those who change it never wait for each other; of many rows one is
made now and then.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from storage import bulk
from storage.models import Invoice
from storage.models import OwedChange as Table
from storage.operations import forget_failures, lock_invoices
from storage.store import Store

MOST_ROWS = 50

Owed = dict[str, tuple[int, int]]
"""By currency: of how many invoices, and how much."""


@contextmanager
def watched(store: Store, practice_id: int, ids: Sequence[int]) -> Iterator[None]:
    """What is done meanwhile to these invoices is counted; what failed of those that are settled by
    it is no longer on Home's board."""
    with store.transaction():
        lock_invoices(store, practice_id, ids)
        before = _due(store, practice_id, ids)
        yield
        after = _due(store, practice_id, ids)
        less = [(currency, -1, -due) for currency, due in before.values()]
        more = [(currency, 1, due) for currency, due in after.values()]
        _add(store, practice_id, _summed([*less, *more]))
        if settled := set(before) - set(after):
            forget_failures(store, practice_id, settled)


def add_new(store: Store, practice_id: int, dues: Iterable[tuple[str, int]]) -> None:
    """New open invoices: the currency of each, and what is due."""
    _add(store, practice_id, _summed((currency, 1, due) for currency, due in dues))


def total(store: Store, practice_id: int) -> Owed:
    """What is owed now; currencies in which nothing is are left out."""
    query = Table.select(Table.id, Table.currency, Table.invoices, Table.amount)
    rows = store.select(query.where(Table.practice_id == practice_id))
    if len(rows) > MOST_ROWS:
        _make_few(store, practice_id, max(row["id"] for row in rows))
    return _summed((row["currency"], row["invoices"], row["amount"]) for row in rows)


def _make_few(store: Store, practice_id: int, last: int) -> None:
    """One row for each currency in the place of those until `last`. Of two who do it at once each
    finds rows that the other doesn't."""
    old = (Table.practice_id == practice_id) & (Table.id <= last)
    columns = (Table.currency, Table.invoices, Table.amount)
    with store.transaction():
        gone = store.returning(Table.delete().where(old).returning(*columns))
        sums = _summed((row["currency"], row["invoices"], row["amount"]) for row in gone)
        _add(store, practice_id, sums)


def _summed(changes: Iterable[tuple[str, int, int]]) -> Owed:
    sums: Owed = {}
    for currency, invoices, amount in changes:
        before = sums.get(currency, (0, 0))
        sums[currency] = (before[0] + invoices, before[1] + amount)
    return {currency: one for currency, one in sums.items() if any(one)}


def _add(store: Store, practice_id: int, sums: Owed) -> None:
    rows = [[practice_id, currency, *one] for currency, one in sorted(sums.items())]
    if rows:
        bulk.insert(store, Table, ("practice_id", "currency", "invoices", "amount"), rows)


def _due(store: Store, practice_id: int, ids: Sequence[int]) -> dict[int, tuple[str, int]]:
    """Those of them that are open: the currency, and what is due."""
    due = Invoice.total - Invoice.paid - Invoice.credited - Invoice.written_off
    query = Invoice.select(Invoice.id, Invoice.currency, due.alias("due")).where(
        Invoice.practice_id == practice_id, Invoice.id.in_(list(ids)), Invoice.state == "open"
    )
    return {row["id"]: (row["currency"], int(row["due"])) for row in store.select(query)}
