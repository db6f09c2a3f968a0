"""What people see: ephemeral messages, unread marks, threads, and what Slack refuses them."""

import pytest

from sandbox.slack import acts
from sandbox.slack.workspace import Workspace
from tests.sandbox.slack.support import (
    BEN,
    BILLING,
    GENERAL,
    GRACE,
    HELP,
    OLIVIA,
    calls,
    texts,
    with_recorder,
)

READ_ONLY = {"features": {"app_home": {"messages_tab_read_only_enabled": True}}}
ONE_COMMAND = {"features": {"slash_commands": [{"command": "/fees", "description": "Fees"}]}}


def test_an_ephemeral_message_is_gone_after_a_reload() -> None:
    workspace = Workspace()
    calls(workspace, "chat.postEphemeral", channel=BILLING, user=BEN, text="for Ben")
    calls(workspace, "chat.postEphemeral", channel=BILLING, user=OLIVIA, text="for Olivia")
    calls(workspace, "chat.postMessage", channel=BILLING, text="for all")
    assert texts(workspace, BEN, BILLING) == ["for Ben", "for all"]
    acts.reload(workspace, BEN)
    assert texts(workspace, BEN, BILLING) == ["for all"]
    assert texts(workspace, OLIVIA, BILLING) == ["for Olivia", "for all"]


def test_new_messages_of_others_are_unread_until_they_are_read() -> None:
    workspace = Workspace()
    acts.say(workspace, OLIVIA, BILLING, "one")
    calls(workspace, "chat.postMessage", channel=BILLING, text="two")
    assert workspace.unread(BEN) == {BILLING: 2}
    assert workspace.unread(OLIVIA) == {BILLING: 1}
    workspace.mark_read(BEN, BILLING)
    assert workspace.unread(BEN) == {}


def test_an_edit_makes_nothing_unread() -> None:
    workspace = Workspace()
    ts = calls(workspace, "chat.postMessage", channel=BILLING, text="Charging…")["ts"]
    workspace.mark_read(BEN, BILLING)
    calls(workspace, "chat.update", channel=BILLING, ts=ts, text="Charged")
    assert workspace.unread(BEN) == {}
    shown = workspace.messages(BEN, BILLING)[0]
    assert (shown.text, shown.edited) == ("Charged", True)


def test_ephemeral_messages_and_replies_in_threads_make_nothing_unread() -> None:
    workspace = Workspace()
    ts = calls(workspace, "chat.postMessage", channel=BILLING, text="root")["ts"]
    workspace.mark_read(BEN, BILLING)
    calls(workspace, "chat.postMessage", channel=BILLING, text="reply", thread_ts=ts)
    calls(workspace, "chat.postEphemeral", channel=BILLING, user=BEN, text="psst")
    assert workspace.unread(BEN) == {}


def test_replies_stand_in_their_thread_and_are_counted() -> None:
    workspace = Workspace()
    acts.say(workspace, BEN, BILLING, "root")
    root = workspace.messages(BEN, BILLING)[0].ts
    acts.say(workspace, OLIVIA, BILLING, "reply", thread_ts=root)
    reply = workspace.messages(BEN, BILLING, root)[1].ts
    acts.say(workspace, BEN, BILLING, "reply to the reply", thread_ts=reply)
    assert texts(workspace, BEN, BILLING) == ["root"]
    assert texts(workspace, BEN, BILLING, root) == ["root", "reply", "reply to the reply"]
    assert workspace.messages(BEN, BILLING)[0].thread_count == 2


def test_commands_are_refused_in_threads() -> None:
    workspace, app = with_recorder()
    acts.say(workspace, BEN, BILLING, "root")
    root = workspace.messages(BEN, BILLING)[0].ts
    outcome = acts.say(workspace, BEN, BILLING, "/fees 100", thread_ts=root)
    assert outcome.notice == "/fees is not supported in threads. Sorry!"
    assert all(payload.get("command") is None for _, payload in app.got)


def test_a_command_that_the_app_does_not_have_is_none() -> None:
    workspace, app = with_recorder(manifest=ONE_COMMAND)
    outcome = acts.say(workspace, BEN, BILLING, "/charge 100")
    assert outcome.notice
    assert outcome.notice.startswith("/charge is not a valid command.")
    assert app.got == []
    acts.say(workspace, BEN, BILLING, "/fees 100")
    assert (app.last["command"], app.last["text"]) == ("/fees", "100")


def test_the_apps_commands_and_shortcuts_are_not_there_for_guests() -> None:
    workspace, app = with_recorder()
    notice = acts.say(workspace, GRACE, HELP, "/fees").notice
    assert notice
    assert "not a valid command" in notice
    assert acts.shortcut(workspace, GRACE, "any").notice
    assert app.got == []


def test_nobody_writes_where_they_are_not() -> None:
    workspace = Workspace()
    assert acts.say(workspace, GRACE, GENERAL, "hello").notice
    assert acts.say(workspace, BEN, "D0OLIVIA", "hello").notice
    assert texts(workspace, OLIVIA, GENERAL) == []
    assert texts(workspace, OLIVIA, "D0OLIVIA") == []


def test_nobody_reads_where_they_are_not() -> None:
    workspace = Workspace()
    acts.say(workspace, OLIVIA, GENERAL, "hello")
    acts.say(workspace, OLIVIA, "D0OLIVIA", "hello")
    assert texts(workspace, GRACE, GENERAL) == []
    assert texts(workspace, BEN, "D0OLIVIA") == []
    assert workspace.unread(GRACE) == {}


def test_direct_messages_can_be_read_only() -> None:
    workspace = Workspace(manifest=READ_ONLY)
    assert acts.say(workspace, BEN, "D0BEN", "hello").notice == acts.READ_ONLY
    assert acts.say(Workspace(), BEN, "D0BEN", "hello") == acts.Outcome()


def test_people_edit_and_delete_only_what_is_theirs() -> None:
    workspace = Workspace()
    acts.say(workspace, BEN, BILLING, "mine")
    ts = workspace.messages(BEN, BILLING)[0].ts
    assert acts.edit(workspace, OLIVIA, BILLING, ts, "hers").notice
    assert acts.delete(workspace, OLIVIA, BILLING, ts).notice
    acts.edit(workspace, BEN, BILLING, ts, "changed")
    assert texts(workspace, BEN, BILLING) == ["changed"]
    acts.delete(workspace, BEN, BILLING, ts)
    assert texts(workspace, BEN, BILLING) == []


def test_a_deleted_message_with_a_thread_leaves_a_note() -> None:
    workspace = Workspace()
    acts.say(workspace, BEN, BILLING, "root")
    ts = workspace.messages(BEN, BILLING)[0].ts
    acts.say(workspace, OLIVIA, BILLING, "reply", thread_ts=ts)
    acts.delete(workspace, BEN, BILLING, ts)
    shown = workspace.messages(BEN, BILLING)
    assert [(one.text, one.subtype) for one in shown] == [
        ("This message was deleted.", "tombstone")
    ]
    assert texts(workspace, BEN, BILLING, ts)[1:] == ["reply"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1 < 2 & 3", "1 &lt; 2 &amp; 3"),
        ("@Olivia Hart, look", "<@U0OLIVIA>, look"),
        ("ask @Paydesk in #help", "ask <@U0PAYDESK> in <#C0HELP>"),
        ("mail@Paydesk.example", "mail@Paydesk.example"),
    ],
)
def test_a_typed_text_is_kept_as_slack_keeps_it(typed: str, kept: str) -> None:
    workspace = Workspace()
    acts.say(workspace, BEN, BILLING, typed)
    assert texts(workspace, BEN, BILLING) == [kept]


def test_what_has_gone_is_told_and_nothing_breaks() -> None:
    workspace, app = with_recorder()
    gone = acts.Message(BILLING, "1.000001")
    assert acts.click(workspace, BEN, gone, "row", "go", {}).notice
    assert acts.set_state(workspace, BEN, acts.View("V0"), "row", "go", {}).notice
    assert acts.suggest(workspace, BEN, gone, "row", "go", "x") == []
    assert acts.submit(workspace, BEN, "V0", {}).notice
    assert acts.message_shortcut(workspace, BEN, "any", BILLING, "1.000001").notice
    assert workspace.state_of(gone, BEN) == {}
    assert app.got == []
