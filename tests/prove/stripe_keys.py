"""Requests to the local Stripe from 16 threads, under few keys: no key acts twice."""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import stripe
from stripe import StripeClient

from tests.sandbox.stripe.support import LocalStripe

NAME = "the local Stripe: repeated keys, none acts twice"
FULL = 2_000
THREADS = 16
REQUESTS_A_KEY = 5


@dataclass(frozen=True)
class _Outcome:
    key: str
    made: str = ""
    refused: str | None = None


def run(count: int) -> int:
    local = LocalStripe()
    try:
        with ThreadPoolExecutor(THREADS) as pool:
            keys = max(1, count // REQUESTS_A_KEY)
            outcomes = list(pool.map(lambda n: _act(local.client, n, keys), range(count)))
        _check(local, outcomes)
    finally:
        local.stop()
    return len(outcomes)


def _act(client: StripeClient, number: int, keys: int) -> _Outcome:
    """A customer under one of the keys; now and then, the key comes with something else."""
    chance = random.Random(number)
    key = f"many-{chance.randrange(keys)}"
    name = f"other for {key}" if chance.random() < 0.1 else f"for {key}"
    try:
        made = client.v1.customers.create({"name": name}, {"idempotency_key": key})
    except stripe.IdempotencyError:
        return _Outcome(key, refused="idempotency_error")
    except stripe.APIError as error:
        return _Outcome(key, refused=error.error.code if error.error else "unknown")
    return _Outcome(key, made.id)


def _check(local: LocalStripe, outcomes: list[_Outcome]) -> None:
    used = {one.key for one in outcomes}
    made = {one.made for one in outcomes if one.made}
    by_key = {(one.key, one.made) for one in outcomes if one.made}
    assert len(by_key) == len(made) == len(used), "a key acted twice, or never"
    platform = local.service.platform
    assert {one.id for one in platform.all("customer")} == made
    told = [one.body["data"]["object"]["id"] for one in platform.all("event")]
    assert sorted(told) == sorted(made)
    assert {one.refused for one in outcomes} <= {
        None,
        "idempotency_error",
        "idempotency_key_in_use",
    }
