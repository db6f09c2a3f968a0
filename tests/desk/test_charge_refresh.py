"""What Stripe's news change in charges, and how soon they are asked for."""

import pytest

from bot.stripe_link import EXPECTED_FOR_MS, expects
from desk.charge_refresh import ChargeRefresh
from desk.stripe_events import News, NotKnownYet, StripeAway
from processor.outcomes import Refused
from storage.operations import Operation
from tests.support.cast import OLIVIA
from tests.support.register import Register


def news_of(register: Register, about: str, *, ours: bool = True) -> News:
    return News(register.mine, "payment_intent", about, {}, ours, register.clock() // 1_000)


def hears_of(register: Register, operation: Operation) -> Operation:
    refresh = ChargeRefresh(register.desk, register.client)
    refresh.refresh(news_of(register, operation.stripe_id or ""))
    return register.now(operation)


def test_a_debit_that_settles_is_paid_as_soon_as_stripe_tells(register: Register) -> None:
    ada = register.payer("pm_sepaDebit_success_at")
    sent = register.done(register.charges(OLIVIA, register.invoice(ada, currency="eur")))
    assert hears_of(register, sent).state == "processing"
    register.passes(days=6)
    assert hears_of(register, sent).state == "succeeded"


def test_an_intent_that_stripe_refuses_to_show_is_an_error_of_its_own(register: Register) -> None:
    """Else all other news would wait for Stripe to come back, which was never away."""
    paid = register.pays(register.payer())
    register.fault(path=f"/v1/payment_intents/{paid.stripe_id}", fault="error", status=404, times=9)
    with pytest.raises(Refused):
        hears_of(register, paid)


def test_while_stripe_is_away_all_news_wait(register: Register) -> None:
    paid = register.pays(register.payer())
    register.fault(path=f"/v1/payment_intents/{paid.stripe_id}", fault="error", status=500, times=9)
    with pytest.raises(StripeAway):
        hears_of(register, paid)


def test_what_is_ours_and_not_known_yet_is_asked_for_again(register: Register) -> None:
    refresh = ChargeRefresh(register.desk, register.client)
    with pytest.raises(NotKnownYet):
        refresh.refresh(news_of(register, "pi_unheard_of"))
    refresh.refresh(news_of(register, "pi_of_another_program", ours=False))


@pytest.mark.parametrize(
    ("method", "expected"),
    [("pm_card_visa", False), ("pm_sepaDebit_success_at", True)],
)
def test_an_outcome_is_expected_soon_after_something_was_sent(
    register: Register, method: str, expected: bool
) -> None:
    assert not expects(register.desk)
    ada = register.payer(method)
    currency = "eur" if "sepa" in method else "usd"
    register.done(register.charges(OLIVIA, register.invoice(ada, currency=currency)))
    assert expects(register.desk) == expected
    register.clock.advance(EXPECTED_FOR_MS + 1)
    assert not expects(register.desk)


def test_an_outcome_that_is_not_known_is_expected(register: Register) -> None:
    asked = register.charges(OLIVIA, register.invoice(register.payer()))
    register.fault(path="/v1/payment_intents", fault="error", status=500, times=9)
    assert register.done(asked).state == "unknown"
    assert expects(register.desk)
