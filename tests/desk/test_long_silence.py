"""Stripe can't be read for long, or just when a link is to be closed: nothing is forgotten."""

from collections.abc import Mapping
from typing import Any

import pytest

from desk.card_requests import withdraw
from storage.operations import Operation
from tests.support.cast import BEN, OLIVIA
from tests.support.register import Register
from tests.support.saving import has_link, newcomer, saves

MANY = 100_000
NO_KEY = {"fault": "error", "status": 401, "times": MANY}
SILENCE = {"fault": "error", "status": 500, "times": MANY}
BUSY = {"fault": "rate_limit", "times": MANY}


def never_answered(register: Register) -> Operation:
    """A charge of which nobody heard whether it was confirmed."""
    asked = register.charges(OLIVIA, register.invoice(register.payer()))
    register.fault(path="/v1/payment_intents/*/confirm", fault="cut", when="after", times=2)
    unknown = register.done(asked)
    assert unknown.state == "unknown"
    return unknown


def lasts(register: Register, fault: Mapping[str, Any], *, hours: int, every: int = 1) -> None:
    """The fault holds for so long, while the worker looks every so many hours."""
    register.fault(path="/v1/*", **fault)
    for _ in range(hours // every):
        register.passes(hours=every)
        register.till.work_off()
    register.accounting.stripe.service.faults.clear()


def test_a_refused_key_is_no_week_of_silence(register: Register) -> None:
    unknown = never_answered(register)
    lasts(register, NO_KEY, hours=40)
    lasts(register, SILENCE, hours=1)
    assert register.now(unknown).state == "unknown"
    register.passes(hours=25)
    assert register.done(unknown).state == "succeeded"


def test_somebody_is_asked_to_look_when_the_key_was_refused_for_a_week(register: Register) -> None:
    unknown = never_answered(register)
    lasts(register, NO_KEY, hours=24 * 8, every=12)
    given_up = register.now(unknown)
    assert (given_up.state, given_up.reason, given_up.due_at) == ("review", "never_heard", None)


def test_a_link_is_looked_at_again_after_stripe_did_not_answer(register: Register) -> None:
    asked = has_link(register, newcomer(register))
    saves(register, asked)
    lasts(register, SILENCE, hours=7)
    register.passes(hours=1)
    assert register.done(asked).state == "succeeded"


@pytest.mark.parametrize("fault", [SILENCE, BUSY, NO_KEY])
def test_a_link_that_was_called_off_is_closed_once_stripe_answers(
    register: Register, fault: Mapping[str, Any]
) -> None:
    asked = has_link(register, newcomer(register))
    withdraw(register.desk, register.cast.practice, register.person(BEN), asked.uid)
    register.fault(path="/v1/checkout/sessions/*/expire", **fault)
    assert register.done(asked).state == "cancelled"
    register.accounting.stripe.service.faults.clear()
    register.passes(hours=1)
    over = register.done(asked)
    assert (over.state, over.due_at) == ("cancelled", None)
    page = register.client.v1.checkout.sessions.retrieve(asked.stripe_id or "")
    assert page.status == "expired"
