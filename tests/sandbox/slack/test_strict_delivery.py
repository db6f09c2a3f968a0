"""Requests to the app are signed in wall time; events come again until they are taken."""

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import SignatureVerifier

from sandbox.clock import Clock
from sandbox.slack import acts
from sandbox.slack.courier import Courier
from sandbox.slack.delivery import EVENT, FAILED, Ack, Retry
from sandbox.slack.workspace import Workspace
from tests.sandbox.slack.support import (
    BEN,
    BILLING,
    GENERAL,
    OLIVIA,
    Listener,
    actions,
    button,
    calls,
    modal,
    served,
    settle,
    typed_input,
    with_recorder,
)


@pytest.fixture
def door() -> Iterator[Listener]:
    with Listener() as door:
        yield door


def listening(*events: str) -> dict[str, Any]:
    return {"settings": {"event_subscriptions": {"bot_events": list(events)}}}


def test_a_request_is_signed_as_slack_signs(door: Listener) -> None:
    workspace = Workspace()
    with served(workspace, door.url):
        acts.say(workspace, BEN, BILLING, "/fees 100 € & more")
    heard, secret = door.heard[0], workspace.identity.signing_secret
    timestamp = heard.headers["X-Slack-Request-Timestamp"]
    base = f"v0:{timestamp}:{heard.body}".encode()
    expected = "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    assert heard.headers["X-Slack-Signature"] == expected
    assert SignatureVerifier(secret).is_valid_request(heard.body, heard.headers)
    assert parse_qs(heard.body)["text"] == ["100 € & more"]


def test_a_signature_is_of_wall_time_whatever_the_clock_says(door: Listener) -> None:
    workspace = Workspace()
    workspace.clock.advance(90 * 24 * 3600)
    with served(workspace, door.url):
        acts.say(workspace, BEN, BILLING, "/fees")
    timestamp = int(door.heard[0].headers["X-Slack-Request-Timestamp"])
    assert abs(timestamp - time.time()) < 60


def test_an_event_that_is_not_taken_comes_again_at_once_after_1_and_after_5_minutes(
    door: Listener,
) -> None:
    workspace = Workspace(clock=Clock(lambda: 1_700_000_000.0), manifest=listening("message.im"))
    door.status = 500
    with served(workspace, door.url):
        acts.say(workspace, BEN, "D0BEN", "hello")
        settle(workspace)
        assert numbers(door) == [None, "1"]
        workspace.clock.advance(59)
        settle(workspace)
        assert len(door.heard) == 2
        workspace.clock.advance(1)
        settle(workspace)
        assert numbers(door) == [None, "1", "2"]
        workspace.clock.advance(299)
        settle(workspace)
        assert len(door.heard) == 3
        workspace.clock.advance(1)
        settle(workspace)
        assert len(door.heard) == 4
        workspace.clock.advance(3600)
        settle(workspace)
    assert numbers(door) == [None, "1", "2", "3"]
    assert {heard.headers.get("X-Slack-Retry-Reason") for heard in door.heard[1:]} == {"http_error"}
    assert len({json.loads(heard.body)["event_id"] for heard in door.heard}) == 1


def numbers(door: Listener) -> list[str | None]:
    return [heard.headers.get("X-Slack-Retry-Num") for heard in door.heard]


def test_an_event_that_is_taken_comes_once(door: Listener) -> None:
    workspace = Workspace(manifest=listening("message.im"))
    with served(workspace, door.url):
        acts.say(workspace, BEN, "D0BEN", "hello")
        settle(workspace)
        workspace.clock.advance(3600)
        settle(workspace)
    assert numbers(door) == [None]


def test_a_late_acknowledgement_of_an_event_is_none(door: Listener) -> None:
    workspace = Workspace(manifest=listening("message.im"), ack_seconds=0.2)
    door.hold.clear()
    with served(workspace, door.url):
        acts.say(workspace, BEN, "D0BEN", "hello")
        settle(workspace)
    assert door.heard[1].headers["X-Slack-Retry-Reason"] == "http_timeout"


def test_the_app_can_ask_for_no_retries(door: Listener) -> None:
    workspace = Workspace(manifest=listening("message.im"))
    door.status, door.headers = 500, {"X-Slack-No-Retry": "1"}
    with served(workspace, door.url):
        acts.say(workspace, BEN, "D0BEN", "hello")
        settle(workspace)
    assert numbers(door) == [None]


@pytest.mark.parametrize("status", [200, 201, 204])
def test_an_event_is_taken_by_any_status_of_success(door: Listener, status: int) -> None:
    workspace = Workspace(manifest=listening("message.im"))
    door.status = status
    with served(workspace, door.url):
        acts.say(workspace, BEN, "D0BEN", "hello")
        settle(workspace)
    assert numbers(door) == [None]


def test_what_people_do_is_never_sent_twice() -> None:
    workspace, app = with_recorder()
    acts.shortcut(workspace, BEN, "any")
    form = modal(typed_input(), actions(button("go")), notify_on_close=True)
    view = calls(workspace, "views.open", trigger_id=app.last["trigger_id"], view=form)["view"]
    app.acks.extend([Ack(error=FAILED, reason="http_error")] * 20)
    acts.say(workspace, BEN, BILLING, "/fees")
    acts.shortcut(workspace, BEN, "any")
    acts.click(workspace, BEN, acts.View(view["id"]), "row", "go", {})
    values = {"note": {"text": {"type": "plain_text_input", "value": "x"}}}
    acts.submit(workspace, BEN, view["id"], values)
    acts.close(workspace, BEN, view["id"])
    for _ in range(4):
        settle(workspace)
        workspace.clock.advance(3600)
    settle(workspace)
    kinds = [payload.get("type") or payload["command"] for _, payload in app.got[1:]]
    assert kinds == ["/fees", "shortcut", "block_actions", "view_submission", "view_closed"]


def test_a_fault_in_sending_costs_one_try_and_is_told(caplog: pytest.LogCaptureFixture) -> None:
    tries: list[tuple[str, str]] = []

    def send(_: str, payload: dict[str, Any], retry: Retry | None) -> Ack:
        tries.append((payload["event_id"], retry.reason if retry else ""))
        if tries == [("Ev1", "")]:
            raise KeyError("a fault of ours")
        return Ack()

    courier = Courier(send, Clock(lambda: 1_700_000_000.0))
    courier.put(EVENT, {"event_id": "Ev1"})
    courier.put(EVENT, {"event_id": "Ev2"})
    courier.start()
    assert courier.wait_until_idle(10)
    assert tries == [("Ev1", ""), ("Ev2", ""), ("Ev1", "unknown_error")]
    assert "a fault of ours" in caplog.text
    courier.stop()


def test_only_events_that_are_subscribed_to_are_sent() -> None:
    workspace, app = with_recorder(manifest=listening("message.channels"))
    acts.say(workspace, BEN, BILLING, "@Paydesk hello")
    acts.say(workspace, BEN, "D0BEN", "hello")
    acts.open_home(workspace, BEN)
    acts.speak(workspace, BEN, "fr-FR")
    settle(workspace)
    assert [payload["event"]["type"] for _, payload in app.got] == ["message"]
    assert app.got[0][1]["event"]["channel"] == BILLING


def test_messages_where_the_app_is_not_are_none_of_its_business() -> None:
    workspace, app = with_recorder()
    acts.say(workspace, BEN, GENERAL, "@Paydesk hello")
    settle(workspace)
    assert app.got == []
    acts.invite_app(workspace, BEN, GENERAL)
    acts.say(workspace, BEN, GENERAL, "@Paydesk hello")
    settle(workspace)
    kinds = [payload["event"]["type"] for _, payload in app.got]
    assert kinds == ["member_joined_channel", "message", "app_mention"]


def test_an_ephemeral_message_is_no_event() -> None:
    workspace, app = with_recorder()
    calls(workspace, "chat.postEphemeral", channel=BILLING, user=OLIVIA, text="psst")
    settle(workspace)
    assert app.got == []


def test_without_a_connected_app_events_wait_for_it() -> None:
    workspace = Workspace(manifest=listening("message.im"), clock=Clock(lambda: 1_700_000_000.0))
    with served(workspace):
        acts.say(workspace, BEN, "D0BEN", "hello")
        settle(workspace)
        tries = workspace.log.named("event:message")
        assert [(one.retry, one.answer["error"]) for one in tries] == [(0, FAILED), (1, FAILED)]
        workspace.clock.advance(60)
        settle(workspace)
        assert len(workspace.log.named("event:message")) == 3
