"""What becomes of a payment link when Stripe is heard of: pure, and the same whatever the order.

Each visit of a link gets a page of its own, and each page a payment of its own; one of them pays.
"""

from dataclasses import dataclass, replace

from rules.payment_state import (
    CHARGE,
    PAID_AFTER_END,
    REVERSAL,
    Change,
    Local,
    Snapshot,
    State,
    apply,
    new_entries,
    reversal_of,
)

PAID_TWICE = "paid_twice"
"""Why a person has to look: two people paid by the same link."""
CLOSED_AT_STRIPE = "closed_at_stripe"
"""Why nobody can pay by it any more, where it wasn't closed by Paydesk."""
WAITS = frozenset({State.APPROVED, State.SENDING, State.UNKNOWN, State.OPEN})
"""While it is in one of these, it may still be paid."""
_MADE = frozenset({State.SENDING, State.UNKNOWN, State.OPEN})
_PAID_BY_ONE = frozenset({State.PROCESSING, State.SUCCEEDED, State.REVIEW})


@dataclass(frozen=True)
class Page:
    """A visit of the link. `status` is open, complete or expired; `intent_id`: the payment that was
    tried there, if any was; `opened_at` is epoch ms."""

    id: str
    status: str
    intent_id: str | None
    opened_at: int


@dataclass(frozen=True)
class LinkSnapshot:
    """A payment link as Stripe had it at one moment, with the payments of its complete pages.
    `active`: new visitors may pay."""

    link_id: str
    active: bool
    url: str
    pages: tuple[Page, ...] = ()
    payments: tuple[Snapshot, ...] = ()

    @property
    def open_pages(self) -> list[Page]:
        return [page for page in self.pages if page.status == "open"]

    @property
    def can_be_paid(self) -> bool:
        return self.active or bool(self.open_pages)

    @property
    def was_paid(self) -> bool:
        """Money has come by it, or is on its way."""
        return any(one.status in ("succeeded", "processing") for one in self.payments)

    @property
    def visited_at(self) -> int | None:
        return min((page.opened_at for page in self.pages), default=None)


@dataclass(frozen=True)
class LinkChange:
    """What becomes of it; the old state where nothing changes."""

    state: State
    reason: str | None = None


def apply_link(state: State, seen: LinkSnapshot) -> LinkChange:
    """What becomes of the link itself, once what its payments say was recorded."""
    if state not in _MADE:
        return LinkChange(state)
    if any(page.status == "complete" for page in seen.pages):
        return _completed(state, seen)
    if seen.can_be_paid:
        return LinkChange(State.OPEN)
    return LinkChange(State.CANCELLED, CLOSED_AT_STRIPE)


def _completed(state: State, seen: LinkSnapshot) -> LinkChange:
    """A debit that has failed before anybody heard that it was on its way, if nothing else."""
    problems = [one.problem for one in seen.payments if one.status == "requires_payment_method"]
    if not problems or seen.was_paid:
        return LinkChange(state)
    code = problems[0].code if problems[0] else None
    return LinkChange(State.FAILED, code)


def apply_payment(local: Local, seen: Snapshot) -> Change:
    """What must be recorded now that Stripe says this of one of the link's payments. A page that is
    open is nobody's business until money moves by it: who is declined there tries again."""
    change = _applied(local, seen)
    if (
        local.state is State.REVIEW
        and change.state is not local.state
        and _paid_besides(local, seen)
    ):
        return replace(change, state=State.REVIEW, reason=PAID_TWICE)
    return change


def _paid_besides(local: Local, seen: Snapshot) -> bool:
    """Whether somebody else's money is here too, of which a person has to say what it is for."""
    mine = seen.charge.id if seen.charge else ""
    came = {one for kind, one in local.recorded if kind == CHARGE}
    back = {one for kind, one in local.recorded if kind == REVERSAL}
    return bool(came - back - {mine})


def _applied(local: Local, seen: Snapshot) -> Change:
    if local.intent_id not in (None, seen.intent_id):
        return _second(local, seen)
    known = seen.charge is not None and local.has(CHARGE, seen.charge.id)
    if seen.status in ("succeeded", "processing") and local.state is State.CANCELLED and not known:
        return apply(replace(local, state=State.OPEN), seen)
    if seen.status in ("succeeded", "processing") or local.intent_id is not None:
        return apply(local, seen)
    return _same(local)


def _second(local: Local, seen: Snapshot) -> Change:
    """Another payment than that by which it is paid."""
    charge = seen.charge
    if charge is None:
        return _same(local)
    if seen.status == "succeeded":
        entries = new_entries(local, charge, seen.received)
        if local.has(CHARGE, charge.id):
            return replace(_same(local), entries=entries)
        reason = PAID_TWICE if local.state in _PAID_BY_ONE else PAID_AFTER_END
        return Change(State.REVIEW, entries, reason, refused=local.refused)
    if charge.came_back and local.has(CHARGE, charge.id) and not local.has(REVERSAL, charge.id):
        return replace(_same(local), entries=(reversal_of(charge),))
    return _same(local)


def _same(local: Local) -> Change:
    return Change(local.state, refused=local.refused)
