"""A card or account that was reported stolen or closed is never charged again."""

from dataclasses import replace

from desk.charge_plans import Wish, plan
from desk.outcomes import record
from processor import payments
from rules.payment_state import Problem
from rules.systems import System
from rules.words import Sentence
from storage.clients import Client
from tests.support.cast import OLIVIA
from tests.support.register import Register


def in_the_way(register: Register, payer: Client, currency: str = "usd") -> Sentence | None:
    """Of another invoice."""
    wish = Wish((register.invoice(payer, 2_000, currency).id,))
    return plan(register.desk, register.cast.practice, register.person(OLIVIA), wish).in_the_way


def test_a_stolen_card_is_still_stolen_after_a_month(register: Register) -> None:
    ada = register.payer()
    asked = register.charges(OLIVIA, register.invoice(ada))
    register.next_answer(asked.method_id or "", "stolen_card")
    assert register.done(asked).state == "declined"
    register.passes(days=40)
    blocked = in_the_way(register, ada)
    assert blocked is not None
    assert "reported lost, stolen or closed" in blocked.text


def test_an_account_that_a_bank_calls_closed_days_later_is_not_charged_again(
    register: Register,
) -> None:
    ada = register.payer("pm_sepaDebit_success_at")
    done = register.done(register.charges(OLIVIA, register.invoice(ada, currency="eur")))
    assert done.state == "processing"
    assert in_the_way(register, ada, "eur") is None
    seen = payments.read(register.client, done.stripe_id or "")
    failed = replace(seen, status="requires_payment_method", problem=Problem("account_closed"))
    record(register.desk, register.mine, done.uid, failed, System.STRIPE_NEWS)
    assert register.now(done).state == "failed"
    assert in_the_way(register, ada, "eur") is not None


def test_a_card_that_had_too_little_money_may_be_charged_again(register: Register) -> None:
    ada = register.payer()
    asked = register.charges(OLIVIA, register.invoice(ada))
    register.next_answer(asked.method_id or "", "insufficient_funds")
    assert register.done(asked).state == "declined"
    assert in_the_way(register, ada) is None
