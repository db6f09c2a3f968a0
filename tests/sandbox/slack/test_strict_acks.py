"""The app has three seconds to acknowledge, and Slack's own words tell where it doesn't."""

import json
import time
from collections.abc import Iterator

import pytest
from websockets.sync.client import connect

from sandbox.slack import acts
from sandbox.slack.delivery import ACK_SECONDS, FAILED, INTERACTIVE, TIMEOUT, Ack
from sandbox.slack.http_delivery import HttpDelivery
from sandbox.slack.workspace import Workspace
from tests.sandbox.slack.support import (
    BEN,
    BILLING,
    Listener,
    actions,
    button,
    calls,
    modal,
    served,
    texts,
    typed_input,
    with_recorder,
)

SHORT = 0.3
"""Seconds, in the place of three."""


@pytest.fixture
def door() -> Iterator[Listener]:
    with Listener() as door:
        yield door


def told(door: Listener, text: str = "/fees 100") -> tuple[Workspace, str | None]:
    """A workspace with its app at `door`, and what Slack says to the command."""
    workspace = Workspace(ack_seconds=SHORT)
    workspace.delivery = HttpDelivery(door.url, "secret", SHORT)
    return workspace, acts.say(workspace, BEN, BILLING, text).notice


def test_three_seconds_are_the_limit() -> None:
    assert ACK_SECONDS == 3.0
    assert Workspace().ack_seconds == 3.0


def test_a_command_that_is_not_acknowledged_in_time_fails_with_slacks_words(
    door: Listener,
) -> None:
    door.hold.clear()
    _, notice = told(door)
    assert notice == '/fees failed with the error "operation_timeout"'


@pytest.mark.parametrize("what", ["headers", "body"])
def test_an_answer_that_drips_in_is_too_late_as_well(door: Listener, what: str) -> None:
    door.drips = what
    began = time.monotonic()
    _, notice = told(door)
    assert notice == '/fees failed with the error "operation_timeout"'
    assert time.monotonic() - began < 10 * SHORT


@pytest.mark.parametrize("status", [201, 202, 204, 302, 404, 500])
def test_another_status_than_200_fails_the_command(door: Listener, status: int) -> None:
    door.status = status
    _, notice = told(door)
    assert notice == '/fees failed with the error "dispatch_failed"'


def test_another_status_than_200_fails_what_people_press(door: Listener) -> None:
    workspace = Workspace()
    workspace.delivery = HttpDelivery(door.url, "secret")
    blocks = [actions(button("go"))]
    ts = calls(workspace, "chat.postMessage", channel=BILLING, text="x", blocks=blocks)["ts"]
    assert acts.click(workspace, BEN, acts.Message(BILLING, ts), "row", "go", {}).notice is None
    door.status = 204
    notice = acts.click(workspace, BEN, acts.Message(BILLING, ts), "row", "go", {}).notice
    assert notice == 'Paydesk failed with the error "dispatch_failed"'


def test_an_answer_that_is_cut_off_is_none(door: Listener) -> None:
    door.headers, door.body = {"Content-Length": "100"}, b"That is 3"
    workspace, notice = told(door)
    assert notice == '/fees failed with the error "dispatch_failed"'
    assert texts(workspace, BEN, BILLING) == []


def test_nobody_at_the_door_fails_the_command() -> None:
    with Listener() as door:
        url = door.url
    workspace = Workspace()
    workspace.delivery = HttpDelivery(url, "secret")
    notice = acts.say(workspace, BEN, BILLING, "/fees").notice
    assert notice == '/fees failed with the error "dispatch_failed"'


def test_a_text_in_the_acknowledgement_is_shown_to_that_person_alone(door: Listener) -> None:
    door.body = b"That is 3.20"
    workspace, notice = told(door)
    assert notice is None
    assert texts(workspace, BEN, BILLING) == ["That is 3.20"]
    assert workspace.messages("U0OLIVIA", BILLING) == []


def test_an_acknowledgement_may_speak_to_the_whole_channel(door: Listener) -> None:
    door.body = json.dumps({"text": "All hear", "response_type": "in_channel"}).encode()
    workspace, _ = told(door)
    assert texts(workspace, "U0OLIVIA", BILLING) == ["All hear"]


def test_wrong_blocks_in_the_acknowledgement_fail_the_command(door: Listener) -> None:
    door.body = json.dumps({"text": "x", "blocks": [{"type": "nonsense"}]}).encode()
    workspace, notice = told(door)
    assert notice == '/fees failed with the error "invalid_blocks"'
    assert texts(workspace, BEN, BILLING) == []


def test_a_silent_socket_client_is_too_late_and_none_at_all_fails() -> None:
    with served(Workspace(ack_seconds=SHORT)) as server:
        assert server.socket
        assert server.socket.send(INTERACTIVE, {"type": "shortcut"}).error == FAILED
        with connect(server.socket.new_url()) as client:
            assert json.loads(client.recv(10))["type"] == "hello"
            client.send(json.dumps({"envelope_id": "of-something-else"}))
            assert server.socket.send(INTERACTIVE, {"type": "shortcut"}).error == TIMEOUT
            assert json.loads(client.recv(10))["payload"] == {"type": "shortcut"}


def test_a_pressed_button_that_is_not_acknowledged_says_so() -> None:
    workspace, app = with_recorder()
    blocks = [actions(button("go"))]
    ts = calls(workspace, "chat.postMessage", channel=BILLING, text="x", blocks=blocks)["ts"]
    app.acks.append(Ack(error=TIMEOUT))
    outcome = acts.click(workspace, BEN, acts.Message(BILLING, ts), "row", "go", {})
    assert outcome.notice == 'Paydesk failed with the error "operation_timeout"'


@pytest.mark.parametrize(
    "ack",
    [
        Ack(error=TIMEOUT),
        Ack(error=FAILED),
        Ack("not an object"),
        Ack({"response_action": "errors", "errors": {"elsewhere": "wrong"}}),
        Ack({"response_action": "errors", "errors": {}}),
        Ack({"response_action": "update", "view": {"type": "modal"}}),
        Ack({"response_action": "push", "view": modal(title="x" * 25)}),
        Ack({"response_action": "dance"}),
    ],
)
def test_a_form_stays_open_where_the_app_does_not_answer_as_it_should(ack: Ack) -> None:
    workspace, app = with_recorder()
    acts.shortcut(workspace, BEN, "any")
    trigger = app.last["trigger_id"]
    view = calls(workspace, "views.open", trigger_id=trigger, view=modal(typed_input()))["view"]
    app.acks.append(ack)
    values = {"note": {"text": {"type": "plain_text_input", "value": "hello"}}}
    outcome = acts.submit(workspace, BEN, view["id"], values)
    assert outcome.notice == "We had some trouble connecting. Try again?"
    shown = workspace.view_on_top(BEN)
    assert shown
    assert shown["state"]["values"]["note"]["text"]["value"] == "hello"
