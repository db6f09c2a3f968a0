"""Faults on demand: what stripe-python makes of each one, and whether what was asked was done."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Thread
from typing import Any

import pytest
import requests
import stripe
from stripe import StripeClient

from sandbox.stripe.log import Entry
from tests.sandbox.stripe.support import KEY, LocalStripe, refusal

_KEYS = itertools.count()


@pytest.fixture(autouse=True)
def _no_faults_are_left(local: LocalStripe) -> Iterator[None]:
    yield
    local.service.faults.clear()


def fault(local: LocalStripe, **asked: Any) -> None:
    answer = requests.post(f"{local.url}/_test/faults", json=asked, timeout=10)
    assert answer.status_code == 200, answer.text


@dataclass
class Seen:
    """What came of one operation: the customers that there are now, and the requests."""

    error: stripe.StripeError | None
    made: int
    requests: list[Entry]

    @property
    def keys(self) -> set[str | None]:
        return {one.idempotency_key for one in self.requests}


def create(local: LocalStripe, client: StripeClient, key: str = "") -> Seen:
    """A customer of its own name, under a key of its own unless one is given."""
    key = key or f"fault-{next(_KEYS)}"
    before = local.service.log.since()[-1:]
    error: stripe.StripeError | None = None
    try:
        client.v1.customers.create({"name": key}, {"idempotency_key": key})
    except stripe.StripeError as caught:
        error = caught
    seen = local.service.log.since(before[0].number if before else 0)
    made = [one for one in local.service.platform.all("customer") if one.body.get("name") == key]
    return Seen(error, len(made), seen)


UNKNOWN, CONNECTION, LIMIT = stripe.APIError, stripe.APIConnectionError, stripe.RateLimitError
KEY_REFUSED, NOT_ALLOWED = stripe.AuthenticationError, stripe.PermissionError


@pytest.mark.parametrize(
    ("asked", "kind", "status", "code", "done", "requests_with_retries"),
    [
        ({"fault": "hang"}, CONNECTION, None, None, 0, 3),
        ({"fault": "hang", "when": "after"}, CONNECTION, None, None, 1, 3),
        ({"fault": "cut"}, CONNECTION, None, None, 0, 3),
        ({"fault": "cut", "when": "after"}, CONNECTION, None, None, 1, 3),
        ({"fault": "truncated"}, UNKNOWN, 200, None, 1, 1),
        ({"fault": "short"}, CONNECTION, None, None, 1, 1),
        ({"fault": "error"}, UNKNOWN, 500, None, 0, 3),
        ({"fault": "error", "when": "after"}, UNKNOWN, 500, None, 1, 3),
        ({"fault": "error", "should_retry": False}, UNKNOWN, 500, None, 0, 1),
        ({"fault": "html"}, UNKNOWN, 502, None, 0, 3),
        ({"fault": "html", "when": "after"}, UNKNOWN, 502, None, 1, 3),
        ({"fault": "html", "status": 503, "should_retry": False}, UNKNOWN, 503, None, 0, 1),
        ({"fault": "rate_limit"}, LIMIT, 429, "rate_limit", 0, 1),
        ({"fault": "rate_limit", "should_retry": True}, LIMIT, 429, "rate_limit", 0, 3),
        ({"fault": "lock_timeout"}, LIMIT, 429, "lock_timeout", 0, 3),
        ({"fault": "key_in_use"}, UNKNOWN, 409, "idempotency_key_in_use", 0, 3),
        ({"fault": "unauthorized"}, KEY_REFUSED, 401, "api_key_expired", 0, 1),
        ({"fault": "forbidden"}, NOT_ALLOWED, 403, "more_permissions_required", 0, 1),
    ],
)
def test_each_fault_shows_as_it_does_with_stripe(
    local: LocalStripe,
    asked: dict[str, Any],
    kind: type[stripe.StripeError],
    status: int | None,
    code: str | None,
    done: int,
    requests_with_retries: int,
) -> None:
    fault(local, **asked, times=1)
    once = create(local, local.new_client(timeouts=(2, 0.3)))
    assert type(once.error) is kind
    assert once.error.http_status == status
    assert (once.error.error.code if once.error.error else None) == code
    assert (len(once.requests), once.made) == (1, done)

    local.service.faults.clear()
    fault(local, **asked, times=requests_with_retries)
    often = create(local, local.new_client(retries=2, timeouts=(2, 0.3)))
    in_use = asked["fault"] == "hang"
    assert type(often.error) is (UNKNOWN if in_use else kind)
    assert (len(often.requests), often.made) == (requests_with_retries, done)
    assert len(often.keys) == 1


@pytest.mark.parametrize(
    ("asked", "replayed"),
    [
        ({"fault": "cut"}, False),
        ({"fault": "cut", "when": "after"}, True),
        ({"fault": "html"}, False),
        ({"fault": "html", "when": "after"}, True),
        ({"fault": "lock_timeout"}, False),
        ({"fault": "key_in_use"}, False),
    ],
)
def test_a_second_request_with_the_key_succeeds_and_nothing_is_done_twice(
    local: LocalStripe, asked: dict[str, Any], replayed: bool
) -> None:
    fault(local, **asked)
    seen = create(local, local.patient)
    assert (seen.error, seen.made, len(seen.requests), len(seen.keys)) == (None, 1, 2, 1)
    assert seen.requests[1].replayed is replayed


@pytest.mark.parametrize(("when", "done"), [("before", 0), ("after", 1)])
def test_a_500_is_kept_under_its_key_and_a_new_key_is_free(
    local: LocalStripe, client: StripeClient, when: str, done: int
) -> None:
    fault(local, fault="error", when=when)
    first = create(local, client, "kept-500-" + when)
    again = create(local, client, "kept-500-" + when)
    assert first.error
    assert again.error
    assert (again.error.http_status, again.made) == (500, done)
    assert again.error.headers
    assert again.error.headers["Idempotent-Replayed"] == "true"
    assert create(local, client).error is None


@pytest.mark.parametrize("name", ["truncated", "short"])
def test_after_half_an_answer_the_same_key_gives_it_whole(
    local: LocalStripe, client: StripeClient, name: str
) -> None:
    fault(local, fault=name)
    assert create(local, client, f"half-{name}").error
    whole = create(local, client, f"half-{name}")
    assert (whole.error, whole.made) == (None, 1)


def test_a_machine_in_between_may_answer_with_json_of_its_own(
    local: LocalStripe, client: StripeClient
) -> None:
    fault(local, fault="other_json")
    made = client.v1.customers.create({"name": "other-json"})
    assert made.to_dict() == {"status": "ok"}
    assert "other-json" in [one.body["name"] for one in local.service.platform.all("customer")]


def test_a_slow_request_is_done_and_answered(local: LocalStripe, client: StripeClient) -> None:
    for when in ("before", "after"):
        fault(local, fault="slow", when=when, seconds=0.2)
        seen = create(local, client)
        assert (seen.error, seen.made) == (None, 1)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_key_is_in_use_while_its_request_is_slow(
    local: LocalStripe, client: StripeClient, when: str
) -> None:
    fault(local, fault="slow", when=when, seconds=30)
    key = f"slow-{when}"
    number = local.service.log.since()[-1].number
    slow = Thread(target=create, args=(local, local.new_client(), key))
    slow.start()
    local.service.log.since(number, wait=10)
    second = create(local, client, key)
    assert second.error
    assert second.error.error
    assert second.error.error.code == "idempotency_key_in_use"
    local.service.faults.clear()
    slow.join()
    third = create(local, client, key)
    assert (third.error, third.made, third.requests[0].replayed) == (None, 1, True)


def test_a_stopping_server_ends_what_hangs() -> None:
    here = LocalStripe()
    fault(here, fault="hang")
    number = len(here.service.log.since())
    waiting = Thread(target=create, args=(here, here.client))
    waiting.start()
    here.service.log.since(number, wait=10)
    here.stop()
    waiting.join(5)
    assert not waiting.is_alive()


def test_a_sequence_strikes_in_its_order_after_those_that_are_skipped(
    local: LocalStripe, client: StripeClient
) -> None:
    sequence = [
        {"fault": "rate_limit"},
        {"fault": "none"},
        {"fault": "html", "status": 503, "times": 2},
    ]
    fault(local, verb="POST", path="/v1/customers", skip=2, sequence=sequence)
    seen = [create(local, client).error for _ in range(7)]
    assert [error and error.http_status for error in seen] == [
        None,
        None,
        429,
        None,
        503,
        503,
        None,
    ]


def test_a_script_is_for_the_requests_that_it_names(
    local: LocalStripe, client: StripeClient
) -> None:
    named = client.v1.customers.create({}).id
    fault(local, fault="rate_limit", verb="POST", path="/v1/customers/{customer}", times=9)
    fault(local, fault="html", metadata={"invoice": "INV-1"}, times=9)
    fault(local, fault="html", status=503, idempotency_key="op-*:confirm", times=9)
    fault(local, fault="html", status=504, account="acct_1Elsewhere", times=9)
    assert client.v1.customers.retrieve(named).id == named
    assert refusal(lambda: client.v1.customers.update(named, {})).http_status == 429
    with_metadata = {"metadata": {"invoice": "INV-1", "more": "yes"}}
    assert refusal(lambda: client.v1.customers.create(with_metadata)).http_status == 502  # type: ignore[arg-type]
    assert client.v1.customers.create({"metadata": {"invoice": "INV-2"}}).id
    confirm = {"idempotency_key": "op-7:confirm"}
    assert refusal(lambda: client.v1.customers.create({}, confirm)).http_status == 503  # type: ignore[arg-type]


def test_faults_without_a_key_strike_reading_too(local: LocalStripe, client: StripeClient) -> None:
    fault(local, fault="cut", verb="GET", path="/v1/customers*")
    assert isinstance(refusal(lambda: client.v1.customers.list()), stripe.APIConnectionError)
    assert client.v1.customers.list().object == "list"


@pytest.mark.parametrize(
    "asked",
    [
        {"fault": "explode"},
        {"fault": "rate_limit", "when": "after"},
        {"fault": "cut", "when": "during"},
        {"fault": "cut", "loudly": True},
        {"path": "/v1/customers"},
        {"fault": "cut", "sequence": [{"fault": "cut"}]},
    ],
)
def test_a_fault_that_there_is_not_is_refused(local: LocalStripe, asked: dict[str, Any]) -> None:
    answer = requests.post(f"{local.url}/_test/faults", json=asked, timeout=10)
    assert (answer.status_code, answer.json()["ok"]) == (400, False)


def test_a_refused_request_leaves_its_key_free(local: LocalStripe, client: StripeClient) -> None:
    """A validation error, a wrong API key and a fault before everything are not kept."""
    options = {"idempotency_key": "free"}
    wrong = {"nmae": "Ada"}
    assert refusal(lambda: client.v1.customers.create(wrong, options)).http_status == 400  # type: ignore[arg-type]
    stranger = local.new_client(key="sk_live_0000000000000000")
    assert refusal(lambda: stranger.v1.customers.create({}, options)).http_status == 401  # type: ignore[arg-type]
    assert client.v1.customers.create({"name": "Ada"}, options).name == "Ada"  # type: ignore[arg-type]
    assert KEY not in str(local.service.log.as_json())
