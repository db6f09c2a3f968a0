"""What is asked for is charged as it was seen, for who may, and not more often than allowed."""

import pytest

from desk.charge_plans import Wish, plan
from desk.charges import Agreed, Differs, submit, try_again
from rules.card_tries import MOST
from rules.words import Refusal
from storage import attempts
from tests.support.cast import BEN, OLIVIA, SAM
from tests.support.register import Register


def test_who_may_not_charge_is_told_nothing_of_a_known_request(register: Register) -> None:
    invoice = register.invoice(register.payer())
    asked = register.charges(OLIVIA, invoice, request="one form")
    agreed, wish = Agreed(asked.shown_hash), Wish((invoice.id,))
    practice, sam = register.cast.practice, register.person(SAM)
    with pytest.raises(Refusal, match="people at the desk"):
        submit(register.desk, practice, sam, "one form", wish, agreed)


def test_what_is_not_as_it_was_seen_is_shown_again(register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    practice, person, wish = register.cast.practice, register.person(OLIVIA), Wish((invoice.id,))
    seen = plan(register.desk, practice, person, wish).hash()
    register.done(register.charges(BEN, invoice, amount=4_000))
    answer = submit(register.desk, practice, person, "form", wish, Agreed(seen))
    assert isinstance(answer, Differs)
    assert answer.plan.charge == 6_000
    register.till.work_off()
    assert register.taken_from(ada) == [4_000]


def test_a_card_that_was_declined_too_often_is_charged_no_more(register: Register) -> None:
    ada = register.payer()
    asked = register.charges(OLIVIA, register.invoice(ada))
    register.next_answer(asked.method_id or "", "insufficient_funds")
    register.done(asked)
    for number in range(MOST - 1):
        made = attempts.add(
            register.store, register.mine, asked.id, "confirm", str(number), {}, register.clock()
        )
        attempts.answered(
            register.store, register.mine, made.id, attempts.REFUSED, register.clock(), "x"
        )
    with pytest.raises(Refusal, match="the most that the card networks allow"):
        try_again(register.desk, register.cast.practice, register.person(OLIVIA), asked.uid)
    with pytest.raises(Refusal, match="the most that the card networks allow"):
        register.asks(BEN, register.invoice(ada, 5_000))
    register.passes(days=31)
    register.charges(BEN, register.invoice(ada, 5_000))
