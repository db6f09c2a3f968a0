"""The fees as they are on a day: what holds for each region and method, and all rows that the
practice has entered, with their days and sources."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desk.access import Person, authorize
from desk.context import Desk
from desk.fees import ALL, FeeTable, table_of
from rules.fees import FeeRow
from rules.roles import Action
from storage import fee_rows
from storage.fee_rows import SavedFeeRow


@dataclass(frozen=True)
class Holding:
    """What holds in a region for a method. `saved`: who entered it, where it is the practice's
    own row."""

    region: str
    currency: str | None
    row: FeeRow
    saved: SavedFeeRow | None


@dataclass(frozen=True)
class OwnRow:
    """A row of the practice, which holds up to and with the day `until`; None: no other one
    follows."""

    saved: SavedFeeRow
    until: date | None

    def holds(self, day: date) -> bool:
        since = self.saved.row.since or date.min
        return since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class FeesOn:
    """`own`: the newest first."""

    holding: Sequence[Holding]
    own: Sequence[OwnRow]


def fees_on(desk: Desk, person: Person, day: date) -> FeesOn:
    authorize(person, Action.SEE_FEES)
    saved = fee_rows.saved_rows(desk.store, person.practice_id)
    table = table_of(person, ALL, saved, day)
    return FeesOn(list(_holding(table)), list(_own(saved)))


def _holding(table: FeeTable) -> Iterator[Holding]:
    entered = {one.row: one for one in table.own}
    for line in table.lines:
        for row in (line.card, line.debit):
            if row is not None:
                yield Holding(line.region, line.currency, row, entered.get(row))


def _own(saved: Sequence[SavedFeeRow]) -> Iterator[OwnRow]:
    following: dict[tuple[str, str | None], date | None] = {}
    for one in reversed(saved):
        key = (one.row.method, one.row.currency)
        after = following.get(key)
        yield OwnRow(one, after - timedelta(days=1) if after else None)
        following[key] = one.row.since
