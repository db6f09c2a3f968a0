"""A charge from the command to the outcome in its window: signed requests, the worker, Stripe."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from storage import operation_lists, practices
from tests.support.cast import BEN, TEAM, Cast, FrozenClock
from tests.support.office import Office, office
from tests.support.register import Accounting, Register
from tests.support.slack_requests import payload_form, submission_body


@pytest.fixture(scope="module")
def accounting() -> Iterator[Accounting]:
    running = Accounting()
    yield running
    running.stop()


@pytest.fixture
def at(database_url: str, accounting: Accounting) -> Iterator[Office]:
    with office(database_url, stripe_api_base=accounting.stripe.url) as running:
        yield running


def register_of(at: Office, accounting: Accounting) -> Register:
    desk = at.paydesk.desk
    practice = practices.by_team(desk.store, TEAM)
    assert practice is not None
    cast = Cast(practice, practice)
    clock = FrozenClock(time.time_ns() // 1_000_000)
    return Register(desk, cast, clock, accounting, accounting.stripe.client)


def view_of(call: dict[str, Any]) -> dict[str, Any]:
    found = call["view"]
    view: dict[str, Any] = json.loads(found) if isinstance(found, str) else found
    return view


def test_the_window_of_a_charge_turns_to_paid(at: Office, accounting: Accounting) -> None:
    register = register_of(at, accounting)
    ada = register.payer()
    invoice = register.invoice(ada)
    at.types(BEN, "/charge", invoice.reference)
    [opened] = at.slack.wait_for("views.open")
    private = view_of(opened)["private_metadata"]
    values = {"charge:amount": "100.00"}
    for _ in range(2):
        pressed = submission_body("charge:form", BEN, TEAM, values, private)
        acknowledged = at.sends(payload_form(pressed))
        assert acknowledged.body["response_action"] == "update"
        assert "$100.00" in acknowledged.text
    shown = view_of(at.slack.wait_for("views.update")[-1])
    assert "*Paid: $100.00*" in json.dumps(shown)
    assert register.taken_from(ada) == [10_000]
    [one] = operation_lists.of_client(register.store, register.mine, ada.id, 5)
    assert one.modal == {"view": "V1", "user": BEN}
