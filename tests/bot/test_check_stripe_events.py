"""`paydesk check` on how Stripe's news come: registered, switched on, complete, when last."""

from typing import Any

import pytest

from bot.checkup.finding import State
from bot.checkup.store import store_findings
from bot.checkup.stripe_events import event_findings
from bot.settings import Settings
from rules.stripe_types import TYPES
from storage import inbox, stripe_cursor
from storage.database import Store
from storage.stripe_cursor import Cursor
from tests.support.canned_http import Answer, CannedServer, canned_server
from tests.support.cast import T0, Cast
from tests.support.keys import TEST_KEY
from tests.support.stripe_news import SECRET

URL = "https://paydesk.example.org"
PATH = "/v1/webhook_endpoints"


@pytest.fixture
def stripe():
    with canned_server({PATH: listed()}) as server:
        yield server


def listed(**endpoint: Any) -> Answer:
    told = {
        "id": "we_1",
        "object": "webhook_endpoint",
        "url": f"{URL}/stripe/webhook",
        "status": "enabled",
        "enabled_events": list(TYPES),
        **endpoint,
    }
    return Answer({"object": "list", "data": [told], "has_more": False, "url": PATH})


def found(server: CannedServer, **more: str):
    settings = {
        "stripe_api_key": "sk_test_VerySecret",
        "stripe_api_base": server.url,
        "stripe_webhook_secret": SECRET,
        "public_url": URL,
    }
    (finding,) = event_findings(Settings(**{**settings, **more}))
    return finding


def test_a_registered_webhook_is_right(stripe: CannedServer) -> None:
    assert found(stripe).state is State.RIGHT
    stripe.answers[PATH] = listed(enabled_events=["*"])
    assert found(stripe).state is State.RIGHT


@pytest.mark.parametrize(
    ("endpoint", "said"),
    [
        ({"url": "https://elsewhere.example.org/stripe/webhook"}, "no webhook goes to"),
        ({"status": "disabled"}, "switched the webhook off"),
        ({"enabled_events": ["charge.updated"]}, "lacks events"),
    ],
)
def test_what_is_wrong_with_it_is_told_with_its_mend(
    stripe: CannedServer, endpoint: dict[str, Any], said: str
) -> None:
    stripe.answers[PATH] = listed(**endpoint)
    finding = found(stripe)
    assert finding.state is State.WRONG
    assert said in finding.text
    assert "dashboard.stripe.com" in finding.mend


def test_a_key_that_may_not_look_is_no_fault(stripe: CannedServer) -> None:
    stripe.answers[PATH] = Answer({"error": {"type": "invalid_request_error"}}, status=403)
    assert found(stripe).state is State.NOTE


def test_a_stripe_that_does_not_tell_is_said_so(stripe: CannedServer) -> None:
    stripe.answers[PATH] = Answer({"error": {"type": "api_error"}}, status=500)
    assert found(stripe).state is State.WRONG


def test_without_a_public_address_nothing_is_needed(stripe: CannedServer) -> None:
    assert "no webhook needed" in found(stripe, public_url="").text


def test_when_stripe_was_heard_of_last_is_told(store: Store, cast: Cast, database_url: str) -> None:
    def news() -> str:
        findings = store_findings(Settings(database_url=database_url, secret_key=TEST_KEY))
        return next(one.text for one in findings if one.name.startswith("News"))

    assert news() == "last event never, last asked for events never"
    inbox.receive(store, cast.practice.id, "stripe", "evt_1", "refund", {}, T0, "re_1")
    place = Cursor(None, None, T0 + 60_000)
    stripe_cursor.put(store, cast.practice.id, "acct_1", "charge.updated", place)
    assert news() == ("last event 2026-11-23 09:00 UTC, last asked for events 2026-11-23 09:01 UTC")
