"""A payment that was made elsewhere counts at once, once, and can be undone."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from desk import elsewhere, write_offs
from desk.forms import WrongFields
from desk.noted import DAYS_BACK
from rules.words import Refusal
from storage import audit, ledger
from storage.invoices import Invoice
from storage.operations import Operation
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, STRANGER
from tests.support.register import Register

TODAY = "2026-11-23"
FIELDS = {
    elsewhere.METHOD: "cash",
    elsewhere.AMOUNT: "100",
    elsewhere.DAY: TODAY,
    elsewhere.REFERENCE: "",
}


def notes(
    register: Register,
    *invoices: Invoice,
    user: str = FLORENCE,
    request: str = "",
    seen: dict[int, int] | None = None,
    **said: str,
) -> Operation:
    """Somebody notes it, having looked at the invoices as they are now."""
    desk, practice, person = register.desk, register.cast.practice, register.person(user)
    if seen is None:
        seen = elsewhere.to_note(desk, practice, person, [one.id for one in invoices]).seen()
    form = {**FIELDS, **{f"elsewhere_{name}": text for name, text in said.items()}}
    return elsewhere.note(desk, practice, person, request or uuid4().hex, seen, form, "en")


def undoes(register: Register, noted: Operation, user: str = FLORENCE) -> Operation:
    return elsewhere.undo(register.desk, register.cast.practice, register.person(user), noted.uid)


def writes_off(register: Register, invoice: Invoice, user: str = BEN, **said: str) -> Operation:
    desk, practice, person = register.desk, register.cast.practice, register.person(user)
    seen = write_offs.to_write_off(desk, practice, person, invoice.id).seen()
    form: dict[str, Any] = {"write_off_amount": "100", "write_off_reason": "Moved away"}
    form |= {f"write_off_{name}": text for name, text in said.items()}
    return write_offs.write_off(desk, practice, person, uuid4().hex, seen, form, "en")


def lines(register: Register, operation: Operation) -> list[tuple[str, int, str | None]]:
    found = ledger.of_operation(register.store, register.mine, operation.id)
    return [(line.kind, line.amount, line.day) for line in found]


def test_cash_is_paid_at_once_and_stands_in_the_ledger_and_the_log(register: Register) -> None:
    invoice = register.invoice(register.payer())
    noted = notes(register, invoice, reference="Receipt book 12")
    assert (noted.state, noted.amount, noted.approved_by) == ("succeeded", 10_000, FLORENCE)
    assert noted.method == {"type": "cash", "reference": "Receipt book 12"}
    paid = register.invoice_now(invoice)
    assert (paid.state, paid.paid, paid.due) == ("paid", 10_000, 0)
    assert lines(register, noted) == [("elsewhere", 10_000, TODAY)]
    [entry] = audit.of_target(register.store, register.mine, noted.uid)
    assert (entry.actor, entry.action) == (FLORENCE, "elsewhere.succeeded")
    assert "Receipt book" not in str(entry.detail)


def test_a_part_is_noted_and_the_rest_stays_open(register: Register) -> None:
    invoice = register.invoice(register.payer())
    notes(register, invoice, amount="40.50")
    left = register.invoice_now(invoice)
    assert (left.state, left.paid, left.due) == ("open", 4_050, 5_950)
    register.done(register.charges(OLIVIA, left))
    assert register.invoice_now(invoice).state == "paid"


def test_several_invoices_are_paid_by_one_transfer(register: Register) -> None:
    ada = register.payer()
    first, second = register.invoice(ada, 4_000), register.invoice(ada, 2_500)
    noted = notes(register, first, second, method="transfer")
    assert noted.amount == 6_500
    assert register.invoice_now(first).state == register.invoice_now(second).state == "paid"
    undoes(register, noted)
    assert register.invoice_now(first).due + register.invoice_now(second).due == 6_500


def test_it_is_undone_by_anybody_who_may_note_and_stays_in_the_books(register: Register) -> None:
    invoice = register.invoice(register.payer())
    noted = notes(register, invoice, day="2026-11-20")
    register.passes(days=2)
    undone = undoes(register, noted, BEN)
    assert (undone.state, undone.reason) == ("cancelled", "undone")
    opened = register.invoice_now(invoice)
    assert (opened.state, opened.paid, opened.due) == ("open", 0, 10_000)
    both = [("elsewhere", 10_000, "2026-11-20"), ("elsewhere_undone", -10_000, "2026-11-20")]
    assert lines(register, noted) == both
    log = audit.of_target(register.store, register.mine, noted.uid)
    said = [(entry.actor, entry.action) for entry in log]
    assert said == [(FLORENCE, "elsewhere.succeeded"), (BEN, "elsewhere.cancelled")]
    with pytest.raises(Refusal, match="undone this already"):
        undoes(register, noted, OLIVIA)
    assert notes(register, opened).state == "succeeded"


def test_what_is_undone_a_quarter_later_counts_on_the_day_of_the_undoing(
    register: Register,
) -> None:
    noted = notes(register, register.invoice(register.payer()))
    register.passes(days=DAYS_BACK + 1)
    undoes(register, noted)
    today = date.fromisoformat(TODAY).toordinal() + DAYS_BACK + 1
    assert lines(register, noted)[1][2] == date.fromordinal(today).isoformat()


@pytest.mark.parametrize(
    ("field", "text", "why"),
    [
        ("method", "beads", "Choose how it was paid"),
        ("amount", "100.01", "still to be paid"),
        ("amount", "0", "0"),
        ("amount", "-5", "-5"),
        ("amount", "50 eur", "Write it in USD"),
        ("amount", "", "Name an amount"),
        ("day", "2026-11-24", "not in the future"),
        ("day", "2026-08-22", "not before"),
        ("day", "yesterday", "Choose the day"),
        ("reference", "4242 4242 4242 4242", "looks like a card number"),
    ],
)
def test_what_is_wrong_is_said_in_its_field_and_nothing_is_noted(
    register: Register, field: str, text: str, why: str
) -> None:
    invoice = register.invoice(register.payer())
    with pytest.raises(WrongFields) as wrong:
        notes(register, invoice, **{field: text})
    assert set(wrong.value.by_field) == {f"elsewhere_{field}"}
    assert why in str(wrong.value) or field == "amount"
    assert register.invoice_now(invoice).paid == 0


def test_the_oldest_day_that_can_be_noted_is_a_quarter_ago(register: Register) -> None:
    noted = notes(register, register.invoice(register.payer()), day="2026-08-23")
    assert lines(register, noted) == [("elsewhere", 10_000, "2026-08-23")]


def test_while_a_card_is_charged_nothing_is_noted(register: Register) -> None:
    invoice = register.invoice(register.payer())
    asked = register.charges(OLIVIA, invoice)
    with pytest.raises(Refusal, match="is being paid at this moment"):
        notes(register, invoice)
    with pytest.raises(Refusal, match="is being paid at this moment"):
        writes_off(register, invoice)
    register.done(asked)
    with pytest.raises(Refusal, match="Nothing is left to pay"):
        notes(register, invoice)


def test_the_same_click_twice_is_noted_once(register: Register) -> None:
    invoice = register.invoice(register.payer())
    seen = {invoice.id: invoice.version}
    first = notes(register, invoice, request="one-form", seen=seen, amount="40")
    assert notes(register, invoice, request="one-form", seen=seen, amount="40").uid == first.uid
    assert register.invoice_now(invoice).paid == 4_000


def test_of_two_who_note_the_same_cash_one_is_told(register: Register) -> None:
    invoice = register.invoice(register.payer())
    seen = {invoice.id: invoice.version}
    notes(register, invoice, user=FLORENCE, seen=seen, amount="40")
    with pytest.raises(Refusal, match="just noted or paid something"):
        notes(register, invoice, user=BEN, seen=seen, amount="40")
    assert register.invoice_now(invoice).paid == 4_000


def test_invoices_that_do_not_go_together_are_refused(register: Register) -> None:
    ada, ben = register.payer(), register.payer()
    mine = register.invoice(ada)
    with pytest.raises(Refusal, match="different people"):
        notes(register, mine, register.invoice(ben))
    with pytest.raises(Refusal, match="different currencies"):
        notes(register, mine, register.invoice(ada, currency="eur"))
    with pytest.raises(Refusal, match="no such invoice"):
        elsewhere.to_note(
            register.desk, register.cast.practice, register.person(BEN), [mine.id, 99_999_999]
        )


@pytest.mark.parametrize("user", [SAM, NOAH, STRANGER])
def test_who_is_not_at_the_desk_notes_nothing(register: Register, user: str) -> None:
    invoice = register.invoice(register.payer())
    with pytest.raises(Refusal):
        notes(register, invoice, user=user)
    noted = notes(register, invoice)
    with pytest.raises(Refusal):
        undoes(register, noted, user)


def test_a_write_off_settles_the_invoice_without_money(register: Register) -> None:
    invoice = register.invoice(register.payer())
    noted = writes_off(register, invoice)
    settled = register.invoice_now(invoice)
    assert (settled.state, settled.paid, settled.written_off) == ("paid", 0, 10_000)
    assert lines(register, noted) == [("write_off", 10_000, TODAY)]
    with pytest.raises(Refusal, match="no such note"):
        undoes(register, noted, OLIVIA)
    person = register.person(OLIVIA)
    write_offs.undo(register.desk, register.cast.practice, person, noted.uid)
    opened = register.invoice_now(invoice)
    assert (opened.state, opened.due, opened.written_off) == ("open", 10_000, 0)


def test_the_rest_is_written_off_and_a_payment_undone_opens_only_what_was_paid(
    register: Register,
) -> None:
    invoice = register.invoice(register.payer())
    noted = notes(register, invoice, amount="60")
    writes_off(register, register.invoice_now(invoice), amount="40")
    assert register.invoice_now(invoice).state == "paid"
    undoes(register, noted)
    assert register.invoice_now(invoice).due == 6_000


def test_a_write_off_needs_a_reason_and_an_owner_or_biller(register: Register) -> None:
    invoice = register.invoice(register.payer())
    with pytest.raises(WrongFields, match="no longer expected"):
        writes_off(register, invoice, reason=" ")
    for user in (FLORENCE, SAM, NOAH, STRANGER):
        with pytest.raises(Refusal):
            writes_off(register, invoice, user)
    noted = writes_off(register, invoice)
    with pytest.raises(Refusal, match="Only an owner or a biller"):
        write_offs.undo(register.desk, register.cast.practice, register.person(FLORENCE), noted.uid)
