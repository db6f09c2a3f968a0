"""What the app gets is as complete as Slack sends it."""

from typing import Any

import pytest

from sandbox.slack import acts
from sandbox.slack.delivery import COMMAND, Ack
from sandbox.slack.workspace import Workspace
from tests.sandbox.slack.support import (
    BEN,
    BILLING,
    GRACE,
    HELP,
    Recorder,
    actions,
    button,
    calls,
    modal,
    plain,
    section,
    with_recorder,
)

OPTIONS = [{"text": plain(name), "value": name.lower()} for name in ("One", "Two")]
SELECT = {"type": "static_select", "action_id": "which", "options": OPTIONS}
EVERYBODY = {"enterprise": None, "is_enterprise_install": False, "api_app_id": "A0PAYDESK"}
HERE = {"id": "T0DEMO", "domain": "northside-physio"}
BEN_HERE = {"id": BEN, "username": "ben.castillo", "name": "ben.castillo", "team_id": "T0DEMO"}


@pytest.fixture
def at_work() -> tuple[Workspace, Recorder]:
    return with_recorder()


def opened(workspace: Workspace, app: Recorder, view: dict[str, Any]) -> dict[str, Any]:
    acts.shortcut(workspace, BEN, "any")
    answer = calls(workspace, "views.open", trigger_id=app.last["trigger_id"], view=view)
    assert answer["ok"], answer
    return dict(answer["view"])


def test_a_command(at_work: tuple[Workspace, Recorder]) -> None:
    workspace, app = at_work
    acts.say(workspace, BEN, BILLING, "/fees  120 eur ")
    kind, payload = app.got[0]
    assert kind == COMMAND
    assert payload.pop("response_url").startswith("http://127.0.0.1/commands/")
    assert payload.pop("trigger_id")
    assert payload == {
        "token": "unused-verification-token",
        "team_id": "T0DEMO",
        "team_domain": "northside-physio",
        "channel_id": BILLING,
        "channel_name": "billing",
        "user_id": BEN,
        "user_name": "ben.castillo",
        "command": "/fees",
        "text": "120 eur",
        "api_app_id": "A0PAYDESK",
        "is_enterprise_install": "false",
    }
    acts.say(workspace, BEN, "D0BEN", "/fees")
    assert app.last["channel_name"] == "directmessage"


def test_a_button_in_a_message(at_work: tuple[Workspace, Recorder]) -> None:
    workspace, app = at_work
    blocks = [section("Which?"), actions(button("go", value="7", style="primary"), SELECT)]
    ts = calls(workspace, "chat.postMessage", channel=BILLING, text="x", blocks=blocks)["ts"]
    acts.click(workspace, BEN, acts.Message(BILLING, ts), "row", "go", {})
    got = app.last
    assert got["type"] == "block_actions"
    assert {name: got[name] for name in EVERYBODY} == EVERYBODY
    assert (got["team"], got["user"]) == (HERE, BEN_HERE)
    assert got["channel"] == {"id": BILLING, "name": "billing"}
    assert got["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": BILLING,
        "is_ephemeral": False,
    }
    assert got["message"]["bot_id"] == "B0PAYDESK"
    assert got["message"]["blocks"][0]["block_id"]
    which = {"type": "static_select", "selected_option": None}
    assert got["state"] == {"values": {"row": {"which": which}}}
    assert got["response_url"]
    assert got["trigger_id"]
    action = got["actions"][0]
    assert action.pop("action_ts")
    assert action == {
        "type": "button",
        "action_id": "go",
        "block_id": "row",
        "text": plain("Press"),
        "value": "7",
        "style": "primary",
    }


def test_a_choice_in_a_message_and_what_is_remembered_of_it(
    at_work: tuple[Workspace, Recorder],
) -> None:
    workspace, app = at_work
    ts = calls(workspace, "chat.postMessage", channel=BILLING, text="x", blocks=[actions(SELECT)])[
        "ts"
    ]
    where = acts.Message(BILLING, ts)
    acts.click(workspace, BEN, where, "row", "which", {"selected_option": OPTIONS[1]})
    held = {"type": "static_select", "selected_option": OPTIONS[1]}
    assert app.last["actions"][0]["selected_option"] == OPTIONS[1]
    assert app.last["state"]["values"]["row"]["which"] == held
    assert workspace.state_of(where, BEN)["row"]["which"] == held
    assert workspace.state_of(where, "U0OLIVIA")["row"]["which"]["selected_option"] is None


def test_an_ephemeral_message_is_not_sent_along(at_work: tuple[Workspace, Recorder]) -> None:
    workspace, app = at_work
    blocks = [actions(button("go"))]
    given: dict[str, Any] = {"channel": BILLING, "user": BEN, "text": "x", "blocks": blocks}
    ts = calls(workspace, "chat.postEphemeral", **given)["message_ts"]
    acts.click(workspace, BEN, acts.Message(BILLING, ts), "row", "go", {})
    assert app.last["container"]["is_ephemeral"] is True
    assert "message" not in app.last
    assert app.last["response_url"]


def test_a_button_in_a_thread_says_so(at_work: tuple[Workspace, Recorder]) -> None:
    workspace, app = at_work
    root = calls(workspace, "chat.postMessage", channel=BILLING, text="x")["ts"]
    given: dict[str, Any] = {"text": "y", "blocks": [actions(button("go"))], "thread_ts": root}
    ts = calls(workspace, "chat.postMessage", channel=BILLING, **given)["ts"]
    acts.click(workspace, BEN, acts.Message(BILLING, ts), "row", "go", {})
    assert app.last["container"]["thread_ts"] == root
    assert app.last["message"]["thread_ts"] == root


def test_a_guest_brings_their_own_organisation(at_work: tuple[Workspace, Recorder]) -> None:
    workspace, app = at_work
    blocks = [actions(button("go"))]
    ts = calls(workspace, "chat.postMessage", channel=HELP, text="x", blocks=blocks)["ts"]
    acts.click(workspace, GRACE, acts.Message(HELP, ts), "row", "go", {})
    assert app.last["user"]["team_id"] == "T0ELSEWHERE"
    assert app.last["team"]["id"] == "T0DEMO"


def test_a_button_in_a_view(at_work: tuple[Workspace, Recorder]) -> None:
    workspace, app = at_work
    view = opened(workspace, app, modal(actions(button("go")), private_metadata="secret"))
    acts.click(workspace, BEN, acts.View(view["id"]), "row", "go", {})
    assert app.last["container"] == {"type": "view", "view_id": view["id"]}
    assert app.last["view"]["private_metadata"] == "secret"
    assert not {"channel", "message", "response_url"} & set(app.last)


def test_a_submitted_form(at_work: tuple[Workspace, Recorder]) -> None:
    workspace, app = at_work
    blocks = [input_of(name, element) for name, element in ELEMENTS.items()]
    view = opened(workspace, app, modal(*blocks, callback_id="form", external_id="mine"))
    acts.submit(workspace, BEN, view["id"], {})
    got = app.last
    assert (got["type"], got["user"], got["response_urls"]) == ("view_submission", BEN_HERE, [])
    values = got["view"]["state"]["values"]
    assert {name: values[name]["it"] for name in ELEMENTS} == EXPECTED
    facts = {
        "id": view["id"],
        "team_id": "T0DEMO",
        "app_id": "A0PAYDESK",
        "app_installed_team_id": "T0DEMO",
        "bot_id": "B0PAYDESK",
        "callback_id": "form",
        "external_id": "mine",
        "hash": view["hash"],
        "root_view_id": view["id"],
        "previous_view_id": None,
        "clear_on_close": False,
        "notify_on_close": False,
        "close": None,
        "private_metadata": "",
    }
    assert {name: got["view"][name] for name in facts} == facts


def input_of(name: str, element: dict[str, Any]) -> dict[str, Any]:
    element = {**element, "action_id": "it"}
    block = {"type": "input", "block_id": name, "label": plain(name), "element": element}
    return {**block, "optional": True}


ELEMENTS: dict[str, dict[str, Any]] = {
    "text": {"type": "plain_text_input", "initial_value": "hello"},
    "nothing": {"type": "plain_text_input"},
    "number": {"type": "number_input", "is_decimal_allowed": True, "initial_value": "1.5"},
    "one": {"type": "static_select", "options": OPTIONS, "initial_option": OPTIONS[0]},
    "some": {"type": "multi_static_select", "options": OPTIONS, "initial_options": OPTIONS},
    "boxes": {"type": "checkboxes", "options": OPTIONS},
    "radio": {"type": "radio_buttons", "options": OPTIONS, "initial_option": OPTIONS[1]},
    "day": {"type": "datepicker", "initial_date": "2026-11-23"},
    "hour": {"type": "timepicker"},
    "moment": {"type": "datetimepicker", "initial_date_time": 1763888400},
    "person": {"type": "users_select", "initial_user": BEN},
    "people": {"type": "multi_users_select"},
    "place": {"type": "conversations_select"},
    "channel": {"type": "channels_select", "initial_channel": BILLING},
}
EXPECTED: dict[str, dict[str, Any]] = {
    "text": {"type": "plain_text_input", "value": "hello"},
    "nothing": {"type": "plain_text_input", "value": None},
    "number": {"type": "number_input", "value": "1.5"},
    "one": {"type": "static_select", "selected_option": OPTIONS[0]},
    "some": {"type": "multi_static_select", "selected_options": OPTIONS},
    "boxes": {"type": "checkboxes", "selected_options": []},
    "radio": {"type": "radio_buttons", "selected_option": OPTIONS[1]},
    "day": {"type": "datepicker", "selected_date": "2026-11-23"},
    "hour": {"type": "timepicker", "selected_time": None},
    "moment": {"type": "datetimepicker", "selected_date_time": 1763888400},
    "person": {"type": "users_select", "selected_user": BEN},
    "people": {"type": "multi_users_select", "selected_users": []},
    "place": {"type": "conversations_select", "selected_conversation": None},
    "channel": {"type": "channels_select", "selected_channel": BILLING},
}


def test_a_select_of_conversations_can_ask_for_a_way_to_answer_there(
    at_work: tuple[Workspace, Recorder],
) -> None:
    workspace, app = at_work
    element = {"type": "conversations_select", "response_url_enabled": True}
    view = opened(workspace, app, modal(input_of("place", element)))
    state = {"place": {"it": {"selected_conversation": BILLING}}}
    acts.submit(workspace, BEN, view["id"], state)
    url = app.last["response_urls"][0]
    assert (url["channel_id"], url["block_id"], url["action_id"]) == (BILLING, "place", "it")
    assert url["response_url"].startswith(workspace.base_url)


def test_an_input_tells_of_itself_only_with_dispatch_action(
    at_work: tuple[Workspace, Recorder],
) -> None:
    workspace, app = at_work
    quiet = input_of("quiet", {"type": "plain_text_input"})
    loud = {**input_of("loud", {"type": "plain_text_input"}), "dispatch_action": True}
    view = opened(workspace, app, modal(quiet, loud))
    where, before = acts.View(view["id"]), len(app.got)
    acts.set_state(workspace, BEN, where, "quiet", "it", {"value": "a"})
    assert len(app.got) == before
    acts.set_state(workspace, BEN, where, "loud", "it", {"value": "b"})
    assert app.last["actions"][0]["value"] == "b"
    values = app.last["view"]["state"]["values"]
    assert (values["quiet"]["it"]["value"], values["loud"]["it"]["value"]) == ("a", "b")


def test_what_is_typed_into_a_search(at_work: tuple[Workspace, Recorder]) -> None:
    workspace, app = at_work
    view = opened(workspace, app, modal(input_of("client", {"type": "external_select"})))
    groups = [{"label": plain("Clients"), "options": OPTIONS}]
    app.acks.append(Ack({"option_groups": groups}))
    where = acts.View(view["id"])
    assert acts.suggest(workspace, BEN, where, "client", "it", "on") == groups
    got = app.last
    assert (got["type"], got["value"]) == ("block_suggestion", "on")
    assert (got["block_id"], got["action_id"]) == ("client", "it")
    assert got["container"] == {"type": "view", "view_id": view["id"]}
    assert got["view"]["id"] == view["id"]
    app.acks.append(Ack({"options": "none"}))
    assert acts.suggest(workspace, BEN, where, "client", "it", "on") == []


def test_shortcuts(at_work: tuple[Workspace, Recorder]) -> None:
    workspace, app = at_work
    acts.shortcut(workspace, BEN, "charge")
    assert (app.last["type"], app.last["callback_id"]) == ("shortcut", "charge")
    assert "channel" not in app.last
    acts.say(workspace, BEN, BILLING, "look")
    ts = workspace.messages(BEN, BILLING)[0].ts
    acts.message_shortcut(workspace, BEN, "note", BILLING, ts)
    got = app.last
    assert (got["type"], got["callback_id"]) == ("message_action", "note")
    assert (got["message_ts"], got["message"]["text"]) == (ts, "look")
    assert got["channel"] == {"id": BILLING, "name": "billing"}
    assert got["response_url"]
    assert got["action_ts"]


@pytest.mark.parametrize(
    ("element", "used", "action"),
    [
        (
            {
                "type": "overflow",
                "action_id": "menu",
                "options": OPTIONS,
            },
            {"selected_option": OPTIONS[1]},
            {"type": "overflow", "selected_option": OPTIONS[1]},
        ),
        (
            {"type": "datepicker", "action_id": "menu", "initial_date": "2026-01-01"},
            {"selected_date": "2026-11-23"},
            {
                "type": "datepicker",
                "selected_date": "2026-11-23",
                "initial_date": "2026-01-01",
            },
        ),
        (
            {"type": "checkboxes", "action_id": "menu", "options": OPTIONS},
            {"selected_options": OPTIONS[:1]},
            {"type": "checkboxes", "selected_options": OPTIONS[:1]},
        ),
    ],
)
def test_other_elements(
    at_work: tuple[Workspace, Recorder],
    element: dict[str, Any],
    used: dict[str, Any],
    action: dict[str, Any],
) -> None:
    workspace, app = at_work
    blocks = [actions(element)]
    ts = calls(workspace, "chat.postMessage", channel=BILLING, text="x", blocks=blocks)["ts"]
    acts.click(workspace, BEN, acts.Message(BILLING, ts), "row", "menu", used)
    got = app.last["actions"][0]
    assert {name: got[name] for name in action} == action
