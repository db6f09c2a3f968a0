"""Tokens, scopes, membership: who may call what, and what Slack answers otherwise."""

from typing import Any

import pytest

from sandbox.slack import acts
from sandbox.slack.api import METHODS
from sandbox.slack.workspace import Workspace
from tests.sandbox.slack.support import (
    APP_TOKEN,
    BEN,
    BILLING,
    GENERAL,
    GRACE,
    HELP,
    calls,
    texts,
)

NARROW = {"oauth_config": {"scopes": {"bot": ["commands", "chat:write", "users:read"]}}}


def error(workspace: Workspace, method: str, **given: Any) -> str:
    answer = calls(workspace, method, **given)
    return "" if answer["ok"] else str(answer["error"])


def test_a_call_without_a_good_token_is_refused() -> None:
    workspace = Workspace()
    assert error(workspace, "auth.test", token="") == "not_authed"
    assert error(workspace, "auth.test", token="xoxb-guessed") == "invalid_auth"
    assert error(workspace, "api.test", token="") == ""


def test_each_kind_of_token_has_its_methods() -> None:
    workspace = Workspace()
    assert error(workspace, "auth.test", token=APP_TOKEN) == "not_allowed_token_type"
    assert error(workspace, "apps.connections.open") == "not_allowed_token_type"
    answer = calls(workspace, "apps.connections.open", token=APP_TOKEN)
    assert answer["error"] == "socket_mode_not_enabled"


def test_a_method_that_slack_does_not_have_is_unknown() -> None:
    answer = calls(Workspace(), "chat.shout")
    assert answer == {"ok": False, "error": "unknown_method", "req_method": "chat.shout"}


def test_a_missing_scope_is_named() -> None:
    answer = calls(Workspace(manifest=NARROW), "team.info")
    assert answer["error"] == "missing_scope"
    assert answer["needed"] == "team:read"
    assert answer["provided"] == "chat:write,commands,users:read"


READING = "channels:read,groups:read,mpim:read,im:read"
HISTORY = "channels:history,groups:history,mpim:history,im:history"
OPENING = "channels:write,groups:write,mpim:write,im:write"
SCOPES = {
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.update": "chat:write",
    "chat.delete": "chat:write",
    "conversations.history": HISTORY,
    "conversations.replies": HISTORY,
    "conversations.info": READING,
    "conversations.list": READING,
    "conversations.members": READING,
    "conversations.open": OPENING,
    "conversations.join": "channels:join",
    "users.info": "users:read",
    "users.list": "users:read",
    "users.lookupByEmail": "users:read.email",
    "users.conversations": READING,
    "bots.info": "users:read",
    "team.info": "team:read",
    "reactions.add": "reactions:write",
    "reactions.remove": "reactions:write",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
    "files.info": "files:read",
}
"""From Slack's pages on these methods; one of those that are named is enough to call it at all."""
FREE = {
    *("api.test", "auth.test", "apps.connections.open", "blocks.validate", "chat.getPermalink"),
    *("views.open", "views.push", "views.update", "views.publish"),
}
EVERY_SCOPE = {scope for scopes in SCOPES.values() for scope in scopes.split(",")}


def with_scopes(*scopes: str) -> Workspace:
    return Workspace(manifest={"oauth_config": {"scopes": {"bot": list(scopes)}}})


def test_every_method_stands_in_one_of_these_lists() -> None:
    assert set(METHODS) == set(SCOPES) | FREE


@pytest.mark.parametrize("method", SCOPES)
def test_every_method_with_a_scope_needs_it_and_no_other_will_do(method: str) -> None:
    needed = SCOPES[method].split(",")
    others = EVERY_SCOPE.difference(needed) | {"commands", "app_mentions:read", "chat:write.public"}
    answer = calls(with_scopes(*others), method)
    assert answer["error"] == "missing_scope"
    assert answer["needed"] == SCOPES[method]
    assert answer["provided"] == ",".join(sorted(others))
    assert error(with_scopes(needed[0]), method) != "missing_scope"


@pytest.mark.parametrize("method", sorted(FREE))
def test_a_method_without_a_scope_needs_none(method: str) -> None:
    assert error(with_scopes(), method) != "missing_scope"


@pytest.mark.parametrize("method", ["conversations.list", "users.conversations"])
def test_each_kind_of_channel_is_listed_only_with_its_own_scope(method: str) -> None:
    kinds = {"public_channel": "channels", "private_channel": "groups", "mpim": "mpim", "im": "im"}
    for kind, begin in kinds.items():
        own = f"{begin}:read"
        assert calls(with_scopes(own), method, types=kind)["ok"]
        others = [scope for scope in READING.split(",") if scope != own]
        answer = calls(with_scopes(*others), method, types=kind)
        assert (answer["error"], answer["needed"]) == ("missing_scope", own)
        assert answer["provided"] == ",".join(sorted(others))


def test_a_list_of_several_kinds_needs_all_their_scopes() -> None:
    given = {"types": "public_channel,private_channel,im"}
    answer = calls(with_scopes("channels:read"), "conversations.list", **given)
    assert answer["needed"] == "groups:read,im:read"
    assert error(with_scopes("im:read"), "conversations.list") == "missing_scope"
    three = with_scopes("channels:read", "groups:read", "im:read")
    assert error(three, "conversations.list", **given) == ""
    assert error(three, "conversations.list", types="everything") == "invalid_types"


def test_a_scope_for_channels_is_none_for_direct_messages() -> None:
    scopes = {"bot": ["chat:write", "channels:history", "channels:read"]}
    workspace = Workspace(manifest={"oauth_config": {"scopes": scopes}})
    assert error(workspace, "conversations.history", channel=BILLING) == ""
    assert error(workspace, "conversations.history", channel="D0BEN") == "missing_scope"
    assert error(workspace, "conversations.info", channel="D0BEN") == "missing_scope"
    assert error(workspace, "conversations.members", channel="D0BEN") == "missing_scope"
    assert error(workspace, "conversations.replies", channel="D0BEN") == "missing_scope"


def test_direct_messages_are_opened_with_their_own_scope() -> None:
    answer = calls(with_scopes("mpim:write"), "conversations.open", users=BEN)
    assert (answer["error"], answer["needed"]) == ("missing_scope", "im:write")
    assert error(with_scopes("im:write"), "conversations.open", users=BEN) == ""


def test_where_the_app_is_no_member_it_may_not_write_nor_read() -> None:
    workspace = Workspace()
    assert error(workspace, "chat.postMessage", channel=GENERAL, text="x") == "not_in_channel"
    given = {"channel": GENERAL, "text": "x", "user": BEN}
    assert error(workspace, "chat.postEphemeral", **given) == "not_in_channel"
    assert error(workspace, "conversations.history", channel=GENERAL) == "not_in_channel"
    assert error(workspace, "conversations.replies", channel=GENERAL) == "not_in_channel"
    assert error(workspace, "conversations.join", channel=GENERAL) == ""
    assert error(workspace, "chat.postMessage", channel=GENERAL, text="x") == ""


def test_the_app_can_be_invited() -> None:
    workspace = Workspace()
    acts.invite_app(workspace, BEN, GENERAL)
    assert error(workspace, "chat.postMessage", channel=GENERAL, text="x") == ""


def test_with_chat_write_public_it_may_write_where_it_is_not() -> None:
    scopes = {"bot": ["chat:write", "chat:write.public"]}
    workspace = Workspace(manifest={"oauth_config": {"scopes": scopes}})
    assert error(workspace, "chat.postMessage", channel=GENERAL, text="x") == ""


@pytest.mark.parametrize("channel", ["C0NOWHERE", "H0BEN", "U0NOBODY", "#nowhere"])
def test_a_channel_that_is_not_there_is_not_found(channel: str) -> None:
    answer = error(Workspace(), "chat.postMessage", channel=channel, text="x")
    assert answer == "channel_not_found"


def test_a_message_to_a_person_arrives_in_their_direct_messages() -> None:
    workspace = Workspace()
    answer = calls(workspace, "chat.postMessage", channel=BEN, text="psst")
    assert answer["channel"] == "D0BEN"
    assert texts(workspace, BEN, "D0BEN") == ["psst"]


def test_only_a_member_can_be_shown_an_ephemeral_message() -> None:
    workspace = Workspace()
    given = {"channel": BILLING, "text": "x"}
    assert error(workspace, "chat.postEphemeral", **given, user=GRACE) == "user_not_in_channel"
    assert error(workspace, "chat.postEphemeral", **given, user="U0NOBODY") == "user_not_in_channel"
    assert error(workspace, "chat.postEphemeral", channel=HELP, text="x", user=GRACE) == ""


def test_the_app_changes_and_deletes_its_own_messages_only() -> None:
    workspace = Workspace()
    acts.say(workspace, BEN, BILLING, "mine")
    ts = workspace.messages(BEN, BILLING)[0].ts
    given = {"channel": BILLING, "ts": ts}
    assert error(workspace, "chat.update", **given, text="yours") == "cant_update_message"
    assert error(workspace, "chat.delete", **given) == "cant_delete_message"
    gone = {"channel": BILLING, "ts": "1.000001"}
    assert error(workspace, "chat.update", **gone, text="x") == "message_not_found"
    assert error(workspace, "chat.delete", **gone) == "message_not_found"


def test_an_ephemeral_message_can_be_neither_changed_nor_read_by_the_api() -> None:
    workspace = Workspace()
    sent = calls(workspace, "chat.postEphemeral", channel=BILLING, user=BEN, text="x")
    given = {"channel": BILLING, "ts": sent["message_ts"]}
    assert error(workspace, "chat.update", **given, text="y") == "message_not_found"
    assert calls(workspace, "conversations.history", channel=BILLING)["messages"] == []


def test_a_thread_that_is_not_there_takes_no_reply() -> None:
    given = {"channel": BILLING, "text": "x", "thread_ts": "1.000001"}
    assert error(Workspace(), "chat.postMessage", **given) == "thread_not_found"


def test_a_locale_is_told_only_on_demand_and_mail_addresses_only_with_their_scope() -> None:
    workspace = Workspace(manifest=NARROW)
    user = calls(workspace, "users.info", user="U0FLORENCE")["user"]
    assert "locale" not in user
    assert "email" not in user["profile"]
    asked = calls(workspace, "users.info", user="U0FLORENCE", include_locale="true")["user"]
    assert asked["locale"] == "fr-FR"
    assert "email" in calls(Workspace(), "users.info", user="U0FLORENCE")["user"]["profile"]


def test_a_guest_is_of_another_organisation() -> None:
    guest = calls(Workspace(), "users.info", user=GRACE)["user"]
    assert (guest["team_id"], guest["is_stranger"]) == ("T0ELSEWHERE", True)
    assert error(Workspace(), "users.info", user="U0NOBODY") == "user_not_found"


def test_wrong_arguments_are_named() -> None:
    workspace = Workspace()
    answer = calls(workspace, "chat.postMessage", text="x")
    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: channel"]
    assert error(workspace, "chat.postMessage", channel=BILLING, blocks="[") == (
        "invalid_blocks_format"
    )
    assert error(workspace, "conversations.list", limit="many") == "invalid_arguments"
    assert error(workspace, "conversations.list", cursor="%%") == "invalid_cursor"
