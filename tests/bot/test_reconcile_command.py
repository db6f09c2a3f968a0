"""`paydesk reconcile`: says what was compared, and where the ledger and Stripe differ."""

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.stripe.faults import Script
from storage import comparing
from tests.sandbox.stripe.support import KEY, LocalStripe
from tests.support.cast import NAME, OTHER_TEAM, TEAM
from tests.support.importing import Terminal, Told


@pytest.fixture
def local() -> Iterator[LocalStripe]:
    running = LocalStripe()
    yield running
    running.stop()


def reconciles(terminal: Terminal, local: LocalStripe, *options: str) -> Told:
    return terminal.types("reconcile", *options, STRIPE_API_KEY=KEY, STRIPE_API_BASE=local.url)


def unknown_payment(local: LocalStripe) -> str:
    """By our metadata it is the practice's, and no store has it."""
    wanted: Any = {
        "amount": 1_250,
        "currency": "usd",
        "payment_method": "pm_card_visa",
        "confirm": True,
        "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
        "metadata": {"paydesk_practice": TEAM, "paydesk_operation": "of-no-store"},
    }
    return local.client.v1.payment_intents.create(wanted).id


def test_where_they_agree_it_says_so(terminal: Terminal, local: LocalStripe) -> None:
    told = reconciles(terminal, local)
    told.says(f"{NAME}: 0 payments", "Paydesk and Stripe agree.")
    assert told.status == 0


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "for a client whom Paydesk doesn’t know"), ("fr", "que Paydesk ne connaît pas")],
)
def test_where_they_differ_it_says_in_what(
    terminal: Terminal, local: LocalStripe, language: str, said: str
) -> None:
    named = unknown_payment(local)
    told = reconciles(terminal, local, "--language", language)
    told.says(named, said)
    assert told.status == 1
    alone = reconciles(terminal, local, "--practice", OTHER_TEAM)
    alone.says_not(named, NAME)
    assert alone.status == 0


def test_after_a_restore_it_lets_charges_be_sent_again(
    terminal: Terminal, local: LocalStripe
) -> None:
    comparing.begin(terminal.store, 0)
    reconciles(terminal, local)
    assert comparing.begun(terminal.store) is None


def test_where_stripe_does_not_answer_nothing_is_said_to_agree(
    terminal: Terminal, local: LocalStripe
) -> None:
    comparing.begin(terminal.store, 0)
    local.service.faults.add(
        Script.read({"path": "/v1/payment_intents", "fault": "error", "status": 500, "times": 9})
    )
    told = reconciles(terminal, local)
    told.says("Stripe did not answer").says_not("agree")
    assert told.status == 1
    assert comparing.begun(terminal.store) == 0
