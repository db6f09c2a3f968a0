"""Sums for the overview: what moved in a period, and what is owed by how long it has been due."""

from collections.abc import Sequence
from dataclasses import dataclass

from peewee import SQL, Case, Value, fn

from storage.models import Invoice, Ledger
from storage.store import Store


@dataclass(frozen=True)
class Period:
    """From `since` to before `until` (epoch ms), which are the beginnings of the practice's days
    `first` and of the one after `last` (ISO)."""

    since: int
    until: int
    first: str
    last: str


@dataclass(frozen=True)
class Summed:
    """Of all ledger entries of a kind in a currency: how many, and what they come to."""

    kind: str
    currency: str
    number: int
    amount: int


@dataclass(frozen=True)
class Aged:
    """Open invoices in a currency: `age` counts the bounds that their due day lies before."""

    age: int
    currency: str
    number: int
    due: int


def moved(store: Store, practice_id: int, period: Period) -> list[Summed]:
    """What counts in the period: by the moment, or by the day for which a person wrote it down."""
    sums = (
        Ledger.kind,
        Ledger.currency,
        fn.COUNT(SQL("1")).alias("number"),
        fn.SUM(Ledger.amount).alias("amount"),
    )
    query = Ledger.select(*sums).where(
        Ledger.practice_id == practice_id,
        (Ledger.day.is_null() & (Ledger.at >= period.since) & (Ledger.at < period.until))
        | Ledger.day.between(period.first, period.last),
    )
    rows = store.select(query.group_by(Ledger.kind, Ledger.currency))
    return [
        Summed(row["kind"], row["currency"], int(row["number"]), int(row["amount"])) for row in rows
    ]


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
