"""What a refund's state becomes when Stripe is heard of: pure, and the same whatever the order.

A refund may be settled at once or later, and may fail when it was believed to have arrived.
"""

from dataclasses import dataclass, field

from rules.payment_state import FEE, Entry, State, Taken

REFUND, REFUND_BACK = "refund", "refund_back"
"""Kinds of ledger entries: what went back to the payer, and what came back because it failed."""
RESERVES = frozenset(
    {
        *(State.DRAFT, State.APPROVED, State.SENDING, State.UNKNOWN),
        *(State.PROCESSING, State.SUCCEEDED, State.REVIEW),
    }
)
"""In one of these, nothing else may refund the same money."""
CANCELLED_THERE = "cancelled_at_stripe"
OTHER_AMOUNT, OTHER_CHARGE = "other_amount", "other_charge"
"""Why a person has to look: Stripe refunded something else than was approved."""
_WENT = frozenset({"succeeded", "pending", "requires_action"})
"""Stripe has taken it from the practice."""


@dataclass(frozen=True)
class RefundSnapshot:
    """A refund as Stripe had it at one moment. `status` is succeeded, pending, requires_action,
    failed or canceled; `failure` Stripe's reason why it failed. `fee`: what Stripe took for it,
    where it does. `operation`: what our metadata says, "" where it isn't ours; they say too how it
    `ends` for the `invoices`, (id, amount) each, and how much of it was a `surcharge`."""

    refund_id: str
    status: str
    amount: int
    currency: str
    charge_id: str
    intent_id: str
    created: int
    operation: str = ""
    reason: str = ""
    failure: str = ""
    fee: Taken | None = None
    ends: str = ""
    surcharge: int = 0
    invoices: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class RefundLocal:
    """What Paydesk has of it. `charge_id`: Stripe's charge that it gives back. `recorded`: (kind,
    Stripe's object) of its ledger entries."""

    state: State
    amount: int
    currency: str
    charge_id: str | None
    recorded: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class RefundChange:
    """What becomes of it; the old state where nothing changes."""

    state: State
    entries: tuple[Entry, ...] = field(default=())
    reason: str | None = None

    def differs(self, local: RefundLocal) -> bool:
        return bool(self.entries) or self.state is not local.state


def apply(local: RefundLocal, seen: RefundSnapshot) -> RefundChange:
    """What Paydesk must record now that Stripe says this. What failed stays so: Stripe makes
    another refund where one is tried again."""
    came_back = (REFUND_BACK, seen.refund_id) in local.recorded
    entries = tuple(
        one for one in _entries(seen) if (one.kind, one.object_id) not in local.recorded
    )
    if came_back:
        return RefundChange(local.state, tuple(one for one in entries if one.kind == FEE))
    state, reason = _state(local, seen)
    return RefundChange(state, entries, reason)


def _state(local: RefundLocal, seen: RefundSnapshot) -> tuple[State, str | None]:
    if local.state is State.REVIEW and local.recorded:
        return local.state, None
    if wrong := _mismatch(local, seen):
        return State.REVIEW, wrong
    match seen.status:
        case "succeeded":
            return State.SUCCEEDED, None
        case "failed":
            return State.FAILED, seen.failure or "unknown"
        case "canceled":
            return State.FAILED, CANCELLED_THERE
    return (local.state if local.state is State.SUCCEEDED else State.PROCESSING), None


def _mismatch(local: RefundLocal, seen: RefundSnapshot) -> str | None:
    if (seen.amount, seen.currency) != (local.amount, local.currency):
        return OTHER_AMOUNT
    return OTHER_CHARGE if seen.charge_id != local.charge_id else None


def _entries(seen: RefundSnapshot) -> list[Entry]:
    """All that has moved. A refund that failed went and came back."""
    went = Entry(REFUND, seen.refund_id, -seen.amount, seen.currency)
    found = [went, *_fee(seen)]
    if seen.status not in _WENT:
        found.append(Entry(REFUND_BACK, seen.refund_id, seen.amount, seen.currency))
    return found


def _fee(seen: RefundSnapshot) -> list[Entry]:
    if seen.fee is None or not seen.fee.fee:
        return []
    return [Entry(FEE, seen.fee.transaction, -seen.fee.fee, seen.fee.currency)]
