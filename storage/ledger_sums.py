"""What moved in spans of time, by kind and currency, with the surcharges in it. Spans that are over
are added up once and kept, as long as nothing comes that belongs there.

Entries are never changed or taken away, so a span with as many as then has the same ones.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from peewee import JOIN, SQL, Case, Select, Value, fn

from storage.models import Ledger, LedgerSum, Operation
from storage.store import Store

Sums = list[tuple[str, str, int, int]]
"""Kind, currency, amount, surcharge in it, which is below zero where it went back."""


@dataclass(frozen=True)
class Span:
    """From `begins` until before `ends`, None: open. Moments are epoch ms, and mean the entries
    that stand on their moment; ISO days mean those that a person wrote down for a day."""

    begins: int | str
    ends: int | str | None

    @property
    def holds(self) -> Any:
        """What it counts; of moments, entries of the other sort too."""
        column = Ledger.at if isinstance(self.begins, int) else Ledger.day
        inside = column >= self.begins
        return inside if self.ends is None else inside & (column < self.ends)

    @property
    def means(self) -> Any:
        if not isinstance(self.begins, int):
            return self.holds
        # Not by the index of days: most entries have none.
        return self.holds & (fn.COALESCE(Ledger.day, "") == "")


@dataclass(frozen=True)
class _Kept:
    ends: str
    number: int
    sums: Sums


def moved_in(
    store: Store, practice_id: int, spans: Sequence[Span], bearing: Sequence[str]
) -> list[Sums]:
    """Of each span. `bearing`: kinds of entries that hold the surcharge of their operation."""
    kept = _kept(store, practice_id)
    numbers = _numbers(store, practice_id, [one for one in spans if one.ends is not None])
    known = {one: kept[str(one.begins)].sums for one in numbers if _holds(kept, one, numbers[one])}
    empty = {one: Sums() for one, number in numbers.items() if not number}
    missing = [one for one in spans if one not in known and one not in empty]
    found = _added_up(store, practice_id, missing, bearing)
    _keep(store, practice_id, {one: found[one] for one in missing if one in numbers}, numbers)
    everything = {**found, **known, **empty}
    return [everything[one] for one in spans]


def _holds(kept: Mapping[str, _Kept], span: Span, number: int) -> bool:
    was = kept.get(str(span.begins))
    return was is not None and (was.ends, was.number) == (str(span.ends), number)


def _kept(store: Store, practice_id: int) -> dict[str, _Kept]:
    query = LedgerSum.select(LedgerSum.begins, LedgerSum.ends, LedgerSum.number, LedgerSum.sums)
    rows = store.select(query.where(LedgerSum.practice_id == practice_id))
    return {
        row["begins"]: _Kept(
            row["ends"], row["number"], [(*one,) for one in json.loads(row["sums"])]
        )
        for row in rows
    }


def _numbers(store: Store, practice_id: int, spans: Sequence[Span]) -> dict[Span, int]:
    """How many entries each has, from an index alone."""
    counts = [
        Ledger.select(Value(place).alias("place"), fn.COUNT(SQL("1")).alias("number")).where(
            Ledger.practice_id == practice_id, span.holds
        )
        for place, span in enumerate(spans)
    ]
    rows = store.select(reduce(add, counts)) if counts else []
    return {spans[row["place"]]: int(row["number"]) for row in rows}


def _added_up(
    store: Store, practice_id: int, spans: Sequence[Span], bearing: Sequence[str]
) -> dict[Span, Sums]:
    parts = [_sums(practice_id, place, span, bearing) for place, span in enumerate(spans)]
    found: dict[Span, Sums] = {span: [] for span in spans}
    for row in store.select(reduce(add, parts)) if parts else []:
        amounts = int(row["amount"]), int(row["surcharge"])
        found[spans[row["place"]]].append((row["kind"], row["currency"], *amounts))
    return found


def _sums(practice_id: int, place: int, span: Span, bearing: Sequence[str]) -> Any:
    borne = Case(None, [(Ledger.amount < 0, 0 - Operation.surcharge)], Operation.surcharge)
    whose = (
        (Operation.id == Ledger.operation_id)
        & (Operation.practice_id == practice_id)
        & Ledger.kind.in_(list(bearing))
    )
    query = Ledger.select(
        Value(place).alias("place"),
        Ledger.kind,
        Ledger.currency,
        fn.SUM(Ledger.amount).alias("amount"),
        fn.COALESCE(fn.SUM(borne), 0).alias("surcharge"),
    ).join(Operation, JOIN.LEFT_OUTER, on=whose)
    grouped = query.where(Ledger.practice_id == practice_id, span.means).group_by(
        Ledger.kind, Ledger.currency
    )
    names = ("place", "kind", "currency", "amount", "surcharge")
    return Select([grouped], [getattr(grouped.c, name) for name in names])


def _keep(
    store: Store, practice_id: int, found: Mapping[Span, Sums], numbers: Mapping[Span, int]
) -> None:
    if not found:
        return
    rows = [
        {
            "practice_id": practice_id,
            "begins": str(span.begins),
            "ends": str(span.ends),
            "number": numbers[span],
            "sums": json.dumps(sums),
        }
        for span, sums in found.items()
    ]
    made = LedgerSum.insert_many(rows).on_conflict(
        conflict_target=(LedgerSum.practice_id, LedgerSum.begins),
        preserve=(LedgerSum.ends, LedgerSum.number, LedgerSum.sums),
    )
    store.change(made.as_rowcount())
