"""The overview: by month what was collected and what fees took, what is owed by its age, which
payments go through, and which questions need no person."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from desk.access import Person, authorize
from desk.books import CARD, DEBIT, FEES, LINKED, begins
from desk.context import Desk
from desk.settings import practice_settings, today_at
from rules.help_state import State as QuestionState
from rules.ledger_kinds import ELSEWHERE, ELSEWHERE_UNDONE, NO_MONEY
from rules.payment_state import CHARGE, REVERSAL, State
from rules.refund_state import REFUND, REFUND_BACK
from rules.roles import Action
from rules.words import Sentence, sentence
from storage import overview as rows
from storage import overview_months as by_month
from storage.operations import LINK
from storage.overview import Aged
from storage.overview_months import Begins, MonthSum, Tried
from storage.practices import Practice

AGES: tuple[tuple[int | None, Sentence], ...] = (
    (0, sentence("Not due yet")),
    (30, sentence("1 to 30 days overdue")),
    (60, sentence("31 to 60 days overdue")),
    (90, sentence("61 to 90 days overdue")),
    (None, sentence("More than 90 days overdue")),
)
"""How long open invoices have been due, at most so many days."""
WAYS: tuple[tuple[str, Sentence], ...] = (
    (CARD, sentence("Saved card")),
    (DEBIT, sentence("Bank debit")),
    (LINKED, sentence("Payment link")),
)
"""How clients pay by Stripe."""
MONTHS = 12
LAST_PAID = 1_000
"""So many payments tell how many go through."""
_CAME = frozenset({CHARGE, ELSEWHERE, ELSEWHERE_UNDONE})
_BEARING = (CHARGE, REFUND, REFUND_BACK, REVERSAL)
"""Kinds of entries with a surcharge in them."""
_FAILED = (State.DECLINED, State.FAILED, State.NEEDS_CUSTOMER)


@dataclass
class Collected:
    """In one currency, in minor units: what `came` from clients, what went `back`, and Stripe's
    `fees`, both below zero. `passed_on`: what of it clients paid for the fees."""

    came: int = 0
    back: int = 0
    fees: int = 0
    passed_on: int = 0

    @property
    def kept(self) -> int:
        return self.came + self.back + self.fees

    @property
    def absorbed(self) -> int:
        """What of the fees the practice bore; below zero where clients paid more in that month than
        Stripe took in it."""
        return -self.fees - self.passed_on


@dataclass(frozen=True)
class Month:
    """What moved in a month, by currency; `first` is its first day. Of the questions that were
    `asked`, no person had to answer those that `alone` counts."""

    first: date
    sums: dict[str, Collected]
    asked: int = 0
    alone: int = 0


@dataclass(frozen=True)
class Owed:
    """In one currency: how many invoices and how much, for each of AGES."""

    numbers: list[int] = field(default_factory=lambda: [0] * len(AGES))
    amounts: list[int] = field(default_factory=lambda: [0] * len(AGES))


@dataclass(frozen=True)
class Success:
    """Of payments in one of WAYS."""

    paid: int
    failed: int

    @property
    def percent(self) -> int:
        """Whole ones, rounded down: 100 means all."""
        tried = self.paid + self.failed
        return self.paid * 100 // tried if tried else 0


@dataclass(frozen=True)
class Overview:
    """`months`: MONTHS of them, this one last. `owed` by currency, `success` by the codes of WAYS.
    Currencies in which there is nothing are left out, but for the practice's own."""

    currency: str
    today: date
    months: Sequence[Month]
    owed: dict[str, Owed]
    success: dict[str, Success]

    @property
    def currencies(self) -> list[str]:
        """The practice's own first."""
        found = {self.currency, *self.owed, *(one for month in self.months for one in month.sums)}
        return sorted(found, key=lambda one: (one != self.currency, one))


def overview(desk: Desk, practice: Practice, person: Person) -> Overview:
    authorize(person, Action.SEE_TAKINGS)
    settings = practice_settings(desk, practice)
    today = today_at(desk, settings)
    return Overview(
        currency=settings.currency,
        today=today,
        months=_months(desk, practice, today, settings.time_zone),
        owed=_owed(rows.owed_by_age(desk.store, practice.id, _bounds(today))),
        success=_success(desk, practice),
    )


def months_to(today: date) -> list[date]:
    """The first days of MONTHS months, that of `today` last."""
    whole = today.year * 12 + today.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(whole - MONTHS + 1, whole + 1)]


def _months(desk: Desk, practice: Practice, today: date, zone: str) -> list[Month]:
    firsts = months_to(today)
    *bounds, now = [Begins(begins(one, zone), one.isoformat()) for one in (*firsts, today)]
    store, mine, withdrawn = desk.store, practice.id, QuestionState.WITHDRAWN
    sums = _collected(by_month.moved_by_month(store, mine, bounds, now, _BEARING))
    asked = {one.month: one for one in by_month.asked_by_month(store, mine, bounds, withdrawn)}
    return [
        Month(first, sums[place], asked[place].asked, asked[place].alone)
        if place in asked
        else Month(first, sums[place])
        for place, first in enumerate(firsts)
    ]


def _collected(sums: Sequence[MonthSum]) -> dict[int, dict[str, Collected]]:
    found: dict[int, dict[str, Collected]] = defaultdict(lambda: defaultdict(Collected))
    for one in sums:
        if one.kind in NO_MONEY:
            continue
        of_month = found[one.month][one.currency]
        of_month.passed_on += one.surcharge
        if one.kind in FEES:
            of_month.fees += one.amount
        elif one.kind in _CAME:
            of_month.came += one.amount
        else:
            of_month.back += one.amount
    return found


def _bounds(today: date) -> list[str]:
    """An invoice is of the first age whose bound its due day reaches."""
    return [(today - timedelta(days=days)).isoformat() for days, _ in AGES if days is not None]


def _owed(aged: list[Aged]) -> dict[str, Owed]:
    found: dict[str, Owed] = defaultdict(Owed)
    for one in aged:
        found[one.currency].numbers[one.age] += one.number
        found[one.currency].amounts[one.age] += one.due
    return dict(found)


def _success(desk: Desk, practice: Practice) -> dict[str, Success]:
    """Of the last LAST_PAID that were paid, and of those that failed in the same time."""
    store, mine = desk.store, practice.id
    paid = by_month.newest_in(store, mine, [State.SUCCEEDED], 0, LAST_PAID)
    since = paid[-1].id if len(paid) == LAST_PAID else 0
    failed = by_month.newest_in(store, mine, _FAILED, since, LAST_PAID)
    went, stayed = Counter(map(_way, paid)), Counter(map(_way, failed))
    return {way: Success(went[way], stayed[way]) for way, _ in WAYS if went[way] or stayed[way]}


def _way(tried: Tried) -> str:
    if tried.kind == LINK:
        return LINKED
    return CARD if tried.method.get("type") == CARD else DEBIT
