"""The control API: the clock, what happens next, the log, the state."""

from threading import Thread
from typing import Any

import pytest
import requests
from stripe import StripeClient

from sandbox.clock import Clock
from sandbox.stripe.server import Server
from sandbox.stripe.service import Service
from tests.sandbox.stripe.endpoint import Endpoint
from tests.sandbox.stripe.support import LocalStripe


def post(local: LocalStripe, path: str, **asked: Any) -> requests.Response:
    return requests.post(f"{local.url}/_test/{path}", json=asked, timeout=10)


def test_the_clock_moves_ahead_and_what_is_due_happens(
    local: LocalStripe, client: StripeClient
) -> None:
    endpoint = Endpoint(lambda arrived: 500 if len(endpoint.arrived) == 1 else 200)
    made = client.v1.webhook_endpoints.create({"url": endpoint.url, "enabled_events": ["*"]})
    client.v1.customers.create({})
    local.settle()
    before = local.service.clock()
    told = post(local, "clock", advance=3_600, settle=True).json()
    assert told["ok"]
    assert told["settled"]
    assert 3_600 <= told["now"] - before < 3_700
    assert len(endpoint.arrived) == 2
    assert client.v1.customers.create({}).created >= int(before) + 3_600
    client.v1.webhook_endpoints.delete(made.id)
    endpoint.stop()


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("clock", {}),
        ("clock", {"advance": -1}),
        ("clock", {"advance": 10**12}),
        ("clock", {"advance": "soon"}),
        ("lags", {"moons": 3}),
        ("charges/next", {}),
        ("payment_methods/pm_nothing/next", {"decline_code": "lost_card"}),
        ("webhooks/release", {"order": "sideways"}),
        ("webhook_endpoints/we_nothing/roll", {}),
    ],
)
def test_what_it_does_not_know_it_refuses(
    local: LocalStripe, path: str, asked: dict[str, Any]
) -> None:
    answer = post(local, path, **asked)
    assert (answer.status_code, answer.json()["ok"]) == (400, False)
    assert answer.json()["error"]


def test_the_next_charge_of_a_card_can_be_made_to_decline_once(local: LocalStripe) -> None:
    post(local, "charges/next", decline_code="insufficient_funds")
    assert local.service.take_next_decline() == "insufficient_funds"
    assert local.service.take_next_decline() == ""


def test_the_log_tells_of_each_request_and_waits_for_one(
    local: LocalStripe, client: StripeClient
) -> None:
    made = client.v1.customers.create({"name": "Ada"}, {"idempotency_key": "logged"})
    last = read_log(local)["entries"][-1]
    assert (last["verb"], last["path"], last["params"]) == (
        "POST",
        "/v1/customers",
        {"name": "Ada"},
    )
    assert (last["idempotency_key"], last["status"], last["done"]) == ("logged", 200, True)
    assert last["body"]["id"] == made.id
    assert read_log(local, since=last["number"]) == {"entries": [], "last": last["number"]}
    found: list[dict[str, Any]] = []
    waiting = Thread(target=lambda: found.append(read_log(local, since=last["number"], wait=10)))
    waiting.start()
    client.v1.customers.retrieve(made.id)
    waiting.join()
    assert [one["verb"] for one in found[0]["entries"]] == ["GET"]


def read_log(local: LocalStripe, **asked: Any) -> dict[str, Any]:
    return dict(requests.get(f"{local.url}/_test/log", params=asked, timeout=20).json())


def test_the_state_counts_what_there_is(local: LocalStripe, client: StripeClient) -> None:
    client.v1.customers.create({})
    state = requests.get(f"{local.url}/_test/state", timeout=10).json()
    (counts,) = state["accounts"].values()
    assert counts["customer"] == len(list(local.service.platform.all("customer")))
    assert (state["tasks"], state["deliveries"], state["faults"]) == ([], [], 0)
    assert state["now"] - state["ahead"] == pytest.approx(Clock()(), abs=60)


def test_lists_can_lag_behind(local: LocalStripe, client: StripeClient) -> None:
    post(local, "lags", lists=30)
    named = client.v1.customers.create({"email": "late@example.org"}).id
    assert client.v1.customers.list({"email": "late@example.org"}).data == []
    assert client.v1.customers.retrieve(named).id == named
    post(local, "lags", lists=0)
    assert len(client.v1.customers.list({"email": "late@example.org"}).data) == 1


def test_without_controls_there_are_none() -> None:
    with Server(Service(Clock()), control=False) as server:
        answer = requests.post(f"{server.url}/_test/clock", json={"advance": 1}, timeout=10)
        assert answer.status_code == 404
