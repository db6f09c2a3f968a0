"""Looking up processing fees: the table of a region, what is kept of an amount, own fee rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from desk.access import Person, authorize
from desk.context import Desk
from desk.settings import practice_settings, today_at
from rules import currencies
from rules.amount_text import FeeQuestion
from rules.fees import (
    CURRENCY_OF_REGION,
    METHOD_OF_REGION,
    PUBLISHED,
    REGION_OF_CURRENCY,
    REGION_OF_METHOD,
    REGIONS,
    FeeRow,
    charge_to_receive,
    fee,
    row_for,
)
from rules.money import Money
from rules.places import fee_region, parse_place
from rules.roles import Action
from storage import fee_rows
from storage.fee_rows import SavedFeeRow
from storage.practices import Practice

ALL = "all"
LOOK_UP_REGION = "us"
"""Where a look-up is answered for while the practice's place isn't known."""


@dataclass(frozen=True)
class FeeLine:
    """The fees of a region, or those in one more currency that the practice has a row for."""

    region: str
    currency: str | None
    card: FeeRow
    debit: FeeRow | None


@dataclass(frozen=True)
class FeeTable:
    """What /fees shows. `region` is one of rules.fees.REGIONS, or ALL.

    `own`: the practice's rows among the lines; `coming`: those that begin later.
    """

    region: str
    lines: tuple[FeeLine, ...]
    own: tuple[SavedFeeRow, ...]
    coming: tuple[SavedFeeRow, ...]


@dataclass(frozen=True)
class FeeAnswer:
    """What is kept of `amount` under `row`, and what to charge so that all of it is received.

    `charge` is None where that is more than one charge can be. `receives` is below zero where the
    fee is higher than the amount. `own`: the saved row, if `row` is the practice's. `assumed`: the
    practice's place isn't known and nothing else named a region.
    """

    amount: Money
    row: FeeRow
    kept: Money
    receives: Money
    charge: Money | None
    own: SavedFeeRow | None
    assumed: bool


def home_region(practice: Practice) -> str | None:
    """The region of the fee table that the practice is in, once its place is known."""
    return fee_region(parse_place(practice.place)) if practice.place else None


def home_currency(practice: Practice) -> str:
    """What an amount is in that names no currency."""
    region = home_region(practice) or LOOK_UP_REGION
    return practice.currency or CURRENCY_OF_REGION.get(region, "usd")


def region_asked(question: FeeQuestion, practice: Practice) -> str:
    """The region that the table is wanted for: the one of what was named, else the practice's."""
    if question.region:
        return question.region
    if question.currency:
        return REGION_OF_CURRENCY.get(question.currency, "other")
    return REGION_OF_METHOD.get(question.method or "") or home_region(practice) or ALL


def fee_table(desk: Desk, practice: Practice, person: Person, region: str) -> FeeTable:
    """The fees that hold today in `region`, or in ALL of them; unknown regions mean all too."""
    authorize(person, Action.SEE_FEES)
    today = today_at(desk, practice_settings(desk, practice))
    return table_of(person, region, fee_rows.saved_rows(desk.store, person.practice_id), today)


def table_of(person: Person, region: str, saved: Sequence[SavedFeeRow], today: date) -> FeeTable:
    """The same, where the practice's rows have been read already."""
    authorize(person, Action.SEE_FEES)
    shown = (region,) if region in REGIONS else REGIONS
    lines = [line for one in shown for line in _lines(one, saved, today)]
    used = {row for line in lines for row in (line.card, line.debit)}
    return FeeTable(
        region=region if region in REGIONS else ALL,
        lines=tuple(lines),
        own=tuple(one for one in saved if one.row in used),
        coming=tuple(one for one in saved if _begins_after(one, today) and _region(one) in shown),
    )


def answer(desk: Desk, person: Person, practice: Practice, question: FeeQuestion) -> FeeAnswer:
    """What is kept of the amount asked about. Raises Refusal where no row is known for it."""
    authorize(person, Action.SEE_FEES)
    amount = question.amount
    if amount is None:
        raise ValueError("There is no amount in this question.")
    saved = fee_rows.saved_rows(desk.store, person.practice_id)
    region, assumed = _region_of_amount(question, practice)
    method = _method(question.method, amount.currency)
    rows = (one.row for one in saved)
    today = today_at(desk, practice_settings(desk, practice))
    row = row_for(rows, region, amount.currency, method, today)
    kept, charge = fee(amount.amount, row), charge_to_receive(amount.amount, row)
    possible = charge <= currencies.largest(amount.currency)
    return FeeAnswer(
        amount=amount,
        row=row,
        kept=Money(kept, amount.currency),
        receives=Money(amount.amount - kept, amount.currency),
        charge=Money(charge, amount.currency) if possible else None,
        own=next((one for one in saved if one.row == row), None),
        assumed=assumed and not row.own,
    )


def _region_of_amount(question: FeeQuestion, practice: Practice) -> tuple[str, bool]:
    """The region that an amount is answered for, and whether it was only assumed."""
    named = question.region or REGION_OF_METHOD.get(question.method or "")
    if named is None and question.currency:
        named = REGION_OF_CURRENCY.get(question.currency)
    home = home_region(practice)
    return named or home or LOOK_UP_REGION, not (named or home or question.currency)


def _method(named: str | None, currency: str) -> str:
    """A method of rules.fees.METHODS; "debit" is the direct debit that collects `currency`."""
    if named == "debit":
        return METHOD_OF_REGION.get(REGION_OF_CURRENCY.get(currency, ""), named)
    return named or "card"


def _lines(region: str, saved: Sequence[SavedFeeRow], today: date) -> list[FeeLine]:
    currency = CURRENCY_OF_REGION.get(region)
    if currency is None:
        return [_everywhere_else(), *_in_more_currencies(saved, today)]
    rows = [one.row for one in saved]
    card = row_for(rows, region, currency, "card", today)
    debit = row_for(rows, region, currency, METHOD_OF_REGION[region], today)
    return [FeeLine(region, currency, card, debit)]


def _everywhere_else() -> FeeLine:
    card = next(row for row in PUBLISHED if row.region == "other")
    return FeeLine("other", None, card, debit=None)


def _in_more_currencies(saved: Sequence[SavedFeeRow], today: date) -> Iterable[FeeLine]:
    """The practice's rows in currencies that no region of the table has."""
    begun = [one.row for one in saved if not _begins_after(one, today)]
    more = {row.currency: None for row in begun if row.currency not in REGION_OF_CURRENCY}
    for currency in more:
        if currency is not None:
            yield FeeLine("other", currency, row_for(begun, "other", currency, "card", today), None)


def _region(saved: SavedFeeRow) -> str:
    return REGION_OF_CURRENCY.get(saved.row.currency or "", "other")


def _begins_after(saved: SavedFeeRow, today: date) -> bool:
    return saved.row.since is not None and saved.row.since > today
