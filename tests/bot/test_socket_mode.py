"""The same app by Socket Mode, and the watchdog on a connection that only looks alive."""

import threading
from collections.abc import Iterator

import pytest
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult

from bot.installations import slack_client
from bot.socket_mode import SignsOfLife, Socket
from tests.support.cast import BEN
from tests.support.office import office
from tests.support.slack_api import Failure, SmallSlack
from tests.support.slack_requests import event_body
from tests.support.slack_socket import SmallSlackSocket

TEAM, TOKEN = "T0PRACTICE", "xoxb-test"
APP_TOKEN = "xapp-1-test"


@pytest.fixture
def slack() -> Iterator[SmallSlack]:
    with SmallSlack(TEAM, "Northside Physio", TOKEN) as slack:
        yield slack


def bolt(slack: SmallSlack) -> App:
    app = App(
        client=slack_client(slack.api_url, None),
        authorize=lambda enterprise_id, team_id: AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id
        ),
    )
    app.command("/fees")(lambda ack: ack("the fees"))
    return app


def test_silence_counts_from_the_last_new_pong() -> None:
    now = [0.0]
    signs = SignsOfLife(lambda: now[0], stale_after=40)
    now[0] = 30
    assert not signs.look(connected=True, last_pong=1.0)
    now[0] = 69
    assert not signs.look(connected=True, last_pong=1.0)
    now[0] = 71
    assert signs.look(connected=True, last_pong=1.0)
    assert not signs.look(connected=True, last_pong=2.0)


def test_a_wall_clock_that_was_set_changes_nothing() -> None:
    now = [0.0]
    signs = SignsOfLife(lambda: now[0], stale_after=40)
    for second, pong in ((30, 1_000.0), (60, 90_000.0), (90, 5.0)):
        now[0] = second
        assert not signs.look(connected=True, last_pong=pong)


def test_a_connection_that_never_answered_a_ping_is_stale_too() -> None:
    now = [0.0]
    signs = SignsOfLife(lambda: now[0], stale_after=40)
    now[0] = 41
    assert signs.look(connected=True, last_pong=None)


def test_no_connection_at_all_is_stale_in_time_for_a_recovery_within_a_minute() -> None:
    now = [0.0]
    signs = SignsOfLife(lambda: now[0])
    now[0] = 50
    assert signs.look(connected=False, last_pong=None)


def test_a_command_over_the_socket_is_answered(slack: SmallSlack) -> None:
    with SmallSlackSocket() as server:
        slack.socket_url = server.url
        socket = Socket(bolt(slack), APP_TOKEN)
        socket.start()
        server.wait_for_connection()
        server.send("e1", "slash_commands", {"command": "/fees", "team_id": TEAM, "user_id": "U"})
        assert server.answer_to("e1") == {"text": "the fees"}
        assert socket.connected
        socket.stop()


def test_a_dropped_connection_is_opened_again(slack: SmallSlack) -> None:
    with SmallSlackSocket() as server:
        slack.socket_url = server.url
        socket = Socket(bolt(slack), APP_TOKEN, ping_seconds=0.2)
        socket.start()
        server.wait_for_connection()
        server.drop_all()
        server.wait_for_connection(2)
        server.send("e2", "slash_commands", {"command": "/fees", "team_id": TEAM, "user_id": "U"})
        assert server.answer_to("e2") == {"text": "the fees"}
        socket.stop()


def test_slack_being_away_at_the_start_is_tried_again(slack: SmallSlack) -> None:
    slack.fails_next("apps.connections.open", Failure(drop=True))
    slack.fails_next("apps.connections.open", Failure(drop=True))
    with SmallSlackSocket() as server:
        slack.socket_url = server.url
        socket = Socket(bolt(slack), APP_TOKEN, ping_seconds=0.1)
        socket.start()
        server.wait_for_connection()
        socket.stop()


def test_a_socket_that_only_looks_open_ends_the_process(slack: SmallSlack) -> None:
    ended = threading.Event()
    with SmallSlackSocket(deaf=True) as server:
        slack.socket_url = server.url
        socket = Socket(bolt(slack), APP_TOKEN, ping_seconds=0.2, stale_after=1, end=ended.set)
        socket.start()
        assert ended.wait(20)
        socket.stop()


def test_an_event_whose_acknowledgement_was_lost_is_done_once(database_url: str) -> None:
    with office(database_url) as desk, SmallSlackSocket() as server:
        desk.slack.socket_url = server.url
        socket = Socket(desk.paydesk.bolt, APP_TOKEN)
        socket.start()
        server.wait_for_connection()
        event = event_body({"type": "user_change", "user": {"id": BEN}}, TEAM, "Ev1")
        server.send("e1", "events_api", event)
        server.answer_to("e1")
        server.send("e2", "events_api", event, retry_attempt=1, retry_reason="timeout")
        server.answer_to("e2")
        desk.slack.wait_for("users.info")
        desk.paydesk.worker.stop()
        assert len(desk.slack.made("users.info")) == 1
        socket.stop()
