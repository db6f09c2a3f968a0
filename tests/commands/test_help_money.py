"""What is said of an invoice's money tells of all of it: refunds, cash, write-offs, disputes."""

from dataclasses import replace
from uuid import uuid4

import pytest

from desk import elsewhere, write_offs
from rules.roles import Role
from storage import disputes, operations
from storage.disputes import Dispute
from storage.invoices import Invoice
from storage.new_operations import blank
from storage.operations import CREDIT, LINK, REOPEN, Allocation, Operation
from tests.commands.test_help_lookups import shown
from tests.support.cast import BEN, FLORENCE, OLIVIA, T0
from tests.support.refunding import refund
from tests.support.register import Register


def asked(register: Register, text: str, locale: str = "en-US") -> str:
    return shown(register.desk, register.cast.practice, text, locale, Role.BILLER)


def in_cash(register: Register, invoice: Invoice, amount: str) -> Operation:
    desk, practice, person = register.desk, register.cast.practice, register.person(FLORENCE)
    seen = elsewhere.to_note(desk, practice, person, [invoice.id]).seen()
    form = {
        elsewhere.METHOD: "cash",
        elsewhere.AMOUNT: amount,
        elsewhere.DAY: "2026-11-23",
        elsewhere.REFERENCE: "",
    }
    return elsewhere.note(desk, practice, person, uuid4().hex, seen, form, "en")


def writes_off(register: Register, invoice: Invoice, amount: str) -> None:
    desk, practice, person = register.desk, register.cast.practice, register.person(BEN)
    seen = write_offs.to_write_off(desk, practice, person, invoice.id).seen()
    form = {"write_off_amount": amount, "write_off_reason": "Moved away"}
    write_offs.write_off(desk, practice, person, uuid4().hex, seen, form, "en")


def disputed(register: Register, payment: Operation, status: str) -> Dispute:
    """As Stripe's news leave it, without Stripe."""
    new = Dispute(
        id=0,
        stripe_id=f"dp_{uuid4().hex}",
        operation_id=payment.id,
        charge_id=payment.stripe_charge or "ch_1",
        amount=payment.amount,
        currency=payment.currency,
        reason="fraudulent",
        status=status,
        livemode=False,
        evidence_due_at=T0 + 14 * 86_400_000,
        opened_at=T0,
        closed_at=None,
        reopened=status == "lost",
    )
    return disputes.put(register.store, register.mine, new)


@pytest.fixture
def settled(register: Register) -> Invoice:
    """120.00: paid by card, 70.00 of it given back as no longer owed but for 30.00 that still is,
    of which 10.00 came in cash and 20.00 were written off."""
    invoice = register.invoice(register.payer(), 12_000)
    paid = register.done(register.charges(OLIVIA, invoice))
    register.done(refund(register, OLIVIA, paid, 4_000, ends=CREDIT))
    register.done(refund(register, OLIVIA, paid, 3_000, ends=REOPEN))
    in_cash(register, invoice, "10")
    writes_off(register, invoice, "20")
    return register.invoice_now(invoice)


def test_all_that_came_and_went_back_is_told(register: Register, settled: Invoice) -> None:
    assert (settled.paid, settled.credited, settled.written_off) == (6_000, 4_000, 2_000)
    told = asked(register, f"has {settled.reference} been paid?").splitlines()[:7]
    assert told[0].endswith("· $120.00 · paid in part, the rest credited and written off")
    assert told[1] == (
        "Counts as paid: $60.00 · credited: $40.00 · written off: $20.00 · still to be paid: $0.00"
    )
    assert told[2:] == [
        "🗑️ *Written off: $20.00*",
        "💵 *Paid elsewhere: $10.00* · Cash",
        ":white_check_mark: *Paid: $120.00*",
        "↩️ *Refunded: $40.00*",
        "↩️ *Refunded: $30.00*",
    ]


def test_it_is_told_in_french_too(register: Register, settled: Invoice) -> None:
    told = asked(register, f"{settled.reference} est-elle payée ?", "fr-FR")
    assert "payée en partie, le reste crédité et passé en perte" in told
    assert "Compte comme payé : 60,00 $US · crédité : 40,00 $US · passé en perte : 20,00" in told


def test_what_was_undone_is_not_told(register: Register) -> None:
    invoice = register.invoice(register.payer(), 5_000)
    noted = in_cash(register, invoice, "50")
    elsewhere.undo(register.desk, register.cast.practice, register.person(FLORENCE), noted.uid)
    told = asked(register, f"was {invoice.reference} paid in cash?")
    assert "Nothing was charged." in told
    assert "Paid elsewhere" not in told


def test_while_a_payment_is_disputed_that_is_said(register: Register) -> None:
    payer = register.payer()
    invoice = register.invoice(payer, 8_000)
    paid = register.done(register.charges(OLIVIA, invoice))
    disputed(register, paid, "needs_response")
    for text in (f"{invoice.reference} paid?", f"what does {payer.reference} owe?"):
        told = asked(register, text)
        assert ":white_check_mark: *Paid: $80.00*" in told
        assert "⚖️ *This payment is disputed: $80.00*" in told
        assert "Until then the invoice counts as paid" in told


def test_what_was_lost_in_a_dispute_is_not_called_paid(register: Register) -> None:
    payer = register.payer()
    invoice, other = register.invoice(payer, 8_000), register.invoice(payer, 12_000)
    lost = register.done(register.charges(OLIVIA, invoice))
    register.done(register.charges(OLIVIA, other))
    disputed(register, lost, "lost")
    told = asked(register, f"what does {payer.reference} owe?")
    assert "*Paid: $80.00*" not in told
    assert f":white_check_mark: *Paid: $120.00* · {other.reference}" in told
    assert f"❌ *The dispute is lost: $80.00* · {invoice.reference} The money is gone" in told


def test_many_links_don_t_hide_a_payment(register: Register) -> None:
    invoice = register.invoice(register.payer(), 5_000)
    register.done(register.charges(OLIVIA, invoice))
    for _ in range(6):
        link = blank(register.mine, LINK, invoice.payer_id, OLIVIA, T0)
        link = replace(link, state="cancelled", amount=5_000, currency="usd")
        parts = [Allocation(invoice.id, 5_000)]
        operations.add(register.store, register.mine, link, parts, live=False)
    assert "*Paid: $50.00*" in asked(register, f"{invoice.reference}?")


def test_what_is_not_shown_is_counted(register: Register) -> None:
    invoice = register.invoice(register.payer(), 8_000)
    for _ in range(6):
        in_cash(register, invoice, "10")
    told = asked(register, f"{invoice.reference}?")
    assert told.count("Paid elsewhere: $10.00") == 4
    assert "\n2 earlier ones" in told
    assert "Counts as paid: $60.00 · still to be paid: $20.00" in told
