"""What a charge's state becomes when Stripe is heard of: the one place that decides it.

Pure, and the same whatever the order: whoever reads Stripe (an answer, a webhook, a look-up) brings
a snapshot, and `apply` says what changes. Hearing the same thing twice changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """Of an operation.

    DRAFT waits for a second person, APPROVED for the worker. SENDING is being sent, UNKNOWN was
    perhaps done. OPEN is a payment link that waits for a payer. PROCESSING is a debit on its way.
    DECLINED and NEEDS_CUSTOMER moved no money and wait for somebody; REVIEW can't be told by
    Paydesk.
    """

    DRAFT = "draft"
    APPROVED = "approved"
    SENDING = "sending"
    UNKNOWN = "unknown"
    OPEN = "open"
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    DECLINED = "declined"
    NEEDS_CUSTOMER = "needs_customer"
    REVIEW = "review"
    CANCELLED = "cancelled"


HOLDING = frozenset(
    {
        *(State.DRAFT, State.APPROVED, State.SENDING, State.UNKNOWN),
        *(State.PROCESSING, State.REVIEW),
    }
)
"""While a charge or link is in one of these, no other collects its invoices."""
_AT_STRIPE = frozenset({State.SENDING, State.UNKNOWN, State.PROCESSING, State.REVIEW})
_OVER = frozenset({State.SUCCEEDED, State.FAILED, State.CANCELLED})

AUTHENTICATION = "authentication_required"
OTHER_AMOUNT, OTHER_CUSTOMER, PAID_AFTER_END, ONLY_HELD = (
    "other_amount",
    "other_customer",
    "paid_after_end",
    "only_held",
)
"""Why a person has to look."""
CANCELLED_AT_STRIPE = "cancelled_at_stripe"
METHOD_GONE = "method_gone"

CHARGE, FEE, REVERSAL = "charge", "fee", "reversal"
"""Kinds of ledger entries. A fee's amount is in the currency in which the account is paid out."""


@dataclass(frozen=True)
class Problem:
    """Why a payment did not go through, by Stripe's codes."""

    code: str
    advice: str | None = None
    """Stripe's advice_code: "do_not_try_again", "try_again_later", "confirm_card_data"."""


@dataclass(frozen=True)
class Taken:
    """What Stripe took for its work, of which balance transaction. `currency` is the one in which
    the account is paid out; `settled`: what the payment came to in it, `converted` if from another.
    `tax` is in the `fee`, what a `platform` took is not."""

    transaction: str
    fee: int
    currency: str
    settled: int = 0
    tax: int = 0
    platform: int = 0
    converted: bool = False


@dataclass(frozen=True)
class ChargeSnapshot:
    """A try at moving the money. `status` is succeeded, pending or failed. `fee` None: not known
    yet, Stripe tells it later. `came_back`: it was paid, and the bank took back what was left of it
    after what was `refunded`. `method`: "type" and what Stripe tells of the card or account."""

    id: str
    status: str
    amount: int
    currency: str
    fee: Taken | None = None
    came_back: bool = False
    refunded: int = 0
    method: Mapping[str, str | int | None] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Snapshot:
    """A payment intent as Stripe had it at one moment. Amounts are minor units as Paydesk keeps
    them, `charge` the latest try."""

    intent_id: str
    status: str
    amount: int
    received: int
    currency: str
    customer_id: str | None
    charge: ChargeSnapshot | None = None
    problem: Problem | None = None


@dataclass(frozen=True)
class Local:
    """What Paydesk has of the charge. `recorded`: (kind, Stripe's object) of its ledger entries.
    `refused`: the id of the last try that is known to have failed, "" of none. `any_customer`: of a
    link, which whoever has it pays. `intent_id`: the payment by which it is paid, once known."""

    state: State
    amount: int
    currency: str
    customer_id: str | None
    recorded: frozenset[tuple[str, str]] = frozenset()
    refused: str = ""
    any_customer: bool = False
    intent_id: str | None = None

    def has(self, kind: str, object_id: str) -> bool:
        return (kind, object_id) in self.recorded


@dataclass(frozen=True)
class Entry:
    """A line of the ledger: what moved, positive towards the practice."""

    kind: str
    object_id: str
    amount: int
    currency: str


@dataclass(frozen=True)
class Change:
    """What becomes of it. `state` is the old one where nothing changes. `reason`: a decline code,
    or why a person has to look. `counts`: what came is what the invoices get."""

    state: State
    entries: tuple[Entry, ...] = field(default=())
    reason: str | None = None
    advice: str | None = None
    refused: str = ""
    counts: bool = False

    def differs(self, local: Local) -> bool:
        return bool(self.entries) or self.state is not local.state


def apply(local: Local, seen: Snapshot) -> Change:
    """What Paydesk must record now that Stripe says this."""
    match seen.status:
        case "succeeded":
            return _paid(local, seen)
        case "processing":
            return _on_its_way(local, seen)
        case "requires_payment_method":
            return _not_paid(local, seen)
        case "requires_action":
            return _moved(local, State.NEEDS_CUSTOMER, AUTHENTICATION)
        case "requires_capture":
            return _moved(local, State.REVIEW, ONLY_HELD)
        case "canceled":
            return _called_off(local)
    return _same(local)


def waits_to_be_confirmed(local: Local, seen: Snapshot) -> bool:
    """Whether what was sent last never reached the intent, so that it may be sent again."""
    if seen.status == "requires_confirmation":
        return True
    tried = seen.charge.id if seen.charge else ""
    return seen.status == "requires_payment_method" and tried == local.refused


def _paid(local: Local, seen: Snapshot) -> Change:
    charge = seen.charge
    if charge is None:
        return _moved(local, State.REVIEW, OTHER_AMOUNT)
    entries = new_entries(local, charge, seen.received)
    if local.has(CHARGE, charge.id):
        return Change(local.state, entries, refused=local.refused)
    state, reason = _state_once_paid(local, seen)
    counts = state is State.SUCCEEDED
    return Change(state, entries, reason, refused=local.refused, counts=counts)


def _state_once_paid(local: Local, seen: Snapshot) -> tuple[State, str | None]:
    """Money that moved is recorded whatever was approved; whether it is right is another matter."""
    if local.state in _OVER:
        return State.REVIEW, PAID_AFTER_END
    return (State.REVIEW, wrong) if (wrong := _mismatch(local, seen)) else (State.SUCCEEDED, None)


def _mismatch(local: Local, seen: Snapshot) -> str | None:
    if (seen.received, seen.currency) != (local.amount, local.currency):
        return OTHER_AMOUNT
    same = local.any_customer or seen.customer_id == local.customer_id
    return None if same else OTHER_CUSTOMER


def new_entries(local: Local, charge: ChargeSnapshot, received: int) -> tuple[Entry, ...]:
    """What the ledger doesn't have of a try that was paid."""
    paid = Entry(CHARGE, charge.id, received, charge.currency)
    found = [paid, *_fee_of(charge)]
    return tuple(one for one in found if not local.has(one.kind, one.object_id))


def _fee_of(charge: ChargeSnapshot) -> list[Entry]:
    if charge.fee is None:
        return []
    return [Entry(FEE, charge.fee.transaction, -charge.fee.fee, charge.fee.currency)]


def _on_its_way(local: Local, seen: Snapshot) -> Change:
    """Whatever Paydesk knew of it: a restored backup, or one that was declined, may be behind."""
    known = local.state in _OVER or local.state is State.PROCESSING
    if known or (seen.charge and seen.charge.id == local.refused):
        return _same(local)
    if (seen.amount, seen.currency) != (local.amount, local.currency):
        return Change(State.REVIEW, reason=OTHER_AMOUNT, refused=local.refused)
    return Change(State.PROCESSING, refused=local.refused)


def _not_paid(local: Local, seen: Snapshot) -> Change:
    """Declined, or failed after it was on its way, or taken back after it was paid."""
    charge, problem = seen.charge, seen.problem
    if charge and local.has(CHARGE, charge.id):
        return _taken_back(local, charge, problem)
    tried = charge.id if charge else ""
    if local.state not in _AT_STRIPE or (tried and tried == local.refused):
        return _same(local)
    if problem is None:
        return Change(State.DECLINED, reason=METHOD_GONE, refused=local.refused)
    state = State.DECLINED
    if local.state is State.PROCESSING:
        state = State.FAILED
    elif problem.code == AUTHENTICATION:
        state = State.NEEDS_CUSTOMER
    return Change(state, (), problem.code, problem.advice, tried or local.refused)


def _taken_back(local: Local, charge: ChargeSnapshot, problem: Problem | None) -> Change:
    if not charge.came_back or local.has(REVERSAL, charge.id):
        return _same(local)
    code = problem.code if problem else None
    return Change(State.FAILED, (reversal_of(charge),), code, refused=charge.id)


def reversal_of(charge: ChargeSnapshot) -> Entry:
    """What left again of a try that came back."""
    left = charge.amount - charge.refunded
    return Entry(REVERSAL, charge.id, -left, charge.currency)


def _called_off(local: Local) -> Change:
    if local.state in _OVER or local.state is State.DRAFT:
        return _same(local)
    return Change(State.CANCELLED, reason=CANCELLED_AT_STRIPE, refused=local.refused)


def _moved(local: Local, state: State, reason: str | None) -> Change:
    """To a state that only something at Stripe can come to."""
    if local.state not in _AT_STRIPE or local.state is state:
        return _same(local)
    return Change(state, reason=reason, refused=local.refused)


def _same(local: Local) -> Change:
    return Change(local.state, refused=local.refused)
