"""What accountants get: all that moved in a period, a row for each part of it.

Tax is counted when it is paid: each payment has its share of the invoice's taxes, and a refund
takes its share back. The amounts of a currency add up to what the ledger says came and went;
write-offs are no money and stand in a column of their own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice

from desk.access import Actor, authorize
from desk.account_shares import Page, Piece, page_of
from desk.books import FEES, Booked, booked
from desk.context import Desk
from desk.days import day_in
from desk.exports import Cell
from desk.settings import practice_settings
from rules.currencies import decimals
from rules.ledger_kinds import NO_MONEY
from rules.roles import Action
from rules.words import refuse
from storage import taxes
from storage.practices import Practice
from storage.taxes import TaxRate

BEFORE_TAXES = (
    "day",
    "recorded_on",
    "what",
    "method",
    "invoice",
    "credit_note",
    "client",
    "practitioner",
    "currency",
    "amount",
    "net",
)
AFTER_TAXES = ("surcharge", "written_off", "taken_by", "reference", "stripe_id", "tax_basis")
TAX_BASIS = "payments received"
"""The tax of an invoice counts with what is paid of it, not when the invoice is issued."""
_PAGE = 500


@dataclass(frozen=True)
class _Columns:
    """Of taxes: the headings, and under which of them a tax version stands."""

    headings: tuple[str, ...]
    place: Mapping[int, int]


def account_rows(
    desk: Desk, actor: Actor, practice: Practice, first: date, last: date
) -> Iterator[Sequence[Cell]]:
    """The heading, then what moved from `first` to `last`, in the order of the days. A page at a
    time, so that any number takes the same memory. Refusal of a period that ends before it
    begins."""
    authorize(actor, Action.IMPORT_AND_EXPORT)
    if last < first:
        raise refuse("The last day is before the first.")
    zone = practice_settings(desk, practice).time_zone
    columns = _columns(taxes.all_versions(desk.store, practice.id))
    yield (*BEFORE_TAXES, *columns.headings, *AFTER_TAXES)
    everything = booked(desk, practice.id, zone, first, last)
    while some := list(islice(everything, _PAGE)):
        page = page_of(desk, practice.id, some)
        for one in some:
            for piece in page.pieces(one.moved):
                yield _row(columns, page, one, piece, zone)


def month_before(today: date) -> tuple[date, date]:
    """The first and the last day of the last month that is over."""
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def _columns(versions: Sequence[TaxRate]) -> _Columns:
    """One for each name and percentage that there ever was."""
    names = {one.version_id: f"tax {one.name} {one.percent.normalize():f}%" for one in versions}
    headings = tuple(dict.fromkeys(names.values()))
    return _Columns(headings, {version: headings.index(name) for version, name in names.items()})


def _row(columns: _Columns, page: Page, one: Booked, piece: Piece, zone: str) -> Sequence[Cell]:
    moved, places = one.moved, decimals(one.moved.currency)

    def money(amount: int) -> Decimal:
        return Decimal(amount).scaleb(-places)

    off, fee = moved.kind in NO_MONEY, moved.kind in FEES
    sums = [0] * len(columns.headings)
    for version, amount in piece.taxes.items():
        sums[columns.place[version]] += amount
    has_tax = not (off or fee or piece.surcharge)
    net: Cell = "" if off or fee else money(piece.amount - sum(sums))
    return (
        one.day.isoformat(),
        day_in(moved.at, zone).isoformat(),
        moved.kind,
        "" if off else one.way,
        piece.invoice,
        page.credit_note(moved),
        piece.client,
        piece.practitioner,
        moved.currency.upper(),
        "" if off else money(piece.amount),
        net,
        *(money(amount) if has_tax else "" for amount in sums),
        money(piece.amount) if piece.surcharge else "",
        money(piece.amount) if off else "",
        moved.asked_by,
        str(moved.method.get("reference") or moved.method.get("why") or ""),
        "" if moved.stripe_object == moved.uid else moved.stripe_object,
        TAX_BASIS,
    )
