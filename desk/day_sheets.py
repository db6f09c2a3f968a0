"""The day: what came in by which way, what went back, who took it, and what is on its way."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from desk.access import Person, authorize
from desk.books import CARD, DEBIT, FEES, LINKED, OTHER, Booked, booked
from desk.context import Desk
from desk.elsewhere import METHODS
from desk.settings import practice_settings, today_at
from rules.dispute_state import DISPUTE, DISPUTE_BACK
from rules.ledger_kinds import ELSEWHERE, ELSEWHERE_UNDONE, NO_MONEY
from rules.payment_state import CHARGE, REVERSAL, State
from rules.roles import Action
from rules.words import Sentence, refuse, sentence
from storage import takings
from storage.practices import Practice

WAYS: dict[str, Sentence] = {
    CARD: sentence("Card"),
    DEBIT: sentence("Bank debit"),
    LINKED: sentence("Payment link"),
    **METHODS,
    OTHER: sentence("Other"),
}
"""In the order in which they are shown."""
BACK: dict[str, Sentence] = {
    "refund": sentence("Refunds"),
    "refund_back": sentence("Refunds that failed"),
    REVERSAL: sentence("Taken back by banks"),
    DISPUTE: sentence("Disputed"),
    DISPUTE_BACK: sentence("Disputes won"),
    OTHER: sentence("Other"),
}
"""Kinds of ledger entries that are not payments, in the order in which they are shown."""
_CAME = frozenset({CHARGE, ELSEWHERE, ELSEWHERE_UNDONE})


@dataclass
class Sum:
    """Of so many, in minor units. What was undone is taken away from both."""

    amount: int = 0
    number: int = 0

    def add(self, amount: int, number: int = 1) -> None:
        self.amount += amount
        self.number += number


@dataclass
class Sums:
    """Of one currency. `came` by the codes of WAYS, `back` by those of BACK, `people` by who took
    payments, a Slack id or a system's name. `fees` are Stripe's, below zero; `written_off` is no
    money. `on_its_way`: what has been sent off and has not arrived, at this moment."""

    currency: str
    came: dict[str, Sum] = field(default_factory=lambda: defaultdict(Sum))
    back: dict[str, Sum] = field(default_factory=lambda: defaultdict(Sum))
    people: dict[str, Sum] = field(default_factory=lambda: defaultdict(Sum))
    fees: Sum = field(default_factory=Sum)
    written_off: Sum = field(default_factory=Sum)
    on_its_way: Sum = field(default_factory=Sum)

    @property
    def total_came(self) -> int:
        return sum(one.amount for one in self.came.values())

    @property
    def total_back(self) -> int:
        return sum(one.amount for one in self.back.values())

    @property
    def total(self) -> int:
        """What is left of the day."""
        return self.total_came + self.total_back

    def count(self, one: Booked) -> None:
        moved = one.moved
        if moved.kind in FEES:
            self.fees.add(moved.amount)
        elif moved.kind in NO_MONEY:
            self.written_off.add(moved.amount, _number(moved.amount))
        elif moved.kind in _CAME:
            self.came[one.way].add(moved.amount, _number(moved.amount))
            self.people[moved.asked_by].add(moved.amount, _number(moved.amount))
        else:
            self.back[moved.kind if moved.kind in BACK else OTHER].add(moved.amount)


@dataclass(frozen=True)
class DaySheet:
    """`sums` by currency, the practice's own first; a currency in which nothing happened is left
    out. `today`: the day that it is at the practice."""

    practice: Practice
    day: date
    today: date
    sums: tuple[Sums, ...]


def day_sheet(desk: Desk, practice: Practice, person: Person, day: date | None = None) -> DaySheet:
    """Of that day, or today. Refusal of a day that has not come."""
    authorize(person, Action.SEE_TAKINGS)
    settings = practice_settings(desk, practice)
    today = today_at(desk, settings)
    day = day or today
    if day > today:
        raise refuse("That day has not come yet.")
    found: dict[str, Sums] = {}
    for one in booked(desk, practice.id, settings.time_zone, day, day):
        currency = one.moved.currency
        found.setdefault(currency, Sums(currency)).count(one)
    for currency, (amount, number) in _on_its_way(desk, practice.id).items():
        found.setdefault(currency, Sums(currency)).on_its_way.add(amount, number)
    order = sorted(found, key=lambda one: (one != settings.currency, one))
    return DaySheet(practice, day, today, tuple(found[one] for one in order))


def lines_of(sums: Sums) -> Iterator[tuple[Sentence, Sum]]:
    """What came and went, in the order in which it is shown."""
    for names, found in ((WAYS, sums.came), (BACK, sums.back)):
        for code, name in names.items():
            if code in found:
                yield name, found[code]


def takers(sums: Sums) -> Sequence[tuple[str, Sum]]:
    """Who took payments, the most first."""
    return sorted(sums.people.items(), key=lambda one: (-one[1].amount, one[0]))


def _number(amount: int) -> int:
    return 1 if amount >= 0 else -1


def _on_its_way(desk: Desk, practice_id: int) -> dict[str, tuple[int, int]]:
    return takings.on_its_way(desk.store, practice_id, State.PROCESSING)
