"""A Bolt app that isn't ours works in the workspace unchanged, in HTTP and in Socket Mode."""

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.slack import acts
from sandbox.slack.elements import usable
from sandbox.slack.workspace import Workspace
from tests.sandbox.slack.foreign_app import build_app, over_http, over_socket
from tests.sandbox.slack.support import BEN, BILLING, OLIVIA, eventually, sees, served, texts
from tests.support.running import free_port

MANIFEST: dict[str, Any] = {
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "slash_commands": [{"command": "/trip", "description": "Book a trip"}],
        "shortcuts": [
            {"name": "New trip", "type": "global", "callback_id": "new_trip"},
            {"name": "Save this", "type": "message", "callback_id": "save_this"},
        ],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "chat:write", "app_mentions:read"]}},
    "settings": {
        "event_subscriptions": {
            "bot_events": ["app_mention", "message.channels", "message.im", "app_home_opened"]
        }
    },
}


@pytest.fixture(scope="module", params=["http", "socket"])
def running(request: pytest.FixtureRequest) -> Iterator[Workspace]:
    workspace = Workspace(manifest=MANIFEST)
    us, port = workspace.identity, free_port()
    url = f"http://127.0.0.1:{port}/slack/events" if request.param == "http" else ""
    with served(workspace, url) as server:
        app = build_app(server.api_url, us.bot_token, us.signing_secret)
        way = over_http(app, port) if url else over_socket(app, us.app_token)
        with way:
            if server.socket:
                assert server.socket.wait_for_connections(1, 10)
            yield workspace


@pytest.fixture
def workspace(running: Workspace) -> Workspace:
    running.courier.wait_until_idle(10)
    running.reset()
    return running


def open_form(workspace: Workspace) -> dict[str, Any]:
    return eventually(workspace, lambda: workspace.view_on_top(BEN))


def fill_in(workspace: Workspace, view_id: str, days: str) -> acts.Outcome:
    found = acts.suggest(workspace, BEN, acts.View(view_id), "where", "city", "a")
    assert [one["text"]["text"] for one in found] == ["Amsterdam", "Antwerp"]
    values: dict[str, Any] = {
        "where": {"city": {"type": "external_select", "selected_option": found[1]}},
        "days": {"count": {"type": "plain_text_input", "value": days}},
    }
    return acts.submit(workspace, BEN, view_id, values)


def test_a_command_opens_a_form_that_is_refused_and_then_taken(workspace: Workspace) -> None:
    assert acts.say(workspace, BEN, BILLING, "/trip") == acts.Outcome()
    view = open_form(workspace)
    assert fill_in(workspace, view["id"], "a few").errors == {"days": "A number, please"}
    shown = workspace.view_on_top(BEN)
    assert shown
    assert shown["errors"] == {"days": "A number, please"}
    assert shown["state"]["values"]["days"]["count"]["value"] == "a few"
    assert fill_in(workspace, view["id"], "3") == acts.Outcome()
    assert workspace.view_on_top(BEN) is None
    sees(workspace, BEN, "D0BEN", "3 days in Antwerp")


def test_a_global_shortcut_opens_the_form_too(workspace: Workspace) -> None:
    assert acts.shortcut(workspace, BEN, "new_trip") == acts.Outcome()
    assert open_form(workspace)["callback_id"] == "trip"


def test_a_message_shortcut_answers_only_who_used_it(workspace: Workspace) -> None:
    acts.say(workspace, OLIVIA, BILLING, "The new rates")
    ts = workspace.messages(BEN, BILLING)[0].ts
    assert acts.message_shortcut(workspace, BEN, "save_this", BILLING, ts) == acts.Outcome()
    sees(workspace, BEN, BILLING, "Saved: The new rates")
    assert "Saved: The new rates" not in texts(workspace, OLIVIA, BILLING)


def test_a_mention_is_answered_in_a_thread_with_feedback_buttons(workspace: Workspace) -> None:
    acts.say(workspace, BEN, BILLING, "@Paydesk what is new?")
    ts = workspace.messages(BEN, BILLING)[0].ts
    sees(workspace, BEN, BILLING, "Was that useful?", ts)
    answer = workspace.messages(BEN, BILLING, ts)[1]
    block, element = next(usable(answer.blocks))
    where = acts.Message(BILLING, answer.ts)
    ids = block["block_id"], element["action_id"]
    assert acts.click(workspace, BEN, where, *ids, {"value": "good"}) == acts.Outcome()
    sees(workspace, BEN, BILLING, "Noted: good")


def test_a_reply_in_a_thread_is_answered_there(workspace: Workspace) -> None:
    acts.say(workspace, OLIVIA, BILLING, "The bill is paid")
    ts = workspace.messages(BEN, BILLING)[0].ts
    acts.say(workspace, BEN, BILLING, "thanks", thread_ts=ts)
    sees(workspace, OLIVIA, BILLING, "You are welcome", ts)
    assert workspace.messages(BEN, BILLING)[0].thread_count == 2
    assert len(workspace.messages(BEN, BILLING)) == 1


def test_the_home_is_shown_when_opened_and_changes_when_a_button_is_pressed(
    workspace: Workspace,
) -> None:
    acts.open_home(workspace, BEN)
    home = eventually(workspace, lambda: workspace.home_view(BEN))
    assert home["blocks"][0]["text"]["text"] == "Hello"
    row = home["blocks"][1]["block_id"]
    assert acts.click(workspace, BEN, acts.Home(), row, "refresh", {}) == acts.Outcome()

    def first_words() -> str:
        view = workspace.home_view(BEN)
        return str(view["blocks"][0]["text"]["text"]) if view else ""

    eventually(workspace, lambda: first_words() == "Fresh")
