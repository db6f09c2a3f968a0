"""A trigger id opens one view, within three seconds; three views lie on each other at most."""

from typing import Any

import pytest

from sandbox.clock import Clock
from sandbox.slack import acts
from sandbox.slack.delivery import Ack
from sandbox.slack.outcomes import TROUBLE
from sandbox.slack.workspace import Workspace
from tests.sandbox.slack.support import (
    BEN,
    BILLING,
    Recorder,
    actions,
    button,
    calls,
    modal,
    with_recorder,
)


@pytest.fixture
def at_work() -> tuple[Workspace, Recorder]:
    return with_recorder(clock=Clock(lambda: 1_700_000_000.0))


def trigger(workspace: Workspace, app: Recorder) -> str:
    acts.shortcut(workspace, BEN, "any")
    return str(app.last["trigger_id"])


def opened(workspace: Workspace, app: Recorder, **more: Any) -> dict[str, Any]:
    view = modal(actions(button("more")), **more)
    answer = calls(workspace, "views.open", trigger_id=trigger(workspace, app), view=view)
    assert answer["ok"], answer
    return dict(answer["view"])


def pushed(workspace: Workspace, app: Recorder) -> dict[str, Any]:
    """What views.push answers after a button was pressed in the modal on top."""
    top = workspace.view_on_top(BEN)
    assert top
    acts.click(workspace, BEN, acts.View(top["id"]), "row", "more", {})
    view = modal(actions(button("more")))
    return calls(workspace, "views.push", trigger_id=app.last["trigger_id"], view=view)


def test_a_trigger_opens_a_view_once(at_work: tuple[Workspace, Recorder]) -> None:
    workspace, app = at_work
    used = trigger(workspace, app)
    assert calls(workspace, "views.open", trigger_id=used, view=modal())["ok"]
    again = calls(workspace, "views.open", trigger_id=used, view=modal())
    assert again == {"ok": False, "error": "exchanged_trigger_id"}


def test_a_trigger_lasts_three_seconds(at_work: tuple[Workspace, Recorder]) -> None:
    workspace, app = at_work
    in_time, too_late = trigger(workspace, app), trigger(workspace, app)
    workspace.clock.advance(3)
    assert calls(workspace, "views.open", trigger_id=in_time, view=modal())["ok"]
    workspace.clock.advance(0.1)
    answer = calls(workspace, "views.open", trigger_id=too_late, view=modal())
    assert answer["error"] == "expired_trigger_id"


def test_a_made_up_trigger_opens_nothing(at_work: tuple[Workspace, Recorder]) -> None:
    workspace, _ = at_work
    answer = calls(workspace, "views.open", trigger_id="1.2.3", view=modal())
    assert answer["error"] == "invalid_trigger_id"
    assert calls(workspace, "views.open", view=modal())["error"] == "invalid_arguments"


def test_a_view_that_is_refused_leaves_the_trigger_unused(
    at_work: tuple[Workspace, Recorder],
) -> None:
    workspace, app = at_work
    given = trigger(workspace, app)
    assert not calls(workspace, "views.open", trigger_id=given, view=modal(title="x" * 25))["ok"]
    assert calls(workspace, "views.open", trigger_id=given, view=modal())["ok"]


def test_a_fourth_view_is_one_too_many(at_work: tuple[Workspace, Recorder]) -> None:
    workspace, app = at_work
    first = opened(workspace, app)
    second = pushed(workspace, app)["view"]
    third = pushed(workspace, app)["view"]
    assert pushed(workspace, app) == {"ok": False, "error": "push_limit_reached"}
    assert second["previous_view_id"] == first["id"]
    assert third["previous_view_id"] == second["id"]
    assert third["root_view_id"] == first["id"]
    top = workspace.view_on_top(BEN)
    assert top
    assert (top["id"], top["depth"]) == (third["id"], 3)


def test_an_answer_to_a_form_pushes_no_fourth_view_either(
    at_work: tuple[Workspace, Recorder],
) -> None:
    workspace, app = at_work
    opened(workspace, app)
    pushed(workspace, app)
    third = pushed(workspace, app)["view"]
    app.acks.append(Ack({"response_action": "push", "view": modal()}))
    assert acts.submit(workspace, BEN, third["id"], {}) == TROUBLE
    top = workspace.view_on_top(BEN)
    assert top
    assert (top["id"], top["depth"]) == (third["id"], 3)


def test_closing_a_view_shows_the_one_below(at_work: tuple[Workspace, Recorder]) -> None:
    workspace, app = at_work
    first = opened(workspace, app)
    second = pushed(workspace, app)["view"]
    acts.close(workspace, BEN, second["id"])
    top = workspace.view_on_top(BEN)
    assert top
    assert (top["id"], top["depth"]) == (first["id"], 1)


def test_a_trigger_from_outside_of_a_modal_pushes_nothing(
    at_work: tuple[Workspace, Recorder],
) -> None:
    workspace, app = at_work
    opened(workspace, app)
    acts.say(workspace, BEN, BILLING, "/fees")
    by_command = app.last["trigger_id"]
    home = {"type": "home", "blocks": [actions(button("more"))]}
    calls(workspace, "views.publish", user_id=BEN, view=home)
    acts.click(workspace, BEN, acts.Home(), "row", "more", {})
    for given in (trigger(workspace, app), by_command, app.last["trigger_id"]):
        answer = calls(workspace, "views.push", trigger_id=given, view=modal())
        assert answer == {"ok": False, "error": "invalid_trigger_id"}
    top = workspace.view_on_top(BEN)
    assert top
    assert top["depth"] == 1


def test_nothing_is_pushed_onto_a_modal_that_was_closed(
    at_work: tuple[Workspace, Recorder],
) -> None:
    workspace, app = at_work
    first = opened(workspace, app)
    acts.click(workspace, BEN, acts.View(first["id"]), "row", "more", {})
    given = app.last["trigger_id"]
    acts.close(workspace, BEN, first["id"])
    opened(workspace, app)
    answer = calls(workspace, "views.push", trigger_id=given, view=modal())
    assert answer == {"ok": False, "error": "not_found"}


def test_a_trigger_pushes_once_and_within_three_seconds(
    at_work: tuple[Workspace, Recorder],
) -> None:
    workspace, app = at_work
    pressed = acts.View(opened(workspace, app)["id"])
    acts.click(workspace, BEN, pressed, "row", "more", {})
    used = app.last["trigger_id"]
    assert calls(workspace, "views.push", trigger_id=used, view=modal())["ok"]
    again = calls(workspace, "views.push", trigger_id=used, view=modal())
    assert again == {"ok": False, "error": "exchanged_trigger_id"}
    acts.click(workspace, BEN, pressed, "row", "more", {})
    workspace.clock.advance(3.1)
    late = calls(workspace, "views.push", trigger_id=app.last["trigger_id"], view=modal())
    assert late == {"ok": False, "error": "expired_trigger_id"}
