"""Modals and App Homes by the app."""

from typing import Any

from sandbox.slack import opening
from sandbox.slack.api.args import Args
from sandbox.slack.blocks import checked_view
from sandbox.slack.passes import Trigger
from sandbox.slack.refusals import ApiError, invalid_arguments
from sandbox.slack.windows import Window, as_json
from sandbox.slack.workspace import Workspace

Answer = dict[str, Any]


def open_modal(workspace: Workspace, args: Args) -> Answer:
    trigger, spec = _trigger(workspace, args), _modal(args)
    window = opening.new_window(workspace, trigger.person, spec)
    trigger.used = True
    workspace.windows.open(window)
    return _shown(workspace, window)


def push(workspace: Workspace, args: Args) -> Answer:
    """Onto the modal in which the person did something; no other trigger will do."""
    trigger, spec = _trigger(workspace, args), _modal(args)
    if trigger.view_id is None:
        raise ApiError("invalid_trigger_id")
    if trigger.view_id not in [one.id for one in workspace.windows.stack(trigger.person)]:
        raise ApiError("not_found")
    window = opening.new_window(workspace, trigger.person, spec)
    opening.push(workspace, window)
    trigger.used = True
    return _shown(workspace, window)


def update(workspace: Workspace, args: Args) -> Answer:
    window = _named(workspace, args)
    spec = checked_view(args.parsed("view", "invalid_arguments"), window.spec["type"])
    opening.replace(workspace, window, spec, args.text("hash"))
    return _shown(workspace, window)


def publish(workspace: Workspace, args: Args) -> Answer:
    user = args.required("user_id")
    if workspace.find_person(user) is None:
        raise ApiError("user_not_found")
    if not workspace.app.home_enabled:
        raise ApiError("not_enabled")
    spec = checked_view(args.parsed("view", "invalid_arguments"), "home")
    window = workspace.windows.home(user)
    if window is None:
        window = opening.new_window(workspace, user, spec)
        workspace.windows.set_home(window)
    else:
        opening.replace(workspace, window, spec, args.text("hash"))
    return _shown(workspace, window)


def _trigger(workspace: Workspace, args: Args) -> Trigger:
    """Checked, but used only once the view is open."""
    given = args.text("trigger_id") or args.text("interactivity_pointer")
    if not given:
        raise invalid_arguments("missing required field: trigger_id")
    found = workspace.passes.trigger(given, workspace.clock())
    if isinstance(found, str):
        raise ApiError(found)
    return found


def _modal(args: Args) -> dict[str, Any]:
    return checked_view(args.parsed("view", "invalid_arguments"), "modal")


def _named(workspace: Workspace, args: Args) -> Window:
    """By view_id or external_id."""
    if "view_id" in args:
        window = workspace.windows.get(args.text("view_id"))
    elif "external_id" in args:
        window = workspace.windows.by_external_id(args.text("external_id"))
    else:
        raise invalid_arguments("missing required field: view_id")
    if window is None:
        raise ApiError("not_found")
    return window


def _shown(workspace: Workspace, window: Window) -> Answer:
    workspace.touch()
    return {"view": as_json(window, workspace.identity)}
