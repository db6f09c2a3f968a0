"""Every fault of the local Stripe's, as it strikes a call of a charge, a refund or a payment link,
and what must come of it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import stripe

from processor.client import RETRIES, TIMEOUTS
from tests.sandbox.stripe.support import KEY

THROUGH, UNKNOWN, BUSY, KEY_TROUBLE = "through", "unknown", "busy", "key_trouble"
"""What Paydesk may conclude of a call: it went through in the end; nobody knows; Stripe did
nothing because it is busy, or because it refuses the key."""
CREATE, CONFIRM, RETRIEVE, LIST = "create", "confirm", "retrieve", "list"
CALLS = {
    CREATE: ("POST", "/v1/payment_intents"),
    CONFIRM: ("POST", "/v1/payment_intents/{id}/confirm"),
    RETRIEVE: ("GET", "/v1/payment_intents/{id}"),
    LIST: ("GET", "/v1/payment_intents"),
}
"""Every call to Stripe in a charge's way: verb and path."""
REFUND, REFUNDS = "refund", "list refunds"
REFUND_CALLS = {REFUND: ("POST", "/v1/refunds"), REFUNDS: ("GET", "/v1/refunds")}
"""In a refund's way."""
MAKE, LINKS = "make a link", "list links"
MAKE_CALLS = {MAKE: ("POST", "/v1/payment_links"), LINKS: ("GET", "/v1/payment_links")}
"""When a payment link is made."""
DEACTIVATE, READ = "deactivate a link", "read a link"
PAGES, EXPIRE = "list its pages", "expire a page"
CLOSE_CALLS = {
    DEACTIVATE: ("POST", "/v1/payment_links/{id}"),
    READ: ("GET", "/v1/payment_links/{id}"),
    PAGES: ("GET", "/v1/checkout/sessions"),
    EXPIRE: ("POST", "/v1/checkout/sessions/{id}/expire"),
}
"""When one is closed that somebody has opened."""
EVERY_CALL = {**CALLS, **REFUND_CALLS, **MAKE_CALLS, **CLOSE_CALLS}
CHANGES = (CREATE, CONFIRM, REFUND, MAKE, DEACTIVATE, EXPIRE)
PATIENCE = 0.3
"""Seconds for which the client waits for an answer where Stripe hangs."""
REFUSED = "connection refused"
NOBODY = "127.0.0.1:9"
"""The port for what is thrown away: nobody listens there."""


@dataclass(frozen=True)
class Strike:
    """A fault that strikes `times` requests in a row, and what is concluded of it where something
    was to be changed (`change`) and where something was only read (`read`). `requests`: how many
    are sent then, by both. `done`: Stripe did what it was asked."""

    name: str
    fault: dict[str, Any]
    change: str
    read: str
    requests: tuple[int, int]
    times: int = 1
    done: bool = False

    def concluded(self, call: str) -> str:
        return self.change if call in CHANGES else self.read

    def sent(self, call: str) -> int:
        return self.requests[0 if call in CHANGES else 1]


def _strikes() -> Iterator[Strike]:
    yield Strike("nothing", {"fault": "none"}, THROUGH, THROUGH, (1, 1), done=True)
    yield Strike("slow", {"fault": "slow", "seconds": 0.05}, THROUGH, THROUGH, (1, 1), done=True)
    # Nothing arrives: the two that are tried are refused before they are requests.
    yield Strike(REFUSED, {}, UNKNOWN, UNKNOWN, (0, 0))
    yield from _lost("cut", {"fault": "cut"}, {"fault": "cut", "when": "after"})
    yield from _hangs()
    yield from _broken_bodies()
    yield from _broken_down()
    yield from _turned_away()


def _lost(name: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Strike]:
    """Once, the client's second request goes through; twice, nobody knows."""
    yield Strike(f"{name} before, once", before, THROUGH, THROUGH, (2, 2), done=True)
    yield Strike(f"{name} after, once", after, THROUGH, THROUGH, (2, 2), done=True)
    yield Strike(f"{name} before, twice", before, UNKNOWN, UNKNOWN, (2, 2), 2)
    yield Strike(f"{name} after, twice", after, UNKNOWN, UNKNOWN, (2, 2), 2, done=True)


def _hangs() -> Iterator[Strike]:
    """The first request still holds its key when the second comes: that one is turned away."""
    before = {"fault": "hang", "seconds": 5}
    after = before | {"when": "after"}
    yield Strike("hangs before", before, UNKNOWN, THROUGH, (2, 2))
    yield Strike("hangs after", after, UNKNOWN, THROUGH, (2, 2), done=True)
    yield Strike("hangs before, twice", before, UNKNOWN, UNKNOWN, (2, 2), 2)
    yield Strike("hangs after, twice", after, UNKNOWN, UNKNOWN, (2, 2), 2, done=True)


def _broken_bodies() -> Iterator[Strike]:
    for fault in ("truncated", "other_json"):
        yield Strike(fault, {"fault": fault}, UNKNOWN, UNKNOWN, (1, 1), done=True)
    yield Strike("short", {"fault": "short"}, UNKNOWN, UNKNOWN, (1, 1), done=True)


def _broken_down() -> Iterator[Strike]:
    """A 500 of Stripe's own is kept under the key: the second request gets it again."""
    before: dict[str, Any] = {"fault": "error"}
    after = before | {"when": "after"}
    for say, sent in ((None, 2), (False, 1)):
        told = {} if say is None else {"should_retry": say}
        also = "" if say is None else ", final"
        read = THROUGH if say is None else UNKNOWN
        yield Strike(f"500 before{also}", before | told, UNKNOWN, read, (sent, sent))
        yield Strike(f"500 after{also}", after | told, UNKNOWN, read, (sent, sent), done=True)
    yield Strike("500 before, twice", before, UNKNOWN, UNKNOWN, (2, 2), 2)
    html: dict[str, Any] = {"fault": "html", "status": 502}
    yield from _lost("502", html, html | {"when": "after"})
    final = {"fault": "html", "status": 503, "should_retry": False}
    yield Strike("503 before, final", final, UNKNOWN, UNKNOWN, (1, 1))
    done = final | {"when": "after"}
    yield Strike("503 after, final", done, UNKNOWN, UNKNOWN, (1, 1), done=True)


def _turned_away() -> Iterator[Strike]:
    limit: dict[str, Any] = {"fault": "rate_limit"}
    yield Strike("429", limit, BUSY, BUSY, (1, 1))
    again = limit | {"should_retry": True}
    yield Strike("429, try again, once", again, THROUGH, THROUGH, (2, 2), done=True)
    yield Strike("429, try again, twice", again, BUSY, BUSY, (2, 2), 2)
    locked = {"fault": "lock_timeout"}
    yield Strike("lock_timeout, once", locked, THROUGH, THROUGH, (2, 2), done=True)
    yield Strike("lock_timeout, twice", locked, BUSY, BUSY, (2, 2), 2)
    used = {"fault": "key_in_use"}
    yield Strike("409, once", used, THROUGH, THROUGH, (2, 2), done=True)
    yield Strike("409, twice", used, UNKNOWN, UNKNOWN, (2, 2), 2)
    yield Strike("401", {"fault": "unauthorized"}, KEY_TROUBLE, KEY_TROUBLE, (1, 1))
    yield Strike("403", {"fault": "forbidden"}, KEY_TROUBLE, KEY_TROUBLE, (1, 1))


STRIKES = tuple(_strikes())


class Hurried(stripe.RequestsClient):
    """Stripe's own, which waits next to nothing before it repeats a request. Those for `refused`,
    one of EVERY_CALL, go where nobody listens; `turned_away` counts them."""

    refused = ""
    turned_away = 0

    def _sleep_time_seconds(self, num_retries: int) -> float:
        return 0.01

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None
    ) -> tuple[bytes, int, Mapping[str, str]]:
        place = urlsplit(url)
        if self.refused and call_of(method.upper(), place.path) == self.refused:
            self.turned_away += 1
            url = urlunsplit(place._replace(netloc=NOBODY))
        return super().request(method, url, headers, post_data)


def call_of(verb: str, path: str) -> str | None:
    """Which of EVERY_CALL it is."""
    pattern = re.sub(r"/(pi|plink|cs)_\w+", "/{id}", path)
    return next((call for call, asked in EVERY_CALL.items() if asked == (verb, pattern)), None)


def new_client(url: str, *, hurried: bool) -> tuple[stripe.StripeClient, Hurried]:
    """As in production, but for the pause before a repeated request; `hurried`: and it waits no
    longer than PATIENCE for an answer."""
    http = Hurried(timeout=(TIMEOUTS[0], PATIENCE if hurried else TIMEOUTS[1]))
    bases: Any = dict.fromkeys(("api", "connect", "files", "meter_events"), url)
    client = stripe.StripeClient(
        KEY, base_addresses=bases, max_network_retries=RETRIES, http_client=http
    )
    return client, http
