"""Stripe's news in a whole Paydesk: through its own door, to what it changes."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.demo import Demo, _webhook
from bot.dispatcher import Routes
from bot.settings import Settings
from sandbox.stripe.faults import Script
from storage import stripe_clients
from storage.database import Store, open_store
from tests.sandbox.stripe.support import KEY, LocalStripe
from tests.support.cast import BEN
from tests.support.keys import TEST_KEY
from tests.support.office import Office, office
from tests.support.stripe_news import SECRET, event, known_at_stripe, signature

NO_ROUTES = Routes({}, {}, {})


@pytest.fixture(scope="module")
def local() -> Iterator[LocalStripe]:
    running = LocalStripe()
    yield running
    running.service.faults.clear()
    running.stop()


@pytest.fixture
def desk(database_url: str, local: LocalStripe) -> Iterator[Office]:
    more = {"stripe_webhook_secret": SECRET, "stripe_api_key": KEY, "stripe_api_base": local.url}
    with office(database_url, NO_ROUTES, **more) as working:
        yield working


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 15
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def sends(desk: Office, told: dict[str, object]) -> int:
    body = json.dumps(told)
    headers = {"Stripe-Signature": signature(body)}
    answer = desk.paydesk.web.test_client().post("/stripe/webhook", data=body, headers=headers)
    return answer.status_code


def saved(store: Store, client_id: int) -> list[str]:
    return [one.last4 or "" for one in stripe_clients.methods_of(store, 1, client_id)]


def new_customer(desk: Office, local: LocalStripe) -> tuple[str, int]:
    """Somebody whom Paydesk knows; their ids at Stripe and here."""
    customer = local.client.v1.customers.create({"name": "Ada"}).id
    return customer, known_at_stripe(desk.paydesk.desk.store, 1, customer)


def about(
    customer: str, event_id: str = "evt_1", name: str = "customer.updated"
) -> dict[str, object]:
    return event(name, {"id": customer, "object": "customer", "metadata": {}}, event_id)


def test_a_card_that_stripe_tells_of_is_known_here(desk: Office, local: LocalStripe) -> None:
    store = desk.paydesk.desk.store
    customer, client = new_customer(desk, local)
    local.client.v1.payment_methods.attach("pm_card_visa", {"customer": customer})
    assert sends(desk, about(customer)) == 200
    until(lambda: saved(store, client) == ["4242"])
    local.client.v1.customers.delete(customer)
    assert sends(desk, about(customer, "evt_2", "customer.deleted")) == 200
    until(lambda: saved(store, client) == [])


def test_without_a_webhook_paydesk_asks_and_learns_the_same(
    database_url: str, local: LocalStripe
) -> None:
    store = open_store(database_url, TEST_KEY, lambda: time.time_ns() // 1_000_000)
    customer = local.client.v1.customers.create({"name": "Ada"}).id
    local.client.v1.payment_methods.attach("pm_card_visa", {"customer": customer})
    more = {"stripe_api_key": KEY, "stripe_api_base": local.url}
    with office(database_url, NO_ROUTES, **more) as desk:
        client = known_at_stripe(store, 1, customer)
        desk.paydesk.link.poll._asked_at = None
        answer = desk.paydesk.web.test_client().post("/stripe/webhook", data="{}")
        assert answer.status_code == 404
        until(lambda: saved(store, client) == ["4242"])
        ready = desk.paydesk.web.test_client().get("/readyz").get_json()
        assert ready["stripe_last_event_ms"] is not None
    store.close()


def test_a_stripe_that_hangs_holds_nothing_of_slacks_up(desk: Office, local: LocalStripe) -> None:
    customer, _ = new_customer(desk, local)
    hang = {"path": "/v1/customers/*", "fault": "hang", "seconds": 10.0, "times": 9}
    local.service.faults.add(Script.read(hang))
    for number in range(6):
        assert sends(desk, about(customer, f"evt_{number}")) == 200
    changed = {"type": "user_change", "user": {"id": BEN, "profile": {}}}
    began = time.monotonic()
    assert desk.event(changed, "Ev1").status == 200
    desk.slack.wait_for("users.info")
    assert time.monotonic() - began < 5
    local.service.faults.clear()


def test_the_demos_stripe_brings_its_news() -> None:
    demo = Demo(Path("demo"), 4100)
    assert f"{demo.bot_url}/stripe/webhook" in _webhook(demo)
    assert _webhook(Demo(Path("demo"), 4100, socket_mode=True)) == []


@pytest.mark.parametrize(
    ("settings", "reached"),
    [
        (Settings(public_url="https://paydesk.example.org", stripe_webhook_secret=SECRET), True),
        (Settings(public_url="https://paydesk.example.org"), False),
        (Settings(slack_app_token="xapp-1", stripe_webhook_secret=SECRET), False),
        (Settings(stripe_webhook_secret=SECRET), False),
        (Settings(stripe_webhook_secret=SECRET, stripe_api_base="http://127.0.0.1:12111"), True),
    ],
)
def test_who_has_no_address_is_brought_nothing(settings: Settings, reached: bool) -> None:
    assert settings.gets_webhooks == reached
