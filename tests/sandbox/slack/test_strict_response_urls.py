"""A response_url: five uses, thirty minutes, and for one person unless it says otherwise."""

from typing import Any

import pytest

from sandbox.clock import Clock
from sandbox.slack import acts
from sandbox.slack.answers import respond
from sandbox.slack.workspace import Workspace
from tests.sandbox.slack.support import (
    BEN,
    BILLING,
    GENERAL,
    OLIVIA,
    Recorder,
    actions,
    button,
    calls,
    section,
    texts,
    with_recorder,
)


@pytest.fixture
def at_work() -> tuple[Workspace, Recorder]:
    return with_recorder(clock=Clock(lambda: 1_700_000_000.0))


def posts(workspace: Workspace, app: Recorder, **body: Any) -> tuple[int, Any]:
    """The app answers by the response_url that it got last."""
    path = app.last["response_url"].partition("/commands/")[2]
    return respond(workspace, path, body)


def pressed(workspace: Workspace, app: Recorder, *, ephemeral: bool = False) -> str:
    """Ben has pressed a button in a message of the app; its ts."""
    blocks = [actions(button("go"))]
    method = "chat.postEphemeral" if ephemeral else "chat.postMessage"
    answer = calls(workspace, method, channel=BILLING, user=BEN, text="old", blocks=blocks)
    ts = str(answer.get("ts") or answer.get("message_ts"))
    acts.click(workspace, BEN, acts.Message(BILLING, ts), "row", "go", {})
    return ts


def test_the_sixth_use_is_refused(at_work: tuple[Workspace, Recorder]) -> None:
    workspace, app = at_work
    acts.say(workspace, BEN, BILLING, "/fees")
    assert [posts(workspace, app, text=str(n)) for n in range(5)] == [(200, "ok")] * 5
    assert posts(workspace, app, text="5") == (404, {"ok": False, "error": "used_url"})
    assert texts(workspace, BEN, BILLING) == ["0", "1", "2", "3", "4"]


def test_after_thirty_minutes_it_is_refused(at_work: tuple[Workspace, Recorder]) -> None:
    workspace, app = at_work
    acts.say(workspace, BEN, BILLING, "/fees")
    workspace.clock.advance(30 * 60)
    assert posts(workspace, app, text="in time")[0] == 200
    workspace.clock.advance(1)
    assert posts(workspace, app, text="late") == (404, {"ok": False, "error": "expired_url"})


def test_a_made_up_address_is_refused(at_work: tuple[Workspace, Recorder]) -> None:
    workspace, _ = at_work
    assert respond(workspace, "1/guess", {"text": "x"})[0] == 404


def test_only_the_person_who_asked_sees_it(at_work: tuple[Workspace, Recorder]) -> None:
    workspace, app = at_work
    acts.say(workspace, BEN, BILLING, "/fees")
    posts(workspace, app, text="for Ben")
    assert texts(workspace, BEN, BILLING) == ["for Ben"]
    assert texts(workspace, OLIVIA, BILLING) == []


def test_in_channel_it_is_for_all_even_where_the_app_is_not(
    at_work: tuple[Workspace, Recorder],
) -> None:
    workspace, app = at_work
    acts.say(workspace, BEN, GENERAL, "/fees")
    posts(workspace, app, text="for all", response_type="in_channel")
    assert texts(workspace, OLIVIA, GENERAL) == ["for all"]


@pytest.mark.parametrize("ephemeral", [True, False])
def test_the_original_is_replaced_only_on_demand(
    at_work: tuple[Workspace, Recorder], ephemeral: bool
) -> None:
    workspace, app = at_work
    pressed(workspace, app, ephemeral=ephemeral)
    posts(workspace, app, text="beside")
    assert texts(workspace, BEN, BILLING) == ["old", "beside"]
    posts(workspace, app, text="new", replace_original=True)
    shown = workspace.messages(BEN, BILLING)
    assert [one.text for one in shown] == ["new", "beside"]
    assert shown[0].blocks == []


@pytest.mark.parametrize("ephemeral", [True, False])
def test_the_original_can_be_deleted(at_work: tuple[Workspace, Recorder], ephemeral: bool) -> None:
    workspace, app = at_work
    pressed(workspace, app, ephemeral=ephemeral)
    assert posts(workspace, app, delete_original=True) == (200, "ok")
    assert texts(workspace, BEN, BILLING) == []


def test_what_a_commands_url_has_said_first_can_be_replaced_by_it(
    at_work: tuple[Workspace, Recorder],
) -> None:
    workspace, app = at_work
    acts.say(workspace, BEN, BILLING, "/fees")
    posts(workspace, app, text="one moment")
    posts(workspace, app, text="3.20", replace_original="true")
    assert texts(workspace, BEN, BILLING) == ["3.20"]


def test_wrong_blocks_are_refused_and_count_as_a_use(
    at_work: tuple[Workspace, Recorder],
) -> None:
    workspace, app = at_work
    acts.say(workspace, BEN, BILLING, "/fees")
    for _ in range(5):
        status, body = posts(workspace, app, text="x", blocks=[section("")])
        assert (status, body["error"]) == (400, "invalid_blocks")
    assert posts(workspace, app, text="x")[0] == 404


def test_blocks_that_are_too_long_to_post_may_come_this_way(
    at_work: tuple[Workspace, Recorder],
) -> None:
    workspace, app = at_work
    long = [section("x" * 2900) for _ in range(5)]
    answer = calls(workspace, "chat.postMessage", channel=BILLING, text="x", blocks=long)
    assert answer == {"ok": False, "error": "msg_blocks_too_long"}
    acts.say(workspace, BEN, BILLING, "/fees")
    assert posts(workspace, app, text="x", blocks=long) == (200, "ok")
