"""What a charge has taken, what of it went back or is about to, and what is left to be refunded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desk.context import Desk
from rules.dispute_state import blocks_refunds
from rules.payment_state import CHARGE, FEE, REVERSAL, State
from rules.refund_shares import Back
from rules.refund_state import RESERVES
from storage import disputes, ledger, operations, refunds
from storage.ledger import Line
from storage.operations import COLLECT, Allocation, Operation

HAS_MONEY = frozenset({State.SUCCEEDED, State.REVIEW})
"""In these, money may be here that can go back."""


@dataclass(frozen=True)
class Takings:
    """Of one charge. `stripe_object`: Stripe's charge that can be given back, "" where no money is
    here; of several, which only a link may have, one that isn't counted on the invoices. `paid` is
    what that took, `gone` what its `refunds` give back or are to. `left`: of each of its invoices
    what it paid and wasn't given back; empty where it isn't counted on them. `fees`: what Stripe
    kept of the charge. `disputed`: the payer's bank has the money, or decides about it."""

    charge: Operation
    stripe_object: str
    paid: Back
    gone: Back
    left: Mapping[int, int]
    refunds: tuple[Operation, ...]
    fees: tuple[Line, ...]
    disputed: bool

    @property
    def counted(self) -> bool:
        """Whether it is what has paid the invoices."""
        return self.charge.stripe_charge == self.stripe_object

    @property
    def amount_left(self) -> int:
        return self.paid.amount - self.gone.amount

    @property
    def bill_left(self) -> int:
        return self.paid.bill - self.gone.bill


def takings_of(desk: Desk, charge: Operation, stripe_charge: str | None = None) -> Takings:
    """As it is now: five queries, and another where some went back. `stripe_charge`: of that one at
    Stripe."""
    store, mine = desk.store, charge.practice_id
    lines = ledger.of_operation(store, mine, charge.id)
    came = _money_of(charge, lines, stripe_charge)
    named = came.stripe_object if came else ""
    parts = operations.allocations(store, mine, charge.id)
    made = refunds.of_charges(store, mine, [charge.id])
    theirs = tuple(one for one in made if one.stripe_charge == named)
    still = [one for one in theirs if one.state in RESERVES]
    back = refunds.taken_back(store, mine, [one.id for one in still]) if still else {}
    found = disputes.of_charge(store, mine, named)
    return Takings(
        charge=charge,
        stripe_object=named,
        paid=_paid(charge, came),
        gone=Back(sum(one.bill for one in still), sum(one.surcharge for one in still)),
        left=_left(parts, back) if charge.stripe_charge == named else {},
        refunds=theirs,
        fees=tuple(line for line in lines if line.kind == FEE),
        disputed=any(blocks_refunds(one.status) for one in found),
    )


def _money_of(charge: Operation, lines: Sequence[Line], which: str | None) -> Line | None:
    """The last that came and was not taken back by the bank. Where somebody has to look at it, of
    what isn't counted on the invoices. The one that is named, whatever became of the payment."""
    if charge.kind not in COLLECT or (which is None and charge.state not in HAS_MONEY):
        return None
    back = {line.stripe_object for line in lines if line.kind == REVERSAL}
    came = [one for one in lines if one.kind == CHARGE and one.stripe_object not in back]
    if which is not None:
        came = [one for one in came if one.stripe_object == which]
    elif charge.stripe_charge is not None:
        counted = [one for one in came if one.stripe_object == charge.stripe_charge]
        others = [one for one in came if one not in counted]
        came = others if others and charge.state == State.REVIEW else counted
    return came[-1] if came else None


def _paid(charge: Operation, came: Line | None) -> Back:
    """Of another amount than was asked for, nobody knows how much is a surcharge."""
    if came is None:
        return Back()
    if came.amount == charge.amount:
        return Back(charge.bill, charge.surcharge)
    return Back(came.amount)


def _left(parts: Sequence[Allocation], back: Mapping[int, int]) -> Mapping[int, int]:
    return {one.invoice_id: one.amount - back.get(one.invoice_id, 0) for one in parts}
