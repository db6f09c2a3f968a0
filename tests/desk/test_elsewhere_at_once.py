"""Two who do something about one invoice at the same moment: one does, the other is told."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any
from unittest.mock import patch

import pytest

from desk import elsewhere, noted, settled_outcomes
from desk.charges import Differs
from rules.words import Refusal
from storage import ledger, operation_lists, operations
from storage.invoices import Invoice
from storage.operations import Operation
from tests.desk.test_elsewhere import FIELDS, notes, undoes
from tests.support.cast import BEN, FLORENCE, OLIVIA
from tests.support.register import Register

PATIENCE = 10
"""Seconds, after which the other one isn't coming any more."""


@contextmanager
def meeting(where: str, times: int = 2) -> Iterator[Barrier]:
    """Whoever has looked at everything waits for the other before anything is written."""
    both, write = Barrier(times), getattr(noted, where)

    def write_together(*asked: Any) -> Any:
        both.wait(PATIENCE)
        return write(*asked)

    with patch.object(noted, where, write_together):
        yield both


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each did, or the Refusal that it got."""

    def tried(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(tried, acts))


def noting(register: Register, invoice: Invoice, user: str, request: str = "") -> Any:
    desk, practice, seen = register.desk, register.cast.practice, {invoice.id: invoice.version}
    form, person = {**FIELDS, elsewhere.AMOUNT: "40"}, register.person(user)
    asked = request or f"by {user} of {invoice.id}"
    return lambda: elsewhere.note(desk, practice, person, asked, seen, form, "en")


def test_two_who_note_the_same_cash_note_it_once(register: Register) -> None:
    invoice = register.invoice(register.payer())
    with meeting("settle"):
        done = at_once(*(noting(register, invoice, user) for user in (FLORENCE, BEN)))
    assert sorted(type(one).__name__ for one in done) == ["Operation", "Refusal"]
    [told] = [one for one in done if isinstance(one, Refusal)]
    assert "just noted or paid something" in str(told)
    assert register.invoice_now(invoice).paid == 4_000
    assert len(operation_lists.of_invoice(register.store, register.mine, invoice.id, 9)) == 1


def test_one_click_that_arrives_twice_at_once_is_one_note(register: Register) -> None:
    invoice = register.invoice(register.payer())
    with meeting("settle"):
        done = at_once(*[noting(register, invoice, BEN, f"one-form-{invoice.id}")] * 2)
    assert len({one.uid for one in done if isinstance(one, Operation)}) == 1
    assert len(done) == sum(isinstance(one, Operation) for one in done) == 2
    assert register.invoice_now(invoice).paid == 4_000


def test_two_who_undo_it_undo_it_once(register: Register) -> None:
    invoice = register.invoice(register.payer())
    cash = notes(register, invoice, amount="40")
    notes(register, register.invoice_now(invoice), amount="60")
    with meeting("take_back"):
        done = at_once(*(lambda user=user: undoes(register, cash, user) for user in (OLIVIA, BEN)))
    assert sorted(type(one).__name__ for one in done) == ["Operation", "Refusal"]
    assert register.invoice_now(invoice).paid == 6_000
    lines = ledger.of_operation(register.store, register.mine, cash.id)
    assert [line.amount for line in lines] == [4_000, -4_000]


def test_a_card_charged_in_the_same_moment_is_either_refused_or_takes_no_money(
    register: Register,
) -> None:
    """Whoever comes first: the invoice is paid once."""
    ada = register.payer()
    invoice = register.invoice(ada)
    both, settle = Barrier(2), settled_outcomes.settle

    def charge() -> Operation | Differs:
        both.wait(PATIENCE)
        return register.asks(OLIVIA, invoice)

    def settle_together(*asked: Any) -> Any:
        both.wait(PATIENCE)
        return settle(*asked)

    def cash() -> Operation:
        return notes(register, invoice)

    with patch.object(noted, "settle", settle_together):
        at_once(charge, cash)
    register.till.work_off()
    paid = register.invoice_now(invoice)
    assert (paid.state, paid.paid) == ("paid", 10_000)
    by_cash = [
        one
        for one in operation_lists.of_invoice(register.store, register.mine, invoice.id, 9)
        if (one.kind, one.state) == ("elsewhere", "succeeded")
    ]
    assert len(by_cash) + len(register.taken_from(ada)) == 1


def test_what_a_card_is_charged_for_between_the_look_and_the_click_is_refused(
    register: Register,
) -> None:
    invoice = register.invoice(register.payer())
    settle = settled_outcomes.settle

    def charged_first(*asked: Any) -> Any:
        register.charges(OLIVIA, invoice)
        return settle(*asked)

    with (
        patch.object(noted, "settle", charged_first),
        pytest.raises(Refusal, match="is being paid at this moment"),
    ):
        notes(register, invoice)
    assert register.invoice_now(invoice).paid == 0


@pytest.mark.parametrize("state", ["approved", "sending", "unknown", "processing", "review"])
def test_in_no_state_in_which_a_charge_may_still_take_money_is_anything_noted(
    register: Register, state: str
) -> None:
    invoice = register.invoice(register.payer())
    asked = register.charges(OLIVIA, invoice)
    assert operations.change(register.store, register.mine, asked, state=state) is not None
    with pytest.raises(Refusal, match="is being paid at this moment"):
        notes(register, invoice)
