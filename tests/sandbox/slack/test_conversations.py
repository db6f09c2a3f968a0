"""Reading channels, messages and people by the Web API."""

from sandbox.slack import acts
from sandbox.slack.workspace import Workspace
from tests.sandbox.slack.support import BEN, BILLING, GRACE, HELP, OLIVIA, calls


def test_history_is_the_newest_first_a_page_at_a_time() -> None:
    workspace = Workspace()
    for number in range(5):
        acts.say(workspace, BEN, BILLING, str(number))
    first = calls(workspace, "conversations.history", channel=BILLING, limit=2)
    assert [one["text"] for one in first["messages"]] == ["4", "3"]
    assert first["has_more"]
    cursor = first["response_metadata"]["next_cursor"]
    rest = calls(workspace, "conversations.history", channel=BILLING, cursor=cursor)
    assert [one["text"] for one in rest["messages"]] == ["2", "1", "0"]
    assert not rest["has_more"]


def test_history_between_two_messages() -> None:
    workspace = Workspace()
    for number in range(4):
        acts.say(workspace, BEN, BILLING, str(number))
    ts = [one.ts for one in workspace.messages(BEN, BILLING)]
    given = {"channel": BILLING, "oldest": ts[0], "latest": ts[3]}
    inside = calls(workspace, "conversations.history", **given)["messages"]
    assert [one["text"] for one in inside] == ["2", "1"]
    with_ends = calls(workspace, "conversations.history", **given, inclusive=True)["messages"]
    assert len(with_ends) == 4


def test_replies_begin_with_what_they_reply_to() -> None:
    workspace = Workspace()
    acts.say(workspace, BEN, BILLING, "root")
    ts = workspace.messages(BEN, BILLING)[0].ts
    acts.say(workspace, OLIVIA, BILLING, "reply", thread_ts=ts)
    found = calls(workspace, "conversations.replies", channel=BILLING, ts=ts)["messages"]
    assert [one["text"] for one in found] == ["root", "reply"]
    assert (found[0]["reply_count"], found[0]["latest_reply"]) == (1, found[1]["ts"])
    assert found[0]["thread_ts"] == found[1]["thread_ts"] == ts
    answer = calls(workspace, "conversations.replies", channel=BILLING, ts="1.000001")
    assert answer["error"] == "thread_not_found"


def test_channels_and_their_members() -> None:
    workspace = Workspace()
    listed = calls(workspace, "conversations.list")["channels"]
    assert [one["name"] for one in listed] == ["general", "billing", "help"]
    assert [one["is_member"] for one in listed] == [False, True, True]
    assert calls(workspace, "conversations.info", channel=HELP)["channel"]["is_ext_shared"]
    members = calls(workspace, "conversations.members", channel=BILLING)["members"]
    assert BEN in members
    assert GRACE not in members
    direct = calls(workspace, "conversations.list", types="im")["channels"]
    assert {"id": "D0BEN", "user": BEN}.items() <= direct[1].items()


def test_whose_channels() -> None:
    workspace = Workspace()
    mine = calls(workspace, "users.conversations")["channels"]
    assert [one["id"] for one in mine] == [BILLING, HELP]
    guests = calls(workspace, "users.conversations", user=GRACE)["channels"]
    assert [one["id"] for one in guests] == [HELP]


def test_direct_messages_are_opened_by_person() -> None:
    workspace = Workspace()
    assert calls(workspace, "conversations.open", users=BEN)["channel"] == {"id": "D0BEN"}
    whole = calls(workspace, "conversations.open", users=BEN, return_im=True)["channel"]
    assert whole["user"] == BEN
    assert calls(workspace, "conversations.open", users="U0NOBODY")["error"] == "user_not_found"
    assert calls(workspace, "conversations.open")["error"] == "users_list_not_supplied"


def test_people_by_list_and_by_address() -> None:
    workspace = Workspace()
    listed = calls(workspace, "users.list")["members"]
    assert len(listed) == len(workspace.people) + 1
    assert listed[-1]["is_bot"]
    found = calls(workspace, "users.lookupByEmail", email="Ben.Castillo@northside.example")
    assert found["user"]["id"] == BEN
    nobody = calls(workspace, "users.lookupByEmail", email="x@northside.example")
    assert nobody["error"] == "users_not_found"


def test_the_app_and_the_team_about_themselves() -> None:
    workspace = Workspace()
    us = calls(workspace, "auth.test")
    assert (us["user_id"], us["bot_id"], us["team_id"]) == ("U0PAYDESK", "B0PAYDESK", "T0DEMO")
    assert calls(workspace, "users.info", user="U0PAYDESK")["user"]["is_bot"]
    assert calls(workspace, "bots.info", bot="B0PAYDESK")["bot"]["user_id"] == "U0PAYDESK"
    assert calls(workspace, "bots.info", bot="B0OTHER")["error"] == "bot_not_found"
    assert calls(workspace, "team.info")["team"]["name"] == "Northside Physio"


def test_a_message_has_an_address() -> None:
    workspace = Workspace()
    ts = calls(workspace, "chat.postMessage", channel=BILLING, text="x")["ts"]
    given = {"channel": BILLING, "message_ts": ts}
    link = calls(workspace, "chat.getPermalink", **given)["permalink"]
    assert link.endswith(f"/archives/{BILLING}/p{ts.replace('.', '')}")
