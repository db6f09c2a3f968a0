"""A charge as it is written down: with what was agreed to, and the invoice that is made for it."""

from dataclasses import replace
from typing import Any

from desk.access import Person
from desk.charge_invoices import written_parts
from desk.charge_plans import Plan
from desk.context import Desk
from desk.news import tell
from desk.once import WrittenBefore
from desk.outcomes import audit_of
from desk.settings import practice_settings
from rules.payment_state import State
from storage import operations
from storage.new_operations import blank
from storage.operations import ALONE, CHARGE, OWN, SECOND, Allocation, Operation
from storage.practices import Practice
from storage.stripe_clients import SavedMethod


def write(
    desk: Desk,
    practice: Practice,
    person: Person,
    request_id: str,
    made: Plan,
    modal: dict[str, str] | None,
) -> Operation:
    """All of it, or nothing: WrittenBefore, or Collected where another one has an invoice."""
    with desk.store.transaction():
        settings = practice_settings(desk, practice)
        made = replace(made, parts=written_parts(desk, practice, person, settings, made.parts))
        new = _operation(practice, person, request_id, made, modal, desk.clock())
        parts = [Allocation(part.invoice.id, part.amount) for part in made.parts]
        added = operations.add(desk.store, practice.id, new, parts, live=True)
        if added is None:
            raise WrittenBefore
        audit_of(desk, added, person.slack_user)
        tell(desk, None, added, person.slack_user)
    return added


def _operation(
    practice: Practice,
    person: Person,
    request_id: str,
    made: Plan,
    modal: dict[str, str] | None,
    now: int,
) -> Operation:
    """As it is written down; its ids are the store's to give."""
    waits = made.second and bool(made.approvers)
    if made.method is None:
        raise LookupError("A charge needs a payment method.")
    state = State.DRAFT if waits else State.APPROVED
    return replace(
        blank(practice.id, CHARGE, made.payer.id, person.slack_user, now),
        state=state.value,
        request_id=request_id,
        customer_id=made.method.customer_id,
        method_id=made.method.method_id,
        method=_described(made.method),
        amount=made.charge,
        surcharge=made.fees.surcharge,
        currency=made.currency,
        shown=made.shown(),
        shown_hash=made.hash(),
        approved_by=None if waits else person.slack_user,
        approved_at=None if waits else now,
        approval=SECOND if waits else (ALONE if made.second else OWN),
        modal=modal,
        due_at=None if waits else now,
    )


def _described(method: SavedMethod) -> dict[str, Any]:
    names = ("type", "brand", "last4", "exp_month", "exp_year", "funding", "country")
    return {name: getattr(method, name) for name in names}
