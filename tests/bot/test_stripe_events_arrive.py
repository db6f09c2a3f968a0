"""Stripe's events over real sockets, from the local Stripe: twice, out of order, late, lost."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from rules.words import sentence
from sandbox.stripe.api.webhook_endpoints import listen_at, roll
from sandbox.stripe.service import Service
from sandbox.stripe.switches import Switch
from storage import inbox
from storage.database import Store
from storage.failures import StoreDown
from tests.sandbox.stripe.support import LocalStripe
from tests.support.cast import TEAM, Cast, FrozenClock
from tests.support.stripe_news import ROLLED, SECRET, Door

OURS = {"paydesk_practice": TEAM, "paydesk_operation": "op-1"}


@pytest.fixture(scope="module")
def local() -> Iterator[LocalStripe]:
    running = LocalStripe()
    yield running
    running.stop()


@pytest.fixture
def door(store: Store, cast: Cast) -> Door:
    """With the time of this machine, which signatures go by."""
    return Door(store, FrozenClock(time.time_ns() // 1_000_000), secrets=(SECRET, ROLLED))


@pytest.fixture
def endpoint(door: Door, local: LocalStripe) -> Iterator[str]:
    """The door is registered at the local Stripe; the endpoint's id."""
    service = local.service
    with door.open() as url:
        with service.acting():
            listen_at(service.platform, url, SECRET)
            (record,) = service.platform.all("webhook_endpoint")
        yield record.id
        service.webhooks.switches.clear()
        local.client.v1.webhook_endpoints.delete(record.id)
        local.settle()


def switch(service: Service, way: str, **more: Any) -> None:
    service.webhooks.switches.add(Switch(way, **more))


def pay(local: LocalStripe, **more: Any) -> str:
    """Three events that we want come of it: the intent's, the charge's fee, and the customer's."""
    customer = local.client.v1.customers.create({"name": "Canary", "metadata": OURS}).id
    paid = local.client.v1.payment_intents.create(
        {
            "amount": 10_000,
            "currency": "usd",
            "customer": customer,
            "payment_method": "pm_card_visa",
            "confirm": True,
            "off_session": True,
            "metadata": OURS,
            **more,
        }
    )
    local.advance(seconds=2)
    local.settle()
    return str(paid.id)


def kept(door: Door, about: str) -> list[str]:
    """The states of what is written down about it."""
    return [row[4] for row in door.rows() if row[3] == about]


def test_a_payment_is_read_once_for_all_that_it_caused(
    door: Door, local: LocalStripe, endpoint: str
) -> None:
    about = pay(local)
    assert len(kept(door, about)) == 2
    door.worker.work_off()
    assert [news.about for news in door.told] == [about]
    assert kept(door, about) == ["done", "done"]
    assert "anary" not in str(door.rows())


def test_what_comes_twice_is_done_once(door: Door, local: LocalStripe, endpoint: str) -> None:
    switch(local.service, "twice", times=None)
    about = pay(local)
    assert len(kept(door, about)) == 2
    door.worker.work_off()
    local.settle()
    assert door.worker.work_off() == 0
    assert len(door.told) == 1


@pytest.mark.parametrize("order", ["reversed", "shuffled"])
def test_what_comes_out_of_order_leads_to_a_reading_after_the_last(
    door: Door, local: LocalStripe, endpoint: str, order: str
) -> None:
    switch(local.service, "held", times=None)
    about = pay(local)
    assert kept(door, about) == []
    local.service.webhooks.release(order=order, seed=4)
    local.settle()
    door.worker.work_off()
    assert [news.about for news in door.told] == [about]
    assert kept(door, about) == ["done", "done"]


def test_what_comes_before_the_answer_to_our_own_call_is_kept(
    door: Door, local: LocalStripe, endpoint: str
) -> None:
    switch(local.service, "before_answer", event="payment_intent.succeeded")
    about = pay(local)
    assert kept(door, about) != []


def test_what_comes_late_is_signed_afresh_and_taken(
    door: Door, local: LocalStripe, endpoint: str
) -> None:
    switch(local.service, "late", event="payment_intent.succeeded", seconds=86_400.0)
    about = pay(local)
    assert len(kept(door, about)) == 1
    local.advance(days=1)
    local.settle()
    assert len(kept(door, about)) == 2


@pytest.mark.parametrize("way", ["wrong_secret", "old_timestamp"])
def test_what_is_signed_wrongly_is_refused_and_comes_again(
    door: Door, local: LocalStripe, endpoint: str, way: str
) -> None:
    switch(local.service, way, event="payment_intent.succeeded", seconds=600.0)
    about = pay(local)
    assert len(kept(door, about)) == 1
    local.advance(days=1)
    local.settle()
    assert len(kept(door, about)) == 2


def test_a_secret_that_is_replaced_loses_nothing(
    door: Door, local: LocalStripe, endpoint: str
) -> None:
    first = pay(local)
    replace_secret(local, endpoint, keep_seconds=3_600)
    second = pay(local)
    local.advance(seconds=3_700)
    third = pay(local)
    assert [len(kept(door, about)) for about in (first, second, third)] == [2, 2, 2]


def replace_secret(local: LocalStripe, endpoint: str, keep_seconds: float) -> None:
    with local.service.acting():
        record = local.service.platform.find("webhook_endpoint", endpoint)
        roll(record, local.service.now(), keep_seconds, ROLLED)
        local.service.platform.save(record)


def test_while_the_store_is_away_stripe_keeps_the_event_and_sends_it_again(
    door: Door, local: LocalStripe, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: Any) -> bool:
        raise StoreDown(sentence("away"))

    with monkeypatch.context() as patched:
        patched.setattr(inbox, "receive", away)
        about = pay(local)
    assert kept(door, about) == []
    local.advance(days=1)
    local.settle()
    assert len(kept(door, about)) == 2
