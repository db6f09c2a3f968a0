"""What stands in Stripe's balance, and which lines of the ledger must stand beside it."""

from dataclasses import dataclass

from rules.dispute_state import DISPUTE, DISPUTE_BACK, DISPUTE_FEE
from rules.payment_state import CHARGE, FEE, REVERSAL
from rules.refund_state import REFUND, REFUND_BACK

PAYMENT, REFUNDED, DISPUTED = "charge", "refund", "dispute"
"""What a booking may be of, in Stripe's words."""
_KINDS = {
    "charge": CHARGE,
    "payment": CHARGE,
    "refund": REFUND,
    "payment_refund": REFUND,
    "payment_failure_refund": REVERSAL,
    "refund_failure": REFUND_BACK,
}
"""Lines by Stripe's type, each of the object that moved."""
_FEES = frozenset({FEE, DISPUTE_FEE})


@dataclass(frozen=True)
class Booking:
    """A balance transaction of a payment. `type` is Stripe's word for it; `of` one of PAYMENT,
    REFUNDED, DISPUTED, and `source` the id of that. Amounts are minor units of `currency`, in which
    the account is paid out, and `converted` if they were another one's. `operation` is what our
    metadata say of a charge, "" where they say nothing."""

    id: str
    type: str
    of: str
    source: str
    amount: int
    fee: int
    currency: str
    converted: bool
    charge_id: str
    intent_id: str
    operation: str = ""


@dataclass(frozen=True)
class Wanted:
    """A line that the ledger must have, of one of these `kinds`; of none: nobody knows which.
    `amount` is None where Stripe only says it in another currency than the ledger."""

    kinds: frozenset[str]
    object_id: str
    amount: int | None
    currency: str


def wanted(booking: Booking) -> list[Wanted]:
    """The lines of what moved and of its fee."""
    found = [_moved(booking)] if booking.amount else []
    if booking.fee:
        found.append(Wanted(_FEES, booking.id, -booking.fee, booking.currency))
    return found


def _moved(booking: Booking) -> Wanted:
    amount = None if booking.converted else booking.amount
    if booking.type == "adjustment" and booking.of == DISPUTED:
        kind = DISPUTE if booking.amount < 0 else DISPUTE_BACK
        return Wanted(frozenset({kind}), booking.id, amount, booking.currency)
    if booking.type not in _KINDS:
        return Wanted(frozenset(), booking.id, amount, booking.currency)
    return Wanted(frozenset({_KINDS[booking.type]}), booking.source, amount, booking.currency)
