"""The control API: what tests see and do, and only where it was asked for."""

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.slack import acts
from sandbox.slack.answers import respond
from sandbox.slack.delivery import TIMEOUT, Ack
from sandbox.slack.server import Server
from sandbox.slack.workspace import Workspace
from tests.sandbox.slack.support import (
    BEN,
    BILLING,
    Recorder,
    calls,
    modal,
    section,
    served,
    settle,
)


@pytest.fixture
def server() -> Iterator[Server]:
    with served(Workspace(), control=True) as server:
        yield server


def asks(server: Server, path: str, body: dict[str, Any] | None = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{server.url}/_control/{path}", data, headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


def test_it_is_not_there_unless_asked_for() -> None:
    with served(Workspace()) as server, pytest.raises(urllib.error.HTTPError, match="404"):
        asks(server, "log")


def test_the_log_tells_calls_both_ways_in_order(server: Server) -> None:
    workspace = server.workspace
    app = Recorder()
    workspace.delivery = app
    acts.say(workspace, BEN, BILLING, "/fees 100")
    path = app.last["response_url"].removeprefix(server.url)
    body = json.dumps({"text": "3.20"}).encode()
    headers = {"Content-Type": "application/json"}
    urllib.request.urlopen(urllib.request.Request(server.url + path, body, headers), timeout=10)
    log = asks(server, "log")
    assert [(one["way"], one["name"]) for one in log["entries"]] == [
        ("to_bot", "/fees"),
        ("to_slack", "response_url"),
    ]
    assert log["entries"][0]["sent"]["text"] == "100"
    assert asks(server, "log?since=1")["entries"][0]["name"] == "response_url"
    assert asks(server, f"log?since={log['last']}")["entries"] == []


def test_the_log_can_be_waited_for(server: Server) -> None:
    workspace = server.workspace
    workspace.delivery = Recorder()
    found: list[Any] = []
    waiting = threading.Thread(target=lambda: found.append(asks(server, "log?since=0&wait=10")))
    waiting.start()
    acts.say(workspace, BEN, BILLING, "/fees")
    waiting.join(10)
    assert found[0]["entries"][0]["name"] == "/fees"


def test_the_state_has_messages_modals_and_homes(server: Server) -> None:
    workspace = server.workspace
    workspace.delivery = app = Recorder()
    calls(workspace, "chat.postEphemeral", channel=BILLING, user=BEN, text="psst")
    acts.shortcut(workspace, BEN, "any")
    calls(workspace, "views.open", trigger_id=app.last["trigger_id"], view=modal())
    calls(workspace, "views.publish", user_id=BEN, view={"type": "home", "blocks": [section("x")]})
    state = asks(server, "state")
    assert [(one["text"], one["only_for"]) for one in state["messages"][BILLING]] == [("psst", BEN)]
    assert [one["title"]["text"] for one in state["modals"][BEN]] == ["A form"]
    assert state["homes"][BEN]["type"] == "home"


def test_failures_are_queued_and_counted(server: Server) -> None:
    asked = {"method": "auth.test", "error": "fatal_error", "times": 2}
    assert asks(server, "failures", asked) == {"ok": True}
    queue = [server.workspace.failures.take("auth.test") for _ in range(3)]
    assert [one and one.error for one in queue] == ["fatal_error", "fatal_error", None]
    with pytest.raises(urllib.error.HTTPError, match="400"):
        asks(server, "failures", {"error": "fatal_error"})


def test_the_clock_goes_ahead(server: Server) -> None:
    before = server.workspace.clock()
    now = asks(server, "clock", {"advance": 3600})["now"]
    assert 3600 <= now - before < 3660


def test_a_reset_forgets_everything_even_events_on_their_way(server: Server) -> None:
    workspace = server.workspace
    acts.say(workspace, BEN, BILLING, "hello")
    settle(workspace)
    version = workspace.version
    assert asks(server, "reset", {}) == {"ok": True}
    assert workspace.messages(BEN, BILLING) == []
    assert workspace.log.entries() == []
    assert workspace.version > version
    workspace.clock.advance(3600)
    assert asks(server, "settle", {}) == {"ok": True}
    assert workspace.log.entries() == []


@pytest.mark.parametrize("ack", [Ack("3.20"), Ack(error=TIMEOUT)])
def test_a_command_that_is_under_way_at_a_reset_is_forgotten(server: Server, ack: Ack) -> None:
    workspace, app = server.workspace, Recorder()
    workspace.delivery = app
    app.acks.append(ack)
    app.meanwhile = lambda _: asks(server, "reset", {}) and None
    assert acts.say(workspace, BEN, BILLING, "/fees") == acts.Outcome()
    assert workspace.messages(BEN, BILLING) == []
    path = app.last["response_url"].partition("/commands/")[2]
    assert respond(workspace, path, {"text": "late"})[0] == 404


def test_what_had_a_name_before_a_reset_has_none_after(server: Server) -> None:
    workspace, app = server.workspace, Recorder()
    workspace.delivery = app
    views = []
    for _ in range(2):
        acts.shortcut(workspace, BEN, "any")
        trigger = app.last["trigger_id"]
        views.append(calls(workspace, "views.open", trigger_id=trigger, view=modal())["view"])
        asks(server, "reset", {})
    assert views[0]["id"] != views[1]["id"]
