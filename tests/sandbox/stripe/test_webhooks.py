"""Webhook endpoints: signed deliveries in order, tried again in virtual time."""

import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
import stripe
from stripe import StripeClient

from sandbox.stripe.deliveries import AGAIN_AFTER_SECONDS
from sandbox.stripe.service import Setup
from tests.sandbox.stripe.endpoint import Endpoint
from tests.sandbox.stripe.support import LocalStripe, refusal


@pytest.fixture(scope="module")
def local() -> Iterator[LocalStripe]:
    running = LocalStripe(Setup(webhook_seconds=0.3))
    yield running
    running.stop()


@pytest.fixture
def endpoint(local: LocalStripe) -> Iterator[Endpoint]:
    listening = Endpoint()
    yield listening
    for one in local.client.v1.webhook_endpoints.list({"limit": 100}).data:
        local.client.v1.webhook_endpoints.delete(one.id)
    listening.stop()


def listen(
    client: StripeClient, endpoint: Endpoint, *events: str, **more: object
) -> stripe.WebhookEndpoint:
    asked = {"url": endpoint.url, "enabled_events": list(events) or ["*"], **more}
    return client.v1.webhook_endpoints.create(asked)  # type: ignore[arg-type]


def customer(local: LocalStripe, name: str = "Ada") -> str:
    made = local.client.v1.customers.create({"name": name}).id
    local.settle()
    return made


def test_the_secret_is_shown_when_the_endpoint_is_made_and_never_again(
    client: StripeClient, endpoint: Endpoint
) -> None:
    made = listen(client, endpoint, "customer.created", description="Pay desk", metadata={"a": "1"})
    assert made.secret
    assert made.secret.startswith("whsec_")
    read = client.v1.webhook_endpoints.retrieve(made.id)
    assert "secret" not in read
    assert (read.url, read.status, read.description) == (endpoint.url, "enabled", "Pay desk")
    assert [one.id for one in client.v1.webhook_endpoints.list().data] == [made.id]


def test_an_endpoint_can_be_changed_disabled_and_deleted(
    client: StripeClient, endpoint: Endpoint, local: LocalStripe
) -> None:
    made = listen(client, endpoint)
    changed = client.v1.webhook_endpoints.update(
        made.id, {"enabled_events": ["customer.created"], "disabled": True, "metadata": {"b": "2"}}
    )
    assert (changed.enabled_events, changed.status) == (["customer.created"], "disabled")
    customer(local)
    client.v1.webhook_endpoints.update(made.id, {"disabled": False})
    heard = customer(local)
    assert [one.about for one in endpoint.arrived] == [heard]
    assert client.v1.webhook_endpoints.delete(made.id).deleted is True
    customer(local)
    assert len(endpoint.arrived) == 1
    gone = refusal(lambda: client.v1.webhook_endpoints.retrieve(made.id))
    assert (gone.http_status, gone.code) == (404, "resource_missing")


@pytest.mark.parametrize(
    ("wrong", "param"),
    [
        ({"url": "ftp://127.0.0.1/"}, "url"),
        ({"url": "http://[::1"}, "url"),
        ({"url": "not a place"}, "url"),
        ({"enabled_events": ["payment_intent.*"]}, "enabled_events[0]"),
        ({"enabled_events": ["client.created"]}, "enabled_events[0]"),
        ({"api_version": "2024-04-10"}, "api_version"),
    ],
)
def test_what_stripe_does_not_take_is_refused(
    client: StripeClient, endpoint: Endpoint, wrong: dict[str, object], param: str
) -> None:
    asked = {"url": endpoint.url, "enabled_events": ["*"], **wrong}
    error = refusal(lambda: client.v1.webhook_endpoints.create(asked))  # type: ignore[arg-type]
    assert isinstance(error, stripe.InvalidRequestError)
    assert (error.http_status, error.param) == (400, param)


def test_an_endpoint_stays_as_it_is_where_a_change_is_refused(
    client: StripeClient, endpoint: Endpoint
) -> None:
    made = client.v1.webhook_endpoints.create({"url": endpoint.url, "enabled_events": ["*"]})
    for wrong in ({"url": "not a place"}, {"metadata": {"k" * 41: "v"}}):
        given: Any = {"disabled": True, "description": "other", **wrong}
        assert refusal(lambda given=given: client.v1.webhook_endpoints.update(made.id, given))
    assert client.v1.webhook_endpoints.retrieve(made.id).to_dict() == {
        name: value for name, value in made.to_dict().items() if name != "secret"
    }


def test_a_delivery_is_the_whole_event_signed_in_wall_time(
    client: StripeClient, endpoint: Endpoint, local: LocalStripe
) -> None:
    made = listen(client, endpoint)
    local.advance(days=400)
    key = {"idempotency_key": "whole-event"}
    named = client.v1.customers.create({"name": "Ada"}, key).id  # type: ignore[arg-type]
    local.settle()
    (arrived,) = endpoint.about(named)
    event = client.construct_event(arrived.body, arrived.signature, made.secret or "")
    assert event.type == "customer.created"
    assert event.data.object["name"] == "Ada"
    assert event.request
    assert event.request.idempotency_key == "whole-event"
    assert (event.pending_webhooks, event.livemode) == (1, False)
    stamp = int(arrived.signature.partition(",")[0].removeprefix("t="))
    assert abs(stamp - time.time()) < 60
    assert not arrived.holds("whsec_another")


def test_each_endpoint_gets_what_it_asked_for_in_order(
    client: StripeClient, endpoint: Endpoint, local: LocalStripe
) -> None:
    other = Endpoint()
    listen(client, endpoint, "customer.created")
    listen(client, other, "customer.deleted", "customer.updated")
    made = [client.v1.customers.create({"name": str(n)}).id for n in range(20)]
    client.v1.customers.update(made[0], {"name": "Ada"})
    client.v1.customers.delete(made[0])
    local.settle()
    assert [one.about for one in endpoint.arrived] == made
    assert [one.type for one in other.arrived] == ["customer.updated", "customer.deleted"]
    other.stop()


def test_events_of_a_connected_account_reach_the_endpoints_that_are_for_them(
    client: StripeClient, endpoint: Endpoint, local: LocalStripe
) -> None:
    own = Endpoint()
    listen(client, endpoint, connect=True)
    listen(client, own)
    named = customer(local)
    with local.service.acting():
        books = local.service.books("acct_1ConnectedPractice")
        body = local.service.platform.find("customer", named).body
        books.emit("customer.updated", body, body)
    local.settle()
    assert [one.event.get("account") for one in endpoint.arrived] == ["acct_1ConnectedPractice"]
    assert [one.event.get("account") for one in own.arrived] == [None]
    own.stop()


def test_pending_webhooks_counts_down_as_endpoints_take_the_event(
    client: StripeClient, endpoint: Endpoint, local: LocalStripe
) -> None:
    failing = Endpoint(lambda arrived: 500)
    listen(client, endpoint)
    listen(client, failing)
    named = customer(local)
    (event,) = [one for one in client.v1.events.list().data if one.data.object["id"] == named]
    assert event.pending_webhooks == 1
    listed = client.v1.events.list({"delivery_success": False, "limit": 1}).data
    assert [one.id for one in listed] == [event.id]
    failing.answer = lambda arrived: 204
    local.advance(seconds=AGAIN_AFTER_SECONDS[0])
    local.settle()
    assert client.v1.events.retrieve(event.id).pending_webhooks == 0
    assert event.id in [one.id for one in client.v1.events.list({"delivery_success": True}).data]
    failing.stop()


@pytest.mark.parametrize("status", [302, 400, 410, 500, 503, None])
def test_what_is_not_taken_comes_again_signed_afresh(
    client: StripeClient, endpoint: Endpoint, local: LocalStripe, status: int | None
) -> None:
    made = listen(client, endpoint)
    endpoint.answer = lambda arrived: status
    named = customer(local)
    assert len(endpoint.about(named)) == 1
    local.advance(seconds=AGAIN_AFTER_SECONDS[0] - 2)
    local.settle()
    assert len(endpoint.about(named)) == 1
    endpoint.answer = lambda arrived: 200
    local.advance(seconds=4)
    local.settle()
    first, second = endpoint.about(named)
    assert first.event["id"] == second.event["id"]
    assert second.holds(made.secret or "")
    local.advance(days=4)
    local.settle()
    assert len(endpoint.about(named)) == 2


def test_a_leap_of_three_days_makes_all_tries_that_fell_due_and_then_it_ends(
    client: StripeClient, endpoint: Endpoint, local: LocalStripe
) -> None:
    listen(client, endpoint)
    endpoint.answer = lambda arrived: 500
    named = customer(local)
    local.advance(days=3)
    local.settle()
    assert len(endpoint.about(named)) == 1 + len(AGAIN_AFTER_SECONDS)
    local.advance(days=30)
    local.settle()
    assert len(endpoint.about(named)) == 1 + len(AGAIN_AFTER_SECONDS)
    assert sum(AGAIN_AFTER_SECONDS) <= 3 * 86_400


def test_an_endpoint_that_hangs_holds_up_neither_the_others_nor_the_api(
    client: StripeClient, endpoint: Endpoint, local: LocalStripe
) -> None:
    hanging = Endpoint()
    hanging.open.clear()
    listen(client, hanging)
    listen(client, endpoint)
    made = [client.v1.customers.create({"name": str(n)}).id for n in range(3)]
    assert [one.about for one in endpoint.wait_for(3)] == made
    assert len(hanging.arrived) < 3
    hanging.open.set()
    local.settle()
    local.advance(seconds=AGAIN_AFTER_SECONDS[0])
    local.settle()
    assert {one.about for one in hanging.arrived} == set(made)
    hanging.stop()


def drip(listening: socket.socket) -> None:
    """Takes a request, and answers it without end, a header a moment."""
    with listening, listening.accept()[0] as connection, suppress(OSError):
        connection.recv(65_536)
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            connection.sendall(b"X-More: 1\r\n")
            Event().wait(0.02)


def test_an_answer_that_drips_in_is_cut_off_in_time(
    client: StripeClient, endpoint: Endpoint, local: LocalStripe
) -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    Thread(target=drip, args=(listening,), daemon=True).start()
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
    made = client.v1.webhook_endpoints.create({"url": url, "enabled_events": ["*"]})
    began = time.monotonic()
    customer(local)
    assert 0.3 <= time.monotonic() - began < 5
    assert tries(local, made.id) == [1]


def tries(local: LocalStripe, endpoint: str) -> list[int]:
    """Of each delivery that this endpoint has not taken."""
    waiting = local.service.webhooks.deliveries.all()
    return [one.tries for one in waiting if one.endpoint == endpoint]


def test_what_is_meant_for_another_machine_never_leaves_this_one(
    client: StripeClient, endpoint: Endpoint, local: LocalStripe
) -> None:
    named = "https://pay.example.com/stripe"
    made = client.v1.webhook_endpoints.create({"url": named, "enabled_events": ["*"]})
    customer(local)
    assert tries(local, made.id) == [1]


def test_what_was_not_delivered_is_delivered_after_a_restart(tmp_path: Path) -> None:
    endpoint = Endpoint(lambda arrived: 500)
    first = LocalStripe(file=tmp_path / "stripe.db")
    made = listen(first.client, endpoint)
    named = customer(first)
    first.stop()
    endpoint.answer = lambda arrived: 200
    second = LocalStripe(file=tmp_path / "stripe.db")
    second.advance(seconds=AGAIN_AFTER_SECONDS[0])
    second.settle()
    failed, taken = endpoint.about(named)
    assert failed.event["id"] == taken.event["id"]
    assert taken.holds(made.secret or "")
    second.advance(days=5)
    second.settle()
    assert len(endpoint.about(named)) == 2
    second.stop()
    endpoint.stop()
