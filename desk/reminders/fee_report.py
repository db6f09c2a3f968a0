"""The fees of a month: what the processor kept of what came in, what of that clients paid and what
the practice bore, by payment method, and what it would be by the practice's fee rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from desk.books import FEES, Booked, begins, booked
from desk.context import Desk
from desk.days import day_in
from desk.settings import practice_settings
from rules.calendar import in_month
from rules.fees import METHODS, FeeRow, fee, row_for
from rules.payment_state import CHARGE, REVERSAL
from rules.places import fee_region, parse_place
from rules.refund_state import REFUND, REFUND_BACK
from rules.words import Refusal
from storage import fee_rows, stripe_fees
from storage.practices import Practice
from storage.takings import Moved

OTHER = "other"
"""In the place of a method that Paydesk doesn't know."""
_BEARING = frozenset({CHARGE, REFUND, REFUND_BACK, REVERSAL})
"""Kinds of ledger entries with a surcharge in them."""


@dataclass
class FeeLine:
    """Of a method (one of METHODS, or OTHER) in one currency, in minor units: so many `payments`
    that `came` to so much, what the processor `kept`, and what of it clients paid (`passed_on`),
    less what went back to them. Of `compared` payments it `took` so much, and by the fee rows it is
    `expected`."""

    method: str
    currency: str
    payments: int = 0
    came: int = 0
    kept: int = 0
    passed_on: int = 0
    compared: int = 0
    took: int = 0
    expected: int = 0

    @property
    def absorbed(self) -> int:
        """What the practice bore; below zero where clients paid more in that month than the
        processor kept in it."""
        return self.kept - self.passed_on

    @property
    def more(self) -> int:
        """What the processor took beyond the fee rows."""
        return self.took - self.expected


@dataclass(frozen=True)
class FeeReport:
    """`month`: its first day. Cards first, then as METHODS has them."""

    month: date
    lines: tuple[FeeLine, ...]

    def total(self, currency: str) -> FeeLine:
        found = FeeLine("", currency)
        for one in self.lines:
            if one.currency == currency:
                for name in ("payments", "came", "kept", "passed_on"):
                    setattr(found, name, getattr(found, name) + getattr(one, name))
        return found

    @property
    def currencies(self) -> list[str]:
        return list(dict.fromkeys(one.currency for one in self.lines))


def fee_report(desk: Desk, practice: Practice, month: date) -> FeeReport:
    """As it is known now."""
    lines = _Lines()
    for one in _moved(desk, practice, month):
        _count(lines.of(one.moved.method, one.moved.currency), one.moved)
    _compare(desk, practice, month, lines)
    order = (*METHODS, OTHER)
    found = sorted(lines.found.values(), key=lambda it: (it.currency, order.index(it.method)))
    return FeeReport(month, tuple(found))


def any_fees(desk: Desk, practice: Practice, month: date) -> bool:
    """Whether there is anything to report."""
    return next(_moved(desk, practice, month), None) is not None


class _Lines:
    def __init__(self) -> None:
        self.found: dict[tuple[str, str], FeeLine] = {}

    def of(self, method: Mapping[str, Any], currency: str) -> FeeLine:
        kind = str(method.get("type"))
        name = kind if kind in METHODS else OTHER
        return self.found.setdefault((currency, name), FeeLine(name, currency))


def _moved(desk: Desk, practice: Practice, month: date) -> Iterator[Booked]:
    """What came, went back, or was kept, by way of the processor."""
    zone = practice_settings(desk, practice).time_zone
    for one in booked(desk, practice.id, zone, month, _last_of(month)):
        if one.moved.kind in FEES | _BEARING:
            yield one


def _count(line: FeeLine, moved: Moved) -> None:
    if moved.kind in FEES:
        line.kept -= moved.amount
    else:
        line.passed_on += moved.surcharge if moved.amount > 0 else -moved.surcharge
    if moved.kind == CHARGE:
        line.payments += 1
        line.came += moved.amount


def _compare(desk: Desk, practice: Practice, month: date, lines: _Lines) -> None:
    """With the row that held on the day. What was converted has fees of its own."""
    settings = practice_settings(desk, practice)
    if settings.place is None:
        return
    own, region = fee_rows.rows(desk.store, practice.id), fee_region(parse_place(settings.place))
    zone = settings.time_zone
    since, until = begins(month, zone), begins(_last_of(month) + timedelta(days=1), zone)
    for taken, method in stripe_fees.between(desk.store, practice.id, since, until):
        kind = str(method.get("type"))
        row = _row(own, region, taken.currency, kind, day_in(taken.at, zone))
        if row is not None and not taken.converted:
            line = lines.of(method, taken.currency)
            line.compared += 1
            line.took += taken.fee
            line.expected += fee(taken.settled, row)


def _row(own: Sequence[FeeRow], region: str, currency: str, method: str, on: date) -> FeeRow | None:
    try:
        return row_for(own, region, currency, method, on)
    except Refusal:
        return None


def _last_of(month: date) -> date:
    return in_month(month.year, month.month, 31)
