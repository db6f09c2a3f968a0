"""What if: the same payments all by card, all by bank debit, or with another price instead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from desk.access import Person, authorize
from desk.context import Desk
from desk.fees import LOOK_UP_REGION, home_currency, home_region
from desk.fields import Fields
from desk.settings import practice_settings, today_at
from rules.amount_text import read_amount
from rules.currencies import largest
from rules.fees import (
    METHOD_OF_REGION,
    REGION_OF_CURRENCY,
    FeeRow,
    charge_to_receive,
    fee,
    row_for,
)
from rules.money import Money
from rules.roles import Action
from rules.words import refuse
from storage import fee_rows
from storage.practices import Practice

AMOUNT, COUNT = "amount", "count"
"""The fields of the form."""
MOST_PAYMENTS = 1_000_000


@dataclass(frozen=True)
class Outcome:
    """Of all payments together: what clients pay, what the processor keeps, what is left."""

    row: FeeRow
    paid: Money
    kept: Money

    @property
    def receives(self) -> Money:
        return Money(self.paid.amount - self.kept.amount, self.paid.currency)


@dataclass(frozen=True)
class Simulation:
    """`count` payments of `one` each. `by_debit` None: no bank debit collects that currency.

    `price`: what each would have to be instead, so that all of `one` is left of a card payment;
    `repriced`: what comes of that by card, and `repriced_debit` by debit. None where it is more
    than one charge can be.
    """

    one: Money
    count: int
    by_card: Outcome
    by_debit: Outcome | None
    price: Money | None
    repriced: Outcome | None
    repriced_debit: Outcome | None

    @property
    def saved_by_debit(self) -> Money | None:
        if self.by_debit is None:
            return None
        return Money(self.by_card.kept.amount - self.by_debit.kept.amount, self.one.currency)


def simulate(
    desk: Desk, practice: Practice, person: Person, form: Mapping[str, str], language: str
) -> Simulation:
    """To the minor unit, by the rows that hold today. Raises WrongFields, and Refusal where no row
    is known for the currency."""
    authorize(person, Action.SEE_FEES)
    fields = Fields(form)
    one = fields.read(AMOUNT, lambda text: read_amount(text, language, home_currency(practice)))
    count = fields.read(COUNT, _count)
    fields.refuse_if_wrong()
    if one is None or count is None:
        raise AssertionError("A form without wrong fields has all of them.")
    rows = fee_rows.rows(desk.store, practice.id)
    today = today_at(desk, practice_settings(desk, practice))
    return _simulation(one, count, *_rows(rows, practice, one.currency, today))


def _simulation(one: Money, count: int, card: FeeRow, debit: FeeRow | None) -> Simulation:
    charge = charge_to_receive(one.amount, card)
    price = Money(charge, one.currency) if charge <= largest(one.currency) else None
    return Simulation(
        one=one,
        count=count,
        by_card=_outcome(one, count, card),
        by_debit=_outcome(one, count, debit) if debit else None,
        price=price,
        repriced=_outcome(price, count, card) if price else None,
        repriced_debit=_outcome(price, count, debit) if price and debit else None,
    )


def _outcome(one: Money, count: int, row: FeeRow) -> Outcome:
    paid = Money(one.amount * count, one.currency)
    return Outcome(row, paid, Money(fee(one.amount, row) * count, one.currency))


def _rows(
    own: list[FeeRow], practice: Practice, currency: str, today: date
) -> tuple[FeeRow, FeeRow | None]:
    """Of cards, and of the bank debit that collects the currency."""
    collects = REGION_OF_CURRENCY.get(currency)
    region = collects or home_region(practice) or LOOK_UP_REGION
    card = row_for(own, region, currency, "card", today)
    if collects is None:
        return card, None
    return card, row_for(own, region, currency, METHOD_OF_REGION[collects], today)


def _count(text: str) -> int:
    digits = "".join(text.split())
    right = digits.isascii() and digits.isdigit() and len(digits) < 8
    if not right or not 1 <= int(digits) <= MOST_PAYMENTS:
        raise refuse("Write a whole number from {least} to {most}.", least=1, most=MOST_PAYMENTS)
    return int(digits)
