"""Stripe's news in this process: the webhook's door, the inbox, and handlers that note what they
are told."""

import json
import threading
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import stripe
from slack_bolt import App
from werkzeug.serving import make_server

from bot.news_worker import NewsWorker
from bot.readiness import Contacts
from bot.stripe_signatures import StripeSignatures
from bot.stripe_webhook import StripeWebhook
from bot.web import build_web
from desk.context import Desk
from desk.stripe_events import Intake, News
from rules.stripe_types import EVENTS
from storage import clients, stripe_clients
from storage.clients import Client
from storage.database import Store
from tests.support.cast import T0, TEAM, FrozenClock

SECRET = "whsec_0123456789abcdef0123456789abcdef"
ROLLED = "whsec_fedcba9876543210fedcba9876543210"
LEASE_MS = 60_000


def event(
    name: str = "payment_intent.succeeded",
    told: Mapping[str, Any] | None = None,
    event_id: str = "evt_1",
    **more: Any,
) -> dict[str, Any]:
    """As Stripe sends it, with a person's name in it."""
    about = {
        "id": "pi_1",
        "object": "payment_intent",
        "metadata": {"paydesk_practice": TEAM, "paydesk_operation": "op-1"},
        "customer": "cus_1",
        "description": "Canary Nora Lind",
        **(told or {}),
    }
    return {
        "id": event_id,
        "object": "event",
        "type": name,
        "created": 1_795_424_400,
        "livemode": False,
        "data": {"object": about},
        **more,
    }


def known_at_stripe(store: Store, practice_id: int, customer_id: str) -> int:
    """A client who is that customer; the client's id."""
    ada = Client(id=0, reference="NP-1", name="Ada", sort_name="ada", created_at=T0, changed_at=T0)
    added = clients.add(store, practice_id, ada, []).id
    stripe_clients.put(store, practice_id, [(customer_id, added)], [], T0)
    return added


def signature(body: str, secret: str = SECRET, at: int | None = None) -> str:
    """By Stripe's own library."""
    return stripe.WebhookSignature.generate_signature_header(body, secret, at)


@dataclass
class Door:
    """The webhook's endpoint and what stands behind it."""

    store: Store
    clock: FrozenClock
    secrets: tuple[str, ...] = (SECRET,)
    livemode: bool = False
    known: dict[str, int] = field(default_factory=dict)
    """Which practice has an object, by its id."""
    told: list[News] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)
    """What the next handlers raise."""

    def __post_init__(self) -> None:
        self.desk = Desk(self.store, self.clock, b"")
        self.contacts = Contacts()
        self.intake = Intake(self.desk, EVENTS, self._find)
        webhook = StripeWebhook(
            StripeSignatures(self.secrets),
            self.intake,
            self.contacts,
            livemode=self.livemode,
            clock=self.clock,
        )
        self.web = build_web(cast(App, None), None, lambda: {"ready": True}, webhook)
        self.worker = self.new_worker()

    def new_worker(self, owner: str = "one") -> NewsWorker:
        handlers = dict.fromkeys(EVENTS, self._handle)
        return NewsWorker(self.desk, owner, LEASE_MS, handlers)

    def sends(self, told: Any, header: str | None = None) -> int:
        """The status that Stripe gets for an event, or for a text as it stands."""
        body = told if isinstance(told, str) else json.dumps(told)
        headers = {"Stripe-Signature": signature(body) if header is None else header}
        return self.posts(body, headers)

    def posts(self, body: str | bytes, headers: Mapping[str, str]) -> int:
        answer = self.web.test_client().post("/stripe/webhook", data=body, headers=dict(headers))
        return answer.status_code

    def rows(self) -> list[tuple[Any, ...]]:
        """What stands in the inbox: (practice, key, kind, about, state, body)."""
        sql = "SELECT practice_id, dedupe_key, kind, about, state, body FROM inbox ORDER BY id"
        return list(self.store.database.run(sql).fetchall())

    def states(self) -> list[str]:
        return [row[4] for row in self.rows()]

    @contextmanager
    def open(self):
        """At a real address, which it gives."""
        server = make_server("127.0.0.1", 0, self.web, threaded=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/stripe/webhook"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    def _find(self, ids: Mapping[str, str]) -> int | None:
        return next((self.known[named] for named in ids.values() if named in self.known), None)

    def _handle(self, news: News) -> None:
        self.told.append(news)
        if self.fails:
            raise self.fails.pop(0)
