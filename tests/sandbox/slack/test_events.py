"""Events as Slack writes them."""

from typing import Any

from sandbox.slack import acts
from sandbox.slack.workspace import Workspace
from tests.sandbox.slack.support import (
    BEN,
    BILLING,
    GRACE,
    HELP,
    Recorder,
    calls,
    section,
    settle,
    with_recorder,
)


def heard(workspace: Workspace, app: Recorder, kind: str) -> list[dict[str, Any]]:
    settle(workspace)
    return app.events(kind)


def test_an_event_comes_in_its_envelope() -> None:
    workspace, app = with_recorder()
    acts.say(workspace, BEN, BILLING, "hello")
    settle(workspace)
    envelope = app.got[0][1]
    assert envelope["event_id"].startswith("Ev")
    assert envelope["event_time"] == int(float(envelope["event"]["ts"]))
    assert envelope["event_context"]
    facts = {"type": "event_callback", "team_id": "T0DEMO", "api_app_id": "A0PAYDESK"}
    assert {name: envelope[name] for name in facts} == facts
    assert envelope["authorizations"] == [
        {
            "enterprise_id": None,
            "team_id": "T0DEMO",
            "user_id": "U0PAYDESK",
            "is_bot": True,
            "is_enterprise_install": False,
        }
    ]


def test_a_message_by_a_person() -> None:
    workspace, app = with_recorder()
    acts.say(workspace, GRACE, HELP, "hello")
    (event,) = heard(workspace, app, "message")
    assert (event["user"], event["text"], event["channel"]) == (GRACE, "hello", HELP)
    assert (event["channel_type"], event["team"]) == ("channel", "T0ELSEWHERE")
    assert event["client_msg_id"]
    assert event["blocks"][0]["type"] == "rich_text"
    assert "subtype" not in event
    assert "bot_id" not in event


def test_a_message_in_direct_messages_and_in_a_thread() -> None:
    workspace, app = with_recorder()
    acts.say(workspace, BEN, "D0BEN", "root")
    ts = workspace.messages(BEN, "D0BEN")[0].ts
    acts.say(workspace, BEN, "D0BEN", "reply", thread_ts=ts)
    root, reply = heard(workspace, app, "message")
    assert root["channel_type"] == "im"
    assert "thread_ts" not in root
    assert (reply["thread_ts"], reply["parent_user_id"]) == (ts, BEN)


def test_the_apps_own_messages_are_events_too_and_say_whose_they_are() -> None:
    workspace, app = with_recorder()
    calls(workspace, "chat.postMessage", channel=BILLING, text="x", blocks=[section("x")])
    (event,) = heard(workspace, app, "message")
    assert (event["bot_id"], event["app_id"]) == ("B0PAYDESK", "A0PAYDESK")
    assert event["user"] == "U0PAYDESK"


def test_changes_and_deletions_carry_what_was_before() -> None:
    workspace, app = with_recorder()
    acts.say(workspace, BEN, BILLING, "one")
    ts = workspace.messages(BEN, BILLING)[0].ts
    acts.edit(workspace, BEN, BILLING, ts, "two")
    acts.delete(workspace, BEN, BILLING, ts)
    _, changed, deleted = heard(workspace, app, "message")
    assert (changed["subtype"], changed["hidden"]) == ("message_changed", True)
    assert changed["message"]["text"] == "two"
    assert changed["message"]["edited"]["user"] == BEN
    assert changed["previous_message"]["text"] == "one"
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", ts)
    assert deleted["previous_message"]["text"] == "two"
    assert changed["ts"] != ts


def test_a_mention_is_a_message_and_a_mention() -> None:
    workspace, app = with_recorder()
    acts.say(workspace, BEN, BILLING, "@Paydesk, please")
    (mention,) = heard(workspace, app, "app_mention")
    assert mention["text"] == "<@U0PAYDESK>, please"
    assert mention["channel"] == BILLING
    assert len(app.events("message")) == 1


def test_home_and_messages_being_opened() -> None:
    workspace, app = with_recorder()
    acts.open_home(workspace, BEN)
    calls(workspace, "views.publish", user_id=BEN, view={"type": "home", "blocks": [section("x")]})
    acts.open_home(workspace, BEN)
    acts.open_dm(workspace, BEN)
    first, second, messages = heard(workspace, app, "app_home_opened")
    assert (first["tab"], first["channel"], first["user"]) == ("home", "D0BEN", BEN)
    assert "view" not in first
    assert second["view"]["type"] == "home"
    assert messages["tab"] == "messages"


def test_somebody_changes_their_language() -> None:
    workspace, app = with_recorder()
    acts.speak(workspace, BEN, "fr-FR")
    (event,) = heard(workspace, app, "user_change")
    assert (event["user"]["id"], event["user"]["locale"]) == (BEN, "fr-FR")
    assert workspace.person(BEN).locale == "fr-FR"


def test_reactions_of_people_and_of_the_app() -> None:
    workspace, app = with_recorder()
    acts.say(workspace, BEN, BILLING, "look")
    ts = workspace.messages(BEN, BILLING)[0].ts
    given = {"channel": BILLING, "timestamp": ts, "name": "eyes"}
    assert calls(workspace, "reactions.add", **given)["ok"]
    assert calls(workspace, "reactions.add", **given)["error"] == "already_reacted"
    acts.react(workspace, BEN, BILLING, ts, "eyes")
    assert workspace.messages(BEN, BILLING)[0].reactions == {"eyes": ["U0PAYDESK", BEN]}
    acts.react(workspace, BEN, BILLING, ts, "eyes")
    assert calls(workspace, "reactions.remove", **given)["ok"]
    assert calls(workspace, "reactions.remove", **given)["error"] == "no_reaction"
    assert workspace.messages(BEN, BILLING)[0].reactions == {}
    added = heard(workspace, app, "reaction_added")
    assert [(one["user"], one["item"]["ts"]) for one in added] == [("U0PAYDESK", ts), (BEN, ts)]
    assert len(app.events("reaction_removed")) == 2
