"""Paydesk wired in this process, with a small Slack: people type and click, and see the answers."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import stripe

from bot.app import Paydesk, build_app
from bot.dispatcher import Routes
from bot.installations import register
from bot.routes import ROUTES
from bot.settings import Settings
from storage.database import Store, open_store
from tests.support.cast import NAME, OTHER_NAME, OTHER_TEAM, T0, TEAM, Remembered, enter_cast
from tests.support.keys import TEST_KEY
from tests.support.running import NOWHERE
from tests.support.slack_api import SmallSlack
from tests.support.slack_requests import (
    FORM,
    JSON,
    SIGNING_SECRET,
    click_body,
    command_body,
    event_body,
    form,
    payload_form,
    signed,
    submission_body,
)

TOKEN = "xoxb-test"


@dataclass(frozen=True)
class Answer:
    """What Slack got back: the HTTP status, and the acknowledgement's body ({} where empty)."""

    status: int
    body: dict[str, Any]

    @property
    def text(self) -> str:
        """Everything that can be read in it."""
        return json.dumps(self.body, ensure_ascii=False)


class Office:
    """A practice at work. Requests are signed and go through Flask, Bolt and the real store."""

    def __init__(self, paydesk: Paydesk, slack: SmallSlack) -> None:
        self.paydesk = paydesk
        self.slack = slack
        self._browser = paydesk.web.test_client()

    def types(self, user: str, command: str, text: str = "", team: str = TEAM) -> Answer:
        body = form(command_body(command, text, user, team, self.slack.response_url()))
        return self.sends(body)

    def clicks(self, user: str, action_id: str, **more: Any) -> Answer:
        body = click_body(action_id, user, more.pop("team", TEAM), **more)
        if "view" not in body and not body["response_url"]:
            body["response_url"] = self.slack.response_url()
        return self.sends(payload_form(body))

    def submits(self, user: str, callback_id: str, values: Mapping[str, Any]) -> Answer:
        return self.sends(payload_form(submission_body(callback_id, user, TEAM, values)))

    def event(self, event: Mapping[str, Any], event_id: str, team: str = TEAM) -> Answer:
        return self.sends(json.dumps(event_body(event, team, event_id)), JSON)

    def sends(self, body: str | bytes, content_type: str = FORM, at: float | None = None) -> Answer:
        """A signed request with that body."""
        return self.posts(body, signed(body, content_type, at))

    def posts(self, body: str | bytes, headers: Mapping[str, str]) -> Answer:
        answer = self._browser.post("/slack/events", data=body, headers=dict(headers))
        text = answer.get_data(as_text=True)
        readable = text.startswith("{")
        return Answer(answer.status_code, json.loads(text) if readable else {})


@contextmanager
def office(database_url: str, routes: Routes = ROUTES, **more: str) -> Iterator[Office]:
    """The cast at work, with the background started. `more`: other settings."""
    with SmallSlack(TEAM, NAME, TOKEN) as slack, pytest.MonkeyPatch.context() as patch:
        # Nobody is Stripe: its client would rest before it tries again, and the end waits for it.
        patch.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0.01)
        usual = {
            "slack_bot_token": TOKEN,
            "slack_signing_secret": SIGNING_SECRET,
            "slack_api_url": slack.api_url,
            "stripe_api_key": "sk_test_51Example000000000000",
            "stripe_api_base": NOWHERE,
            "database_url": database_url,
            "secret_key": TEST_KEY,
        }
        settings = Settings(**{**usual, **more})
        _move_in(settings)
        paydesk = build_app(settings, routes)
        paydesk.start()
        try:
            yield Office(paydesk, slack)
        finally:
            paydesk.stop()


def _move_in(settings: Settings) -> None:
    """Only the first time, on each kind of database, through what storage offers."""
    store = open_store(settings.database_url, settings.secret_key, lambda: time.time_ns())
    try:
        _MOVED_IN.enter(store, _enter)
    finally:
        store.close()


_MOVED_IN: Remembered[None] = Remembered(("practice", "member", "secret"))


def _enter(store: Store) -> None:
    enter_cast(store)
    for team, name in ((TEAM, NAME), (OTHER_TEAM, OTHER_NAME)):
        register(store, {"team_id": team, "team": name}, TOKEN, livemode=False, now=T0)
