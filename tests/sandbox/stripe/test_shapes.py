"""The check of all that is sent: it finds what does not fit Stripe's declarations."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.clock import Clock
from sandbox.stripe.errors import invalid
from sandbox.stripe.service import Service
from tests.sandbox.stripe.support import LocalStripe
from tests.support.stripe_shapes import check_body, check_object, findings_of

Change = Callable[[dict[str, Any]], object]


def endpoint() -> dict[str, Any]:
    return {
        "id": "we_1",
        "object": "webhook_endpoint",
        "api_version": None,
        "application": None,
        "created": 1,
        "description": None,
        "enabled_events": ["*"],
        "livemode": False,
        "metadata": {"a": "1"},
        "status": "enabled",
        "url": "http://127.0.0.1/",
    }


def test_what_fits_has_no_findings() -> None:
    assert check_object(endpoint()) == []
    assert check_object({"id": "we_1", "object": "webhook_endpoint", "deleted": True}) == []


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (lambda one: one.update(colour="red"), "webhook_endpoint.colour: unknown"),
        (lambda one: one.pop("description"), "webhook_endpoint.description: missing"),
        (lambda one: one.update(url=None), "webhook_endpoint.url: null, and never null"),
        (lambda one: one.update(created="1"), "webhook_endpoint.created: '1' is no number"),
        (lambda one: one.update(livemode=0), "webhook_endpoint.livemode: 0 is no boolean"),
        (lambda one: one.update(enabled_events="*"), "webhook_endpoint.enabled_events: '*' is no"),
        (lambda one: one.update(metadata={"a": 1}), "webhook_endpoint.metadata.a: 1 is no string"),
        (lambda one: one.update(object="dragon"), "object: no declaration of 'dragon'"),
    ],
)
def test_each_kind_of_misfit_is_found(change: Change, finding: str) -> None:
    body = endpoint()
    change(body)
    (found,) = check_object(body)
    assert found.startswith(finding)


def test_a_value_that_stripe_has_not_is_found() -> None:
    event = {"object": "event", "type": "customer.vanished"}
    assert any("'customer.vanished' is none of" in one for one in check_object(event))


def test_lists_and_errors_are_held_to_their_shapes() -> None:
    page = {"object": "list", "data": [endpoint() | {"colour": "red"}], "has_more": False}
    assert check_body(page) == ["list.url: missing", "webhook_endpoint.colour: unknown"]
    good = {"error": invalid("Sorry", "name", code="parameter_unknown").error}
    assert check_body(good) == []
    bad = {"error": {"type": "card_error", "code": 5, "hint": "x", "payment_intent": {}}}
    assert check_body(bad) == [
        "error.message: missing",
        "error.code: 5 is no text",
        "error.hint: unknown",
        "error.payment_intent: no declaration of None",
    ]


def test_bodies_in_the_log_and_events_are_looked_at() -> None:
    service = Service(Clock())
    entry = service.log.begin(
        at=0.0,
        verb="GET",
        path="/v1/webhook_endpoints/we_1",
        params={},
        account="",
        idempotency_key=None,
        request="req_1",
    )
    service.log.finish(entry, 200, endpoint() | {"colour": "red"})
    service.platform.emit("customer.created", endpoint() | {"shape": "round"})
    assert findings_of(service) == [
        "GET /v1/webhook_endpoints/we_1: webhook_endpoint.colour: unknown",
        "customer.created: webhook_endpoint.shape: unknown",
    ]


def test_a_local_stripe_that_sent_a_misfit_says_so_when_it_stops() -> None:
    here = LocalStripe()
    made = here.client.v1.customers.create({"name": "Ada"})
    here.service.platform.find("customer", made.id).body["colour"] = "red"
    here.client.v1.customers.retrieve(made.id)
    with pytest.raises(AssertionError, match=r"customer\.colour: unknown"):
        here.stop()
