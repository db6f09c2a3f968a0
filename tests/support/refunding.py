"""What a test does with refunds at the pay desk of the cast's practice."""

from typing import Any
from uuid import uuid4

from desk.refund_plans import Wish, plan
from desk.refunds import Differs, Said, submit
from storage import invoices, ledger, refunds
from storage.invoices import Invoice
from storage.operations import CREDIT, Operation
from tests.support.register import Register


def asks(
    register: Register,
    user: str,
    charge: Operation,
    bill: int | None = None,
    *,
    invoice: Invoice | None = None,
    request: str = "",
    **said: Any,
) -> Operation | Differs:
    """Somebody has it refunded, having looked at what it is."""
    desk, practice, person = register.desk, register.cast.practice, register.person(user)
    wish = Wish(charge.uid, bill, invoice.id if invoice else None)
    seen = plan(desk, practice, person, register.now(charge), wish).hash()
    return submit(
        desk, practice, person, request or uuid4().hex, wish, Said(seen, **{"ends": CREDIT, **said})
    )


def refunds_of(register: Register, charge: Operation) -> list[Operation]:
    return refunds.of_charges(register.store, register.mine, [charge.id])


def refund(register: Register, user: str, charge: Operation, *more: Any, **said: Any) -> Operation:
    """The same, where nothing is in the way; the worker has not begun yet."""
    asked = asks(register, user, charge, *more, **said)
    assert isinstance(asked, Operation), asked
    return asked


def gone_at_stripe(register: Register, charge: Operation) -> list[int]:
    """The amounts of the charge's refunds that didn't fail, at Stripe, the oldest first."""
    v1 = register.accounting.stripe.client.v1
    found = v1.refunds.list({"payment_intent": charge.stripe_id or "", "limit": 100})
    return [one.amount for one in reversed(found.data) if one.status != "failed"]


def lines_of(register: Register, refunded: Operation) -> list[tuple[str, int]]:
    """(kind, amount) of the refund's lines in the ledger."""
    found = ledger.of_operation(register.store, register.mine, refunded.id)
    return [(one.kind, one.amount) for one in found]


def balance_of(register: Register, invoice: Invoice) -> tuple[str, int, int, int]:
    """Its state, and what is paid, credited and due."""
    found = invoices.get(register.store, register.mine, invoice.id)
    assert found is not None
    return found.state, found.paid, found.credited, found.due
