"""Brings events to webhook endpoints, in the background: a thread for each, so that none waits for
another."""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from threading import Thread
from typing import TYPE_CHECKING

from sandbox.stripe.books import Books, Record
from sandbox.stripe.deliveries import Deliveries, Delivery
from sandbox.stripe.event_types import wanted
from sandbox.stripe.reading import json_text
from sandbox.stripe.signing import signature_header
from sandbox.stripe.switches import (
    BEFORE_ANSWER,
    HELD,
    LATE,
    LOST,
    OLD_TIMESTAMP,
    TWICE,
    WRONG_SECRET,
    Switches,
)
from sandbox.stripe.wire import SECONDS, Wire

if TYPE_CHECKING:
    from sandbox.stripe.service import Service

KIND = "webhook_endpoint"
_HEADERS = {
    "Accept": "*/*; q=0.5, application/xml",
    "Cache-Control": "no-cache",
    "Content-Type": "application/json; charset=utf-8",
    "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
}


class Webhooks:
    def __init__(
        self,
        service: "Service",
        *,
        seconds: float = SECONDS,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        self._service = service
        self._seconds = seconds
        self._wall_clock = wall_clock
        self._running = False
        self._stopping = False
        self._wires: dict[str, Wire] = {}
        self._before_answer: dict[str, set[int]] = defaultdict(set)
        self.switches = Switches()
        self.deliveries = Deliveries(service.clock)

    # Under the service's lock

    def endpoints_for(self, books: Books, event: str) -> list[Record]:
        """Those that want this kind of event of this account: its own, and the platform's that are
        for connected accounts."""
        platform = self._service.platform
        mine = [one for one in books.all(KIND) if not one.private.get("connect")]
        if books is not platform:
            mine += [one for one in platform.all(KIND) if one.private.get("connect")]
        return [one for one in reversed(mine) if _wants(one, event)]

    def send(self, books: Books, endpoint: Record, event: Record) -> None:
        """In the background. What is to go wrong with the delivery is decided now."""
        kind = str(event.body["type"])
        if self.switches.take(LOST, endpoint.id, kind):
            return
        late = self.switches.take(LATE, endpoint.id, kind)
        held = self.switches.take(HELD, endpoint.id, kind) is not None
        due = self._service.now() + (late.seconds if late else 0.0)
        self._put(books, endpoint, event, due, held)
        if self.switches.take(TWICE, endpoint.id, kind):
            self._put(books, endpoint, event, due, held, again=True)

    def _put(
        self,
        books: Books,
        endpoint: Record,
        event: Record,
        due: float,
        held: bool,
        *,
        again: bool = False,
    ) -> None:
        number = self.deliveries.new_number()
        owner = endpoint.private["account"]
        delivery = Delivery(
            due, number, number, endpoint.id, owner, event.id, books.account, held=held, again=again
        )
        self._keep(delivery)
        if (call := self._service.call) and not held:
            kind = str(event.body["type"])
            if self.switches.take(BEFORE_ANSWER, endpoint.id, kind):
                self._before_answer[call.id].add(number)
        self.deliveries.put(delivery)
        self._ensure_thread(endpoint.id)

    def restore(self) -> None:
        for _, kept in self._service.shelf.all("delivery"):
            self.deliveries.put(Delivery(**kept))

    def _keep(self, delivery: Delivery) -> None:
        self._service.shelf.put("delivery", str(delivery.number), delivery.as_json())

    def _forget(self, delivery: Delivery) -> None:
        self._service.shelf.put("delivery", str(delivery.number), None)

    # From any thread

    def start(self) -> None:
        with self._service.lock:
            self._running = True
            for delivery in self.deliveries.all():
                self._ensure_thread(delivery.endpoint)

    def stop(self) -> None:
        """What is under way is not finished: it is tried again when all starts again."""
        with self._service.lock:
            self._stopping = True
            wires = list(self._wires.values())
        self.deliveries.stop()
        for wire in wires:
            wire.abort()

    def before_answer(self, request: str) -> None:
        """Waits for those deliveries that are to come before the answer to this request."""
        with self._service.lock:
            numbers = self._before_answer.pop(request, None)
        if numbers:
            self.deliveries.wait_for_first_tries(numbers, self._seconds)

    def release(self, events: Sequence[str] = (), order: str = "given", seed: int = 0) -> int:
        """How many of those that were held are on their way now."""
        with self._service.acting():
            released = self.deliveries.release(events=events, order=order, seed=seed)
            for delivery in released:
                self._keep(delivery)
        return len(released)

    # In the endpoint's thread

    def _ensure_thread(self, endpoint: str) -> None:
        if not self._running or endpoint in self._wires:
            return
        wire = self._wires[endpoint] = Wire(self._seconds)
        Thread(
            target=self._work, args=(endpoint, wire), name=f"webhooks-{endpoint}", daemon=True
        ).start()

    def _work(self, endpoint: str, wire: Wire) -> None:
        while (delivery := self.deliveries.take(endpoint)) is not None:
            letter = self._letter(delivery)
            status = wire.post(*letter) if letter else None
            self._finish(delivery, status, tries_again=letter is not None)

    def _letter(self, delivery: Delivery) -> tuple[str, bytes, dict[str, str]] | None:
        """Address, body and headers; None where the endpoint wants nothing any more."""
        with self._service.lock:
            endpoint = self._service.books(delivery.endpoint_account).get(KIND, delivery.endpoint)
            event = self._service.books(delivery.event_account).get("event", delivery.event)
            if endpoint is None or event is None or endpoint.body["status"] != "enabled":
                return None
            body = json_text(event.body).encode()
            secrets = self._secrets(endpoint)
        kind = str(event.body["type"])
        if self.switches.take(WRONG_SECRET, endpoint.id, kind):
            secrets = ["whsec_" + "0" * 32]
        old = self.switches.take(OLD_TIMESTAMP, endpoint.id, kind)
        timestamp = int(self._wall_clock() - (old.seconds if old else 0.0))
        signature = signature_header(secrets, timestamp, body)
        return str(endpoint.body["url"]), body, _HEADERS | {"Stripe-Signature": signature}

    def _secrets(self, endpoint: Record) -> list[str]:
        """The one that holds, and the one before it while it still does."""
        before = endpoint.private.get("before", {"until": 0.0})
        old = [before["secret"]] if before["until"] > self._service.clock() else []
        return [endpoint.private["secret"], *old]

    def _finish(self, delivery: Delivery, status: int | None, *, tries_again: bool) -> None:
        arrived = status is not None and 200 <= status < 300
        with self._service.acting():
            if self._stopping:
                return
            again = not arrived and tries_again and delivery.next_try()
            if arrived and not delivery.again:
                self._count_down(delivery)
            if again:
                self._keep(delivery)
            else:
                self._forget(delivery)
        self.deliveries.tried(delivery, again)

    def _count_down(self, delivery: Delivery) -> None:
        books = self._service.books(delivery.event_account)
        if (event := books.get("event", delivery.event)) is not None:
            event.body["pending_webhooks"] -= 1
            books.save(event)


def _wants(endpoint: Record, event: str) -> bool:
    enabled = endpoint.body["enabled_events"]
    return endpoint.body["status"] == "enabled" and any(wanted(event, one) for one in enabled)
