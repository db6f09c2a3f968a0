"""What a payment pays still of its invoices: what it was to pay, less what its refunds and the
disputes that were lost have taken off them again."""

from collections.abc import Mapping
from dataclasses import dataclass

from desk.context import Desk
from rules.refund_shares import Back, of_amount, over_invoices
from rules.refund_state import REFUND, REFUND_BACK
from storage import disputes, ledger, operations, refunds
from storage.operations import UNCOUNTED, Allocation, Operation


@dataclass(frozen=True)
class StillPaid:
    """`paid` is what came, `gone` what went back of it. `left`: by the invoice's id, how much of
    what was paid on it is of this payment."""

    paid: Back
    gone: Back
    left: Mapping[int, int]

    def taken_by(self, amount: int) -> list[Allocation]:
        """What the invoices lose when so much more goes back, the first ones first; with it what
        was a surcharge goes, in proportion. No more than there is."""
        amount = min(amount, self.paid.amount - self.gone.amount)
        if amount <= 0:
            return []
        bill = min(of_amount(self.paid, self.gone, amount).bill, sum(self.left.values()))
        ids = sorted(self.left)
        amounts = over_invoices([self.left[one] for one in ids], bill)
        return [Allocation(*one) for one in zip(ids, amounts, strict=True) if one[1]]

    def all_left(self) -> list[Allocation]:
        return [Allocation(one, amount) for one, amount in sorted(self.left.items()) if amount]


def still_paid(desk: Desk, payment: Operation) -> StillPaid:
    """Of a payment that was counted on its invoices. To be asked while it is locked."""
    store, mine = desk.store, payment.practice_id
    went = _refunds_that_went(desk, payment)
    counted = [one.id for one in went if one.ends != UNCOUNTED]
    lost = refunds.taken_back(store, mine, counted) if counted else {}
    left = {
        one.invoice_id: one.amount - lost.get(one.invoice_id, 0)
        for one in operations.allocations(store, mine, payment.id)
    }
    gone = Back(sum(one.bill for one in went), sum(one.surcharge for one in went))
    for dispute in disputes.of_charge(store, mine, payment.stripe_charge or ""):
        parts = dict(disputes.parts(store, mine, dispute.id))
        for invoice, amount in parts.items():
            left[invoice] = left.get(invoice, 0) - amount
        if dispute.reopened:
            bill = sum(parts.values())
            gone = Back(gone.bill + bill, gone.surcharge + max(0, dispute.amount - bill))
    return StillPaid(Back(payment.bill, payment.surcharge), gone, left)


def _refunds_that_went(desk: Desk, payment: Operation) -> list[Operation]:
    """Those of the charge that counts whose money is with the payer, or on its way there."""
    store, mine = desk.store, payment.practice_id
    made = [
        one
        for one in refunds.of_charges(store, mine, [payment.id])
        if one.stripe_charge == payment.stripe_charge
    ]
    moved = ledger.totals(store, mine, [one.id for one in made]) if made else {}
    return [
        one for one in made if moved.get((one.id, REFUND), 0) + moved.get((one.id, REFUND_BACK), 0)
    ]
