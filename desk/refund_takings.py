"""What a charge has taken, what of it went back or is about to, and what is left to be refunded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desk.context import Desk
from rules.dispute_state import DISPUTE, DISPUTE_BACK, is_inquiry
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
    """Of one charge. `stripe_object`: Stripe's charge, "" where no money of it is here. `paid` is
    what it took, `gone` what its `refunds` give back or are to. `left`: of each of its invoices
    what it paid and wasn't given back; empty where the charge isn't counted on them. `fees`: what
    Stripe kept of it. `disputed`: the payer's bank has the money."""

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
        """Whether the charge has paid its invoices."""
        return self.charge.state == State.SUCCEEDED

    @property
    def amount_left(self) -> int:
        return self.paid.amount - self.gone.amount

    @property
    def bill_left(self) -> int:
        return self.paid.bill - self.gone.bill


def takings_of(desk: Desk, charge: Operation) -> Takings:
    """As it is now: five queries, and another where some went back."""
    store, mine = desk.store, charge.practice_id
    lines = ledger.of_operation(store, mine, charge.id)
    made = tuple(refunds.of_charges(store, mine, [charge.id]))
    named = _money_of(charge, lines)
    parts = operations.allocations(store, mine, charge.id)
    still = [one for one in made if one.state in RESERVES]
    back = refunds.taken_back(store, mine, [one.id for one in still]) if still else {}
    return Takings(
        charge=charge,
        stripe_object=named.stripe_object if named else "",
        paid=_paid(charge, named),
        gone=Back(sum(one.bill for one in still), sum(one.surcharge for one in still)),
        left=_left(charge, parts, back),
        refunds=made,
        fees=tuple(line for line in lines if line.kind == FEE),
        disputed=_is_disputed(desk, charge, lines),
    )


def _money_of(charge: Operation, lines: Sequence[Line]) -> Line | None:
    """The last that came and was not taken back by the bank."""
    if charge.kind not in COLLECT or charge.state not in HAS_MONEY:
        return None
    back = {line.stripe_object for line in lines if line.kind == REVERSAL}
    came = [one for one in lines if one.kind == CHARGE and one.stripe_object not in back]
    return came[-1] if came else None


def _paid(charge: Operation, came: Line | None) -> Back:
    """Of another amount than was asked for, nobody knows how much is a surcharge."""
    if came is None:
        return Back()
    if came.amount == charge.amount:
        return Back(charge.bill, charge.surcharge)
    return Back(came.amount)


def _is_disputed(desk: Desk, charge: Operation, lines: Sequence[Line]) -> bool:
    """Whether the bank has the money, or decides about it. While it only asks, money may go back,
    which ends its question."""
    if sum(one.amount for one in lines if one.kind in (DISPUTE, DISPUTE_BACK)) < 0:
        return True
    found = disputes.of_operations(desk.store, charge.practice_id, [charge.id])
    return any(one.closed_at is None and not is_inquiry(one.status) for one in found)


def _left(
    charge: Operation, parts: Sequence[Allocation], back: Mapping[int, int]
) -> Mapping[int, int]:
    if charge.state != State.SUCCEEDED:
        return {}
    return {one.invoice_id: one.amount - back.get(one.invoice_id, 0) for one in parts}
