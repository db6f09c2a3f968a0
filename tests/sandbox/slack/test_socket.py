"""Socket Mode from the server's side: tickets, envelopes, clients that come back."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from sandbox.slack import acts
from sandbox.slack.server import Server
from sandbox.slack.socket_mode import SocketMode
from sandbox.slack.workspace import Workspace
from tests.sandbox.slack.support import APP_TOKEN, BEN, BILLING, TOKEN, calls, served, settle, texts


@pytest.fixture
def server() -> Iterator[Server]:
    with served(Workspace(ack_seconds=0.5)) as server:
        yield server


@pytest.fixture
def socket(server: Server) -> SocketMode:
    assert server.socket
    return server.socket


def address(server: Server) -> str:
    return str(calls(server.workspace, "apps.connections.open", token=APP_TOKEN)["url"])


@contextmanager
def joined(server: Server) -> Iterator[ClientConnection]:
    with connect(address(server), compression=None) as client:
        assert json.loads(client.recv(10))["type"] == "hello"
        yield client


def refused(url: str) -> bool:
    try:
        with connect(url):
            return False
    except InvalidStatus as error:
        return error.response.status_code == 401


def test_an_address_is_good_for_one_connection(server: Server) -> None:
    url = address(server)
    with connect(url) as client:
        hello = json.loads(client.recv(10))
        assert (hello["type"], hello["num_connections"]) == ("hello", 1)
        assert hello["connection_info"] == {"app_id": "A0PAYDESK"}
    assert refused(url)
    assert refused(url.partition("?")[0])


def test_no_more_than_ten_connections(server: Server) -> None:
    with ExitStack() as clients:
        for _ in range(10):
            clients.enter_context(joined(server))
        assert refused(address(server))


def test_a_command_is_an_envelope_and_its_answer_comes_with_the_acknowledgement(
    server: Server, socket: SocketMode
) -> None:
    workspace = server.workspace
    with joined(server) as client:
        assert acts.say(workspace, BEN, BILLING, "/fees").notice == (
            '/fees failed with the error "operation_timeout"'
        )
        envelope = json.loads(client.recv(10))
        assert (envelope["type"], envelope["payload"]["command"]) == ("slash_commands", "/fees")
        assert envelope["accepts_response_payload"] is True
        late = {"envelope_id": envelope["envelope_id"], "payload": {"text": "too late"}}
        client.send(json.dumps(late))
        client.send("nonsense")
        assert texts(workspace, BEN, BILLING) == []


def test_an_event_says_how_often_it_was_tried(server: Server) -> None:
    workspace = server.workspace
    with joined(server) as client:
        acts.say(workspace, BEN, BILLING, "hello")
        first, second = (json.loads(client.recv(10)) for _ in range(2))
        assert (first["type"], first["retry_attempt"], first["retry_reason"]) == (
            "events_api",
            0,
            "",
        )
        assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
        assert first["payload"]["event_id"] == second["payload"]["event_id"]
        assert first["envelope_id"] != second["envelope_id"]
        client.send(json.dumps({"envelope_id": second["envelope_id"]}))
        settle(workspace)
        workspace.clock.advance(3600)
        settle(workspace)
        assert len(workspace.log.named("event:message")) == 2


def test_each_envelope_goes_to_one_connection(server: Server) -> None:
    workspace = server.workspace
    with joined(server) as one, joined(server) as other:
        for _ in range(2):
            acts.say(workspace, BEN, BILLING, "/fees")
        got = [json.loads(client.recv(10))["payload"]["trigger_id"] for client in (one, other)]
        assert got[0] != got[1]


def test_a_client_that_is_sent_away_comes_back(server: Server, socket: SocketMode) -> None:
    workspace = server.workspace
    app = App(client=WebClient(token=TOKEN, base_url=server.api_url))
    app.command("/fees")(lambda ack: ack("3.20"))
    handler = SocketModeHandler(app, APP_TOKEN, ping_interval=0.2)
    handler.connect()
    assert socket.wait_for_connections(1, 10)
    socket.disconnect()
    assert socket.wait_for_connections(1, 20)
    assert acts.say(workspace, BEN, BILLING, "/fees") == acts.Outcome()
    assert texts(workspace, BEN, BILLING) == ["3.20"]
    handler.close()


def test_slack_asks_before_it_closes(server: Server, socket: SocketMode) -> None:
    with joined(server) as client:
        socket.disconnect("warning")
        assert json.loads(client.recv(10)) == {"type": "disconnect", "reason": "warning"}
