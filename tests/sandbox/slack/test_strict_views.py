"""Views change only as Slack lets them, and the app hears of closed ones only on demand."""

from typing import Any

import pytest

from sandbox.slack import acts
from sandbox.slack.delivery import Ack
from sandbox.slack.filling import REQUIRED
from sandbox.slack.workspace import Workspace
from tests.sandbox.slack.support import (
    BEN,
    OLIVIA,
    Recorder,
    actions,
    button,
    calls,
    modal,
    plain,
    section,
    settle,
    typed_input,
    with_recorder,
)

Opened = tuple[Workspace, Recorder, dict[str, Any]]


def opened(*blocks: dict[str, Any], **more: Any) -> Opened:
    """A modal of Ben's."""
    workspace, app = with_recorder()
    acts.shortcut(workspace, BEN, "any")
    trigger = app.last["trigger_id"]
    answer = calls(workspace, "views.open", trigger_id=trigger, view=modal(*blocks, **more))
    assert answer["ok"], answer
    return workspace, app, answer["view"]


def typed(text: str, block_id: str = "note") -> dict[str, Any]:
    return {block_id: {"text": {"type": "plain_text_input", "value": text}}}


def top(workspace: Workspace) -> dict[str, Any]:
    view = workspace.view_on_top(BEN)
    assert view
    return view


def test_an_update_with_an_old_hash_conflicts() -> None:
    workspace, _, view = opened()
    new = calls(workspace, "views.update", view_id=view["id"], hash=view["hash"], view=modal())
    assert new["ok"]
    assert new["view"]["hash"] != view["hash"]
    again = calls(workspace, "views.update", view_id=view["id"], hash=view["hash"], view=modal())
    assert again == {"ok": False, "error": "hash_conflict"}
    assert calls(workspace, "views.update", view_id=view["id"], view=modal())["ok"]


TOO_LONG = {
    "title": plain("x" * 25),
    "submit": plain("x" * 25),
    "close": plain("x" * 25),
    "private_metadata": "x" * 3001,
    "callback_id": "x" * 256,
    "external_id": "x" * 256,
}
AS_LONG_AS_CAN_BE = {
    "title": plain("x" * 24),
    "submit": plain("x" * 24),
    "close": plain("x" * 24),
    "private_metadata": "x" * 3000,
    "callback_id": "x" * 255,
    "external_id": "x" * 255,
}


@pytest.mark.parametrize("method", ["views.open", "views.push", "views.update"])
def test_no_part_of_a_modal_may_be_too_long_however_it_comes(method: str) -> None:
    workspace, app, view = opened(actions(button("more")))
    acts.click(workspace, BEN, acts.View(view["id"]), "row", "more", {})
    given = {"trigger_id": app.last["trigger_id"], "view_id": view["id"]}
    for name, part in TOO_LONG.items():
        answer = calls(workspace, method, **given, view=modal() | {name: part})
        assert answer["error"] == "invalid_arguments"
        (message,) = answer["response_metadata"]["messages"]
        assert f"[json-pointer:/view/{name}" in message
    assert calls(workspace, method, **given, view=modal() | AS_LONG_AS_CAN_BE)["ok"]


@pytest.mark.parametrize("name", ["private_metadata", "callback_id", "external_id"])
def test_no_part_of_a_home_may_be_too_long(name: str) -> None:
    home = {"type": "home", "blocks": [section("x")]}
    wrong = calls(Workspace(), "views.publish", user_id=BEN, view=home | {name: TOO_LONG[name]})
    assert wrong["error"] == "invalid_arguments"
    right = home | {name: AS_LONG_AS_CAN_BE[name]}
    assert calls(Workspace(), "views.publish", user_id=BEN, view=right)["ok"]


def test_a_closed_view_is_not_found() -> None:
    workspace, _, view = opened()
    acts.close(workspace, BEN, view["id"])
    answer = calls(workspace, "views.update", view_id=view["id"], view=modal())
    assert answer == {"ok": False, "error": "not_found"}


def test_an_update_keeps_what_was_typed_into_the_same_input() -> None:
    workspace, _, view = opened(typed_input())
    where = acts.View(view["id"])
    acts.set_state(workspace, BEN, where, "note", "text", {"value": "half a sen"})
    calls(workspace, "views.update", view_id=view["id"], view=modal(section("x"), typed_input()))
    assert top(workspace)["state"]["values"]["note"]["text"]["value"] == "half a sen"


def test_an_external_id_names_one_view() -> None:
    workspace, app, _ = opened(external_id="mine")
    assert calls(workspace, "views.update", external_id="mine", view=modal(external_id="mine"))[
        "ok"
    ]
    acts.shortcut(workspace, OLIVIA, "any")
    trigger = app.last["trigger_id"]
    answer = calls(workspace, "views.open", trigger_id=trigger, view=modal(external_id="mine"))
    assert answer["error"] == "duplicate_external_id"


def test_a_home_is_published_only_where_the_app_has_one() -> None:
    home = {"type": "home", "blocks": [section("Hello")]}
    assert calls(Workspace(), "views.publish", user_id=BEN, view=home)["ok"]
    without = Workspace(manifest={"features": {"app_home": {"home_tab_enabled": False}}})
    assert calls(without, "views.publish", user_id=BEN, view=home)["error"] == "not_enabled"
    assert "H0BEN" not in [one.id for one in without.channels_of(BEN)]


def test_a_published_home_has_a_hash_as_well() -> None:
    workspace, home = Workspace(), {"type": "home", "blocks": [section("Hello")]}
    first = calls(workspace, "views.publish", user_id=BEN, view=home)["view"]
    calls(workspace, "views.publish", user_id=BEN, view=home, hash=first["hash"])
    answer = calls(workspace, "views.publish", user_id=BEN, view=home, hash=first["hash"])
    assert answer["error"] == "hash_conflict"


def test_a_required_input_is_asked_for_before_the_app_hears_of_it() -> None:
    workspace, app, view = opened(typed_input(), typed_input("more", optional=True))
    before = len(app.got)
    assert acts.submit(workspace, BEN, view["id"], {}).errors == {"note": REQUIRED}
    assert len(app.got) == before
    assert acts.submit(workspace, BEN, view["id"], typed("x")) == acts.Outcome()


@pytest.mark.parametrize(
    ("element", "wrong", "right"),
    [
        ({"type": "plain_text_input", "min_length": 3}, "ab", "abc"),
        ({"type": "plain_text_input", "max_length": 3}, "abcd", "abc"),
        ({"type": "email_text_input"}, "ben", "ben@northside.example"),
        ({"type": "url_text_input"}, "northside", "https://northside.example"),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "15"),
        ({"type": "number_input", "is_decimal_allowed": True, "max_value": "2"}, "2.5", "1.5"),
        ({"type": "number_input", "is_decimal_allowed": False, "min_value": "2"}, "1", "2"),
    ],
)
def test_what_an_input_does_not_take_is_told_without_the_app(
    element: dict[str, Any], wrong: str, right: str
) -> None:
    block = {**typed_input(), "element": {**element, "action_id": "text"}}
    workspace, _, view = opened(block)
    errors = acts.submit(workspace, BEN, view["id"], typed(wrong)).errors
    assert errors
    assert set(errors) == {"note"}
    right_one = {"note": {"text": {"type": element["type"], "value": right}}}
    assert acts.submit(workspace, BEN, view["id"], right_one).errors is None


def test_errors_stay_until_the_form_is_sent_again() -> None:
    workspace, app, view = opened(typed_input())
    app.acks.append(Ack({"response_action": "errors", "errors": {"note": "Too short"}}))
    assert acts.submit(workspace, BEN, view["id"], typed("x")).errors == {"note": "Too short"}
    assert top(workspace)["errors"] == {"note": "Too short"}
    assert acts.submit(workspace, BEN, view["id"], typed("xx")) == acts.Outcome()
    assert workspace.view_on_top(BEN) is None


def test_an_answer_can_update_push_or_clear() -> None:
    workspace, app, view = opened(typed_input())
    app.acks.append(Ack({"response_action": "update", "view": modal(typed_input(), title="Two")}))
    acts.submit(workspace, BEN, view["id"], typed("x"))
    assert (top(workspace)["title"], top(workspace)["id"]) == (plain("Two"), view["id"])
    app.acks.append(Ack({"response_action": "push", "view": modal(typed_input(), title="Three")}))
    acts.submit(workspace, BEN, view["id"], typed("x"))
    assert (top(workspace)["title"], top(workspace)["depth"]) == (plain("Three"), 2)
    app.acks.append(Ack({"response_action": "clear"}))
    acts.submit(workspace, BEN, top(workspace)["id"], typed("x"))
    assert workspace.view_on_top(BEN) is None


def test_a_view_updated_while_its_form_is_being_taken_stays_updated() -> None:
    workspace, app, view = opened(typed_input())
    waiting = modal(title="One moment")
    app.meanwhile = lambda payload: (
        calls(workspace, "views.update", view_id=view["id"], view=waiting) and None
    )
    app.acks.append(Ack({"response_action": "update", "view": modal(title="Done")}))
    acts.submit(workspace, BEN, view["id"], typed("x"))
    assert top(workspace)["title"] == plain("Done")


@pytest.mark.parametrize("asked", [True, False])
def test_the_app_hears_of_a_closed_view_only_if_it_asked(asked: bool) -> None:
    workspace, app, view = opened(notify_on_close=asked)
    acts.close(workspace, BEN, view["id"])
    settle(workspace)
    heard = [payload for _, payload in app.got if payload["type"] == "view_closed"]
    assert [(one["view"]["id"], one["is_cleared"]) for one in heard] == (
        [(view["id"], False)] if asked else []
    )


def test_clear_on_close_closes_the_whole_stack() -> None:
    workspace, app, view = opened(actions(button("more")), notify_on_close=True)
    acts.click(workspace, BEN, acts.View(view["id"]), "row", "more", {})
    above = modal(clear_on_close=True, notify_on_close=True)
    pushed = calls(workspace, "views.push", trigger_id=app.last["trigger_id"], view=above)["view"]
    acts.close(workspace, BEN, pushed["id"])
    assert workspace.view_on_top(BEN) is None
    settle(workspace)
    heard = [payload for _, payload in app.got if payload["type"] == "view_closed"]
    assert [one["view"]["id"] for one in heard] == [pushed["id"], view["id"]]
    assert all(one["is_cleared"] for one in heard)


def test_nobody_acts_in_somebody_elses_view() -> None:
    workspace, app, view = opened(typed_input())
    before = len(app.got)
    assert acts.submit(workspace, OLIVIA, view["id"], typed("x")).notice
    assert acts.close(workspace, OLIVIA, view["id"]).notice
    assert len(app.got) == before
    assert top(workspace)["id"] == view["id"]
