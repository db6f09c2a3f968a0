"""Restored from yesterday's backup: nothing that was refunded since goes back again."""

from collections.abc import Callable

import pytest

from desk.reconciling import Reconciler
from desk.refunds import approve, cancel
from processor.outcomes import Unknown
from storage import comparing, operations
from tests.desk.conftest import Back
from tests.desk.test_reconciling import accounting, compares
from tests.support.cast import BEN, FLORENCE, OLIVIA
from tests.support.refunding import balance_of, gone_at_stripe, lines_of, refund, refunds_of
from tests.support.register import Register

__all__ = ["accounting"]

Saved = Callable[[], Back]


def test_what_waited_in_the_backup_and_was_refunded_since_is_not_refunded_again(
    register: Register, go_back: Saved
) -> None:
    invoice = register.invoice(register.payer())
    charge = register.done(register.charges(OLIVIA, invoice))
    asked = refund(register, OLIVIA, charge, 4_000)
    back = go_back()
    assert register.done(asked).state == "succeeded"

    later = back()
    assert later.done(asked).state == "approved"
    compares(later)
    later.until_rest(days=2)
    assert later.now(asked).state == "succeeded"
    assert gone_at_stripe(later, charge) == [4_000]
    assert lines_of(later, asked) == [("refund", -4_000)]
    assert balance_of(later, invoice) == ("paid", 6_000, 4_000, 0)


def test_what_a_second_person_let_through_since_is_found_too(
    register: Register, go_back: Saved
) -> None:
    charge = register.pays(register.payer())
    asked = refund(register, FLORENCE, charge)
    back = go_back()
    approve(register.desk, register.cast.practice, register.person(BEN), asked.uid)
    assert register.done(asked).state == "succeeded"

    later = back()
    assert later.now(asked).state == "draft"
    compares(later)
    assert later.now(asked).state == "succeeded"
    assert gone_at_stripe(later, charge) == [10_000]


@pytest.mark.parametrize("called_off", [False, True])
def test_what_was_approved_before_and_never_went_back_waits_for_a_new_click(
    register: Register, go_back: Saved, *, called_off: bool
) -> None:
    charge, other = register.pays(register.payer()), register.pays(register.payer())
    asked, waits = refund(register, OLIVIA, charge), refund(register, FLORENCE, other)
    back = go_back()
    if called_off:
        cancel(register.desk, register.cast.practice, register.person(OLIVIA), asked.uid)

    later = back()
    compares(later)
    ended = later.done(asked)
    assert (ended.state, ended.reason) == ("cancelled", "restored")
    assert later.now(waits).state == "draft"
    assert gone_at_stripe(later, charge) == []
    assert later.done(refund(later, OLIVIA, charge)).state == "succeeded"


def test_what_failed_at_the_bank_since_stands_as_failed(register: Register, go_back: Saved) -> None:
    charge = register.pays(register.payer("pm_card_refundFail"))
    asked = refund(register, OLIVIA, charge)
    back = go_back()
    register.done(asked)
    register.passes(seconds=30)
    later = back()
    compares(later)
    assert later.now(asked).state == "failed"
    assert lines_of(later, asked) == [("refund", -10_000), ("refund_back", 10_000)]


def test_while_stripe_does_not_answer_nothing_is_refunded(
    register: Register, go_back: Saved
) -> None:
    charge = register.pays(register.payer())
    asked = refund(register, OLIVIA, charge)
    back = go_back()
    register.done(asked)
    later = back()
    later.fault(path="/v1/refunds", verb="GET", fault="error", status=500, times=99)
    with pytest.raises(Unknown):
        compares(later)
    assert comparing.begun(later.store) is not None
    assert later.done(asked).state == "approved"
    later.accounting.stripe.service.faults.clear()
    compares(later)
    assert gone_at_stripe(later, charge) == [10_000]
    [known] = refunds_of(later, charge)
    assert known.state == "succeeded"


def test_a_payment_of_another_account_is_for_a_person_and_the_comparison_ends(
    register: Register, go_back: Saved
) -> None:
    charge = register.pays(register.payer())
    asked = refund(register, OLIVIA, charge)
    operations.change(register.store, register.mine, asked, stripe_charge="ch_of_another_account")
    later = go_back()()
    assert Reconciler(later.desk, later.client).after_restore(livemode=False)
    found = later.done(asked)
    assert (found.state, found.reason) == ("review", "other_account")
    assert gone_at_stripe(later, charge) == []
