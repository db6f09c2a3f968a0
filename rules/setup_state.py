"""What becomes of a payment method that was asked for when Stripe is heard of: pure, and the same
whatever the order."""

from dataclasses import dataclass

from rules.payment_state import State

RAN_OUT, NOT_SAVED, OTHER_CUSTOMER = "ran_out", "not_saved", "other_customer"
"""Why nothing came of it."""
WAITS = frozenset({State.APPROVED, State.SENDING, State.UNKNOWN, State.NEEDS_CUSTOMER})
"""While it is in one of these, the client isn't asked a second time."""
_AT_STRIPE = frozenset({State.SENDING, State.UNKNOWN, State.NEEDS_CUSTOMER, State.PROCESSING})


@dataclass(frozen=True)
class SetupSnapshot:
    """Stripe's page at one moment: `status` is open, complete or expired, `setup` the state of its
    set-up intent. Times are epoch ms."""

    page_id: str
    status: str
    setup: str
    customer_id: str | None
    expires_at: int


@dataclass(frozen=True)
class SetupChange:
    """What becomes of it; the old state where nothing changes."""

    state: State
    reason: str | None = None


def apply(state: State, customer_id: str | None, seen: SetupSnapshot) -> SetupChange:
    """What Paydesk must record now that Stripe says this. What was saved counts, even where it had
    been called off or thought to have run out."""
    if seen.setup == "succeeded":
        if seen.customer_id != customer_id:
            return SetupChange(State.FAILED, OTHER_CUSTOMER)
        return SetupChange(State.SUCCEEDED)
    if state not in _AT_STRIPE:
        return SetupChange(state)
    match seen.status:
        case "open":
            return SetupChange(State.NEEDS_CUSTOMER)
        case "expired":
            return SetupChange(State.FAILED, RAN_OUT)
    if seen.setup in ("requires_payment_method", "canceled"):
        return SetupChange(State.FAILED, NOT_SAVED)
    return SetupChange(State.PROCESSING)
