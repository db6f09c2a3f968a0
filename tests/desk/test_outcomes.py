"""What came of a charge is written down once, and counted where its invoices can take it."""

from dataclasses import replace

import pytest

from desk.outcomes import record
from processor import payments
from rules.payment_state import ChargeSnapshot, Problem, Snapshot
from rules.systems import System
from storage import balances, ledger
from storage.balances import Counted
from storage.operations import Operation
from tests.support.cast import OLIVIA
from tests.support.register import Register


def hears(register: Register, operation: Operation, seen: Snapshot) -> Operation:
    found = record(register.desk, register.mine, operation.uid, seen, System.STRIPE_NEWS)
    assert found is not None
    return found


def test_what_is_heard_three_times_is_counted_once(register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    done = register.done(register.charges(OLIVIA, invoice, amount=4_000))
    seen = payments.read(register.client, done.stripe_id or "")
    for _ in range(3):
        assert hears(register, done, seen).state == "succeeded"
    assert register.invoice_now(invoice).paid == 4_000
    lines = ledger.of_operation(register.store, register.mine, done.id)
    assert [line.kind for line in lines].count("charge") == 1


def test_what_the_bank_takes_back_opens_the_invoice_again(register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    done = register.done(register.charges(OLIVIA, invoice))
    seen = payments.read(register.client, done.stripe_id or "")
    assert seen.charge is not None
    back = ChargeSnapshot(seen.charge.id, "failed", 10_000, "usd", came_back=True)
    taken_back = replace(
        seen,
        status="requires_payment_method",
        received=0,
        charge=back,
        problem=Problem("account_closed"),
    )
    for _ in range(2):
        failed = hears(register, done, taken_back)
        assert (failed.state, failed.reason) == ("failed", "account_closed")
    opened = register.invoice_now(invoice)
    assert (opened.state, opened.paid) == ("open", 0)
    lines = ledger.of_operation(register.store, register.mine, done.id)
    assert sum(line.amount for line in lines if line.kind != "fee") == 0


@pytest.mark.parametrize("paid_before", [1, 10_000])
def test_an_invoice_is_never_paid_beyond_its_total(register: Register, paid_before: int) -> None:
    """Whatever else was counted on it while the charge was on its way."""
    ada = register.payer("pm_sepaDebit_success_at")
    invoice = register.invoice(ada, currency="eur")
    sent = register.done(register.charges(OLIVIA, invoice))
    assert sent.state == "processing"
    before = Counted(paid=paid_before)
    assert balances.count(register.store, register.mine, invoice.id, before, register.clock())
    register.passes(days=6)
    done = register.done(sent)
    assert (done.state, done.reason) == ("review", "invoice_cant_take_it")
    assert register.invoice_now(invoice).paid == paid_before
