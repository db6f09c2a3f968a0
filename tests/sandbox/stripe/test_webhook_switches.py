"""Webhooks on demand: twice, late, held back, lost, wrongly signed, before the answer."""

import json
import random
import time
from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest
import requests
from stripe import StripeClient

from sandbox.stripe.deliveries import AGAIN_AFTER_SECONDS
from tests.sandbox.stripe.endpoint import Endpoint
from tests.sandbox.stripe.support import LocalStripe


@pytest.fixture
def endpoint(local: LocalStripe) -> Iterator[Endpoint]:
    listening = Endpoint()
    yield listening
    ask(local, "webhooks", clear=True)
    ask(local, "webhooks/release")
    for one in local.client.v1.webhook_endpoints.list({"limit": 100}).data:
        local.client.v1.webhook_endpoints.delete(one.id)
    local.settle()
    listening.stop()


@pytest.fixture
def secret(client: StripeClient, endpoint: Endpoint) -> str:
    made = client.v1.webhook_endpoints.create({"url": endpoint.url, "enabled_events": ["*"]})
    return made.secret or ""


def ask(local: LocalStripe, path: str, **asked: Any) -> dict[str, Any]:
    answer = requests.post(f"{local.url}/_test/{path}", json=asked, timeout=10)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def customers(client: StripeClient, count: int) -> list[str]:
    return [client.v1.customers.create({"name": str(n)}).id for n in range(count)]


def test_the_next_one_comes_twice(
    client: StripeClient, local: LocalStripe, endpoint: Endpoint, secret: str
) -> None:
    ask(local, "webhooks", way="twice")
    first, second = customers(client, 2)
    local.settle()
    assert [one.about for one in endpoint.arrived] == [first, first, second]
    assert len({one.event["id"] for one in endpoint.arrived}) == 2
    assert all(one.holds(secret) for one in endpoint.arrived)
    assert [one.pending_webhooks for one in client.v1.events.list({"limit": 2}).data] == [0, 0]


def test_those_of_one_kind_always_come_late(
    client: StripeClient, local: LocalStripe, endpoint: Endpoint, secret: str
) -> None:
    ask(local, "webhooks", way="late", event="customer.upd*", seconds=3600, times=None)
    (named,) = customers(client, 1)
    client.v1.customers.update(named, {"name": "Ada"})
    client.v1.customers.update(named, {"name": "Ada L"})
    client.v1.customers.delete(named)
    local.settle()
    assert [one.type for one in endpoint.arrived] == ["customer.created", "customer.deleted"]
    local.advance(seconds=3600)
    local.settle()
    assert [one.type for one in endpoint.arrived][2:] == ["customer.updated"] * 2


@pytest.mark.parametrize("order", ["given", "reversed", "shuffled"])
def test_what_is_held_back_is_released_in_any_order(
    client: StripeClient, local: LocalStripe, endpoint: Endpoint, secret: str, order: str
) -> None:
    ask(local, "webhooks", way="held", times=8)
    made = customers(client, 9)
    local.settle()
    assert [one.about for one in endpoint.arrived] == made[8:]
    expected = made[:8]
    if order == "reversed":
        expected.reverse()
    if order == "shuffled":
        random.Random(7).shuffle(expected)
        assert expected != made[:8]
    assert ask(local, "webhooks/release", order=order, seed=7)["released"] == 8
    local.settle()
    assert [one.about for one in endpoint.arrived][1:] == expected


def test_of_those_held_back_some_are_released_in_the_order_that_is_named(
    client: StripeClient, local: LocalStripe, endpoint: Endpoint, secret: str
) -> None:
    ask(local, "webhooks", way="held", times=3)
    made = customers(client, 3)
    events = [one.id for one in client.v1.events.list({"limit": 3}).data]
    ask(local, "webhooks/release", events=[events[0], events[2]])
    local.settle()
    assert [one.about for one in endpoint.arrived] == [made[2], made[0]]
    local.advance(days=5)
    local.settle()
    assert len(endpoint.arrived) == 2


def test_a_lost_one_never_comes_but_stands_in_the_list_of_events(
    client: StripeClient, local: LocalStripe, endpoint: Endpoint, secret: str
) -> None:
    ask(local, "webhooks", way="lost")
    lost, heard = customers(client, 2)
    local.advance(days=5)
    local.settle()
    assert [one.about for one in endpoint.arrived] == [heard]
    listed = client.v1.events.list({"delivery_success": False, "limit": 1}).data
    assert listed[0].data.object["id"] == lost


@pytest.mark.parametrize("way", ["wrong_secret", "old_timestamp"])
def test_a_bad_signature_comes_once_and_then_a_good_one(
    client: StripeClient, local: LocalStripe, endpoint: Endpoint, secret: str, way: str
) -> None:
    ask(local, "webhooks", way=way, seconds=301)
    endpoint.answer = lambda arrived: 200 if arrived.holds(secret) else 400
    customers(client, 1)
    local.settle()
    local.advance(seconds=AGAIN_AFTER_SECONDS[0])
    local.settle()
    bad, good = endpoint.arrived
    assert (bad.holds(secret), good.holds(secret)) == (False, True)
    assert bad.event["id"] == good.event["id"]
    stamp = int(bad.signature.partition(",")[0].removeprefix("t="))
    assert (time.time() - stamp > 300) == (way == "old_timestamp")


def test_only_one_endpoint_can_be_meant(
    client: StripeClient, local: LocalStripe, endpoint: Endpoint, secret: str
) -> None:
    other = Endpoint()
    made = client.v1.webhook_endpoints.create({"url": other.url, "enabled_events": ["*"]})
    ask(local, "webhooks", way="lost", endpoint=made.id, times=None)
    customers(client, 2)
    local.settle()
    assert (len(endpoint.arrived), other.arrived) == (2, [])
    other.stop()


def test_while_a_secret_is_rolled_both_hold(
    client: StripeClient, local: LocalStripe, endpoint: Endpoint, secret: str
) -> None:
    (made,) = client.v1.webhook_endpoints.list().data
    new = ask(local, f"webhook_endpoints/{made.id}/roll", keep_seconds=86_400)["secret"]
    customers(client, 1)
    local.settle()
    (both,) = endpoint.arrived
    assert both.signature.count("v1=") == 2
    assert (both.holds(secret), both.holds(new)) == (True, True)
    local.advance(days=1)
    customers(client, 1)
    local.settle()
    assert (endpoint.arrived[1].holds(secret), endpoint.arrived[1].holds(new)) == (False, True)


def test_the_webhook_comes_before_the_answer_to_its_request(
    client: StripeClient, local: LocalStripe, endpoint: Endpoint, secret: str
) -> None:
    answered = Event()
    seen: list[bool] = []

    def note(_: object) -> int:
        seen.append(answered.wait(0.3))
        return 200

    endpoint.answer = note
    ask(local, "webhooks", way="before_answer")
    customers(client, 1)
    answered.set()
    local.settle()
    assert seen == [False]


def test_a_switch_that_there_is_not_is_refused(local: LocalStripe) -> None:
    for asked in ({"way": "sideways"}, {"way": "late", "minutes": 1}, [1]):
        answer = requests.post(f"{local.url}/_test/webhooks", data=json.dumps(asked), timeout=10)
        assert answer.status_code == 400
        assert answer.json()["error"]
