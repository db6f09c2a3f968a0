"""Sums for the overview: what is owed, by how long it has been due."""

from collections.abc import Sequence
from dataclasses import dataclass

from peewee import SQL, Case, Value, fn

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
    """`bounds`: ISO days, the latest first."""
    steps = [(Invoice.due_on >= day, Value(age)) for age, day in enumerate(bounds)]
    age = Case(None, steps, Value(len(bounds)))
    due = Invoice.total - Invoice.paid - Invoice.credited - Invoice.written_off
    query = Invoice.select(
        age.alias("age"),
        Invoice.currency,
        fn.COUNT(SQL("1")).alias("number"),
        fn.SUM(due).alias("due"),
    ).where(Invoice.practice_id == practice_id, Invoice.state == "open")
    rows = store.select(query.group_by(SQL("age"), Invoice.currency).order_by(SQL("age")))
    return [
        Aged(int(row["age"]), row["currency"], int(row["number"]), int(row["due"])) for row in rows
    ]
