"""The overview: what was collected this month and the one before, and what is owed by its age."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from desk.access import Person, authorize
from desk.books import FEES, begins
from desk.context import Desk
from desk.settings import PracticeSettings, practice_settings, today_at
from rules.ledger_kinds import ELSEWHERE, ELSEWHERE_UNDONE, NO_MONEY
from rules.payment_state import CHARGE
from rules.roles import Action
from rules.words import Sentence, sentence
from storage import overview as rows
from storage.overview import Aged, Period, Summed
from storage.practices import Practice

AGES: tuple[tuple[int | None, Sentence], ...] = (
    (0, sentence("Not due yet")),
    (30, sentence("1 to 30 days overdue")),
    (60, sentence("31 to 60 days overdue")),
    (90, sentence("61 to 90 days overdue")),
    (None, sentence("More than 90 days overdue")),
)
"""How long open invoices have been due, at most so many days."""
_CAME = frozenset({CHARGE, ELSEWHERE, ELSEWHERE_UNDONE})


@dataclass
class Collected:
    """In one currency, in minor units: what `came` from clients, what went `back`, and Stripe's
    `fees`, both below zero."""

    came: int = 0
    back: int = 0
    fees: int = 0

    @property
    def kept(self) -> int:
        return self.came + self.back + self.fees


@dataclass(frozen=True)
class Month:
    """What moved in a month, by currency; `first` is its first day."""

    first: date
    sums: dict[str, Collected]


@dataclass(frozen=True)
class Owed:
    """In one currency: how many invoices and how much, for each of AGES."""

    numbers: list[int] = field(default_factory=lambda: [0] * len(AGES))
    amounts: list[int] = field(default_factory=lambda: [0] * len(AGES))


@dataclass(frozen=True)
class Overview:
    """`months`: this one and the one before. `owed` by currency. Currencies in which there is
    nothing are left out, but for the practice's own."""

    currency: str
    today: date
    months: tuple[Month, Month]
    owed: dict[str, Owed]

    @property
    def currencies(self) -> list[str]:
        """The practice's own first."""
        found = {self.currency, *self.owed, *(one for month in self.months for one in month.sums)}
        return sorted(found, key=lambda one: (one != self.currency, one))


def overview(desk: Desk, practice: Practice, person: Person) -> Overview:
    authorize(person, Action.SEE_TAKINGS)
    settings = practice_settings(desk, practice)
    today = today_at(desk, settings)
    this = today.replace(day=1)
    before = (this - timedelta(days=1)).replace(day=1)
    return Overview(
        currency=settings.currency,
        today=today,
        months=(
            _month(desk, practice, settings, this, today),
            _month(desk, practice, settings, before, this - timedelta(days=1)),
        ),
        owed=_owed(rows.owed_by_age(desk.store, practice.id, _bounds(today))),
    )


def _month(
    desk: Desk, practice: Practice, settings: PracticeSettings, first: date, last: date
) -> Month:
    zone = settings.time_zone
    period = Period(
        since=begins(first, zone),
        until=begins(last + timedelta(days=1), zone),
        first=first.isoformat(),
        last=last.isoformat(),
    )
    return Month(first, _collected(rows.moved(desk.store, practice.id, period)))


def _collected(sums: list[Summed]) -> dict[str, Collected]:
    found: dict[str, Collected] = defaultdict(Collected)
    for one in sums:
        if one.kind in FEES:
            found[one.currency].fees += one.amount
        elif one.kind in _CAME:
            found[one.currency].came += one.amount
        elif one.kind not in NO_MONEY:
            found[one.currency].back += one.amount
    return dict(found)


def _bounds(today: date) -> list[str]:
    """An invoice is of the first age whose bound its due day reaches."""
    return [(today - timedelta(days=days)).isoformat() for days, _ in AGES if days is not None]


def _owed(aged: list[Aged]) -> dict[str, Owed]:
    found: dict[str, Owed] = defaultdict(Owed)
    for one in aged:
        found[one.currency].numbers[one.age] += one.number
        found[one.currency].amounts[one.age] += one.due
    return dict(found)
