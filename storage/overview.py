"""Sums for the overview: what is owed, by how long it has been due."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from peewee import SQL, fn

from storage.models import Invoice
from storage.store import Store


@dataclass(frozen=True)
class Aged:
    """Open invoices in a currency: `age` counts the bounds that their due day lies before."""

    age: int
    currency: str
    number: int
    due: int


def owed_by_age(store: Store, practice_id: int, bounds: Sequence[str]) -> list[Aged]:
    """`bounds`: ISO days, the latest first. Read from the index of what is open, in its order."""
    due = Invoice.total - Invoice.paid - Invoice.credited - Invoice.written_off
    query = Invoice.select(
        Invoice.due_on,
        Invoice.currency,
        fn.COUNT(SQL("1")).alias("number"),
        fn.SUM(due).alias("due"),
    ).where(Invoice.practice_id == practice_id, SQL("state = 'open'"))
    sums: dict[tuple[int, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in store.select(query.group_by(Invoice.due_on, Invoice.currency)):
        age = next((n for n, day in enumerate(bounds) if row["due_on"] >= day), len(bounds))
        number, amount = sums[age, row["currency"]]
        sums[age, row["currency"]] = number + int(row["number"]), amount + int(row["due"])
    return [Aged(*one, *sums[one]) for one in sorted(sums)]
