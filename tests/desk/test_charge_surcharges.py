"""A surcharge that was agreed to is taken only while it may be."""

from datetime import date
from decimal import Decimal

import pytest

from desk.charge_approvals import approve
from desk.charges import try_again
from desk.settings import change
from rules.fees import FeeRow
from rules.words import Refusal
from storage import fee_rows
from tests.support.cast import BEN, FLORENCE, OLIVIA, T0
from tests.support.register import Register


@pytest.fixture(autouse=True)
def _pass_fees_on(register: Register) -> None:
    add_fee(register, "2.9", date(2026, 11, 1))
    set_fee_payer(register, "client")


def add_fee(register: Register, percent: str, since: date) -> None:
    row = FeeRow("own", "card", "usd", Decimal(percent), 30, None, since, own=True)
    fee_rows.add(register.store, register.mine, row, OLIVIA, T0)


def set_fee_payer(register: Register, who: str) -> None:
    owner = register.person(OLIVIA)
    change(register.desk, owner, register.cast.practice, "fee_payer", who)


def test_what_may_still_be_passed_on_is_charged_after_a_decline(register: Register) -> None:
    ada = register.payer()
    asked = register.charges(OLIVIA, register.invoice(ada, 15_000), told=True)
    register.next_answer(asked.method_id or "", "insufficient_funds")
    assert register.done(asked).state == "declined"
    again = try_again(register.desk, register.cast.practice, register.person(OLIVIA), asked.uid)
    assert register.done(again).state == "succeeded"
    assert register.taken_from(ada) == [15_450]


def test_a_declined_charge_is_not_tried_again_once_its_surcharge_is_above_the_cost(
    register: Register,
) -> None:
    ada = register.payer()
    asked = register.charges(OLIVIA, register.invoice(ada, 15_000), told=True)
    register.next_answer(asked.method_id or "", "insufficient_funds")
    assert register.done(asked).state == "declined"
    add_fee(register, "1.5", date(2026, 11, 2))
    with pytest.raises(Refusal, match="may not be taken any more"):
        try_again(register.desk, register.cast.practice, register.person(OLIVIA), asked.uid)
    assert register.taken_from(ada) == []


def test_what_waited_for_a_second_person_is_not_charged_with_a_surcharge_that_is_gone(
    register: Register,
) -> None:
    ada = register.payer()
    asked = register.charges(FLORENCE, register.invoice(ada, 60_000), told=True)
    assert asked.state == "draft"
    set_fee_payer(register, "practice")
    approve(register.desk, register.cast.practice, register.person(BEN), asked.uid)
    done = register.done(asked)
    assert (done.state, done.reason) == ("cancelled", "surcharge_too_high")
    assert register.intents_of(ada) == []
