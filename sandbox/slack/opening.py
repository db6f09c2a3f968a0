"""Views open, lie on each other, change, and close."""

from typing import Any

from sandbox.slack import payloads
from sandbox.slack.delivery import INTERACTIVE
from sandbox.slack.elements import with_ids
from sandbox.slack.refusals import ApiError
from sandbox.slack.windows import MOST_STACKED, Window
from sandbox.slack.workspace import Workspace

Spec = dict[str, Any]


def new_window(workspace: Workspace, person: str, spec: Spec) -> Window:
    """A view that is checked already and shown nowhere yet. Raises ApiError."""
    _refuse_taken_external_id(workspace, spec, None)
    window = Window(workspace.ids.new("V"), person, _named(workspace, spec), workspace.ids.hash())
    window.revision = workspace.touch()
    return window


def push(workspace: Workspace, window: Window) -> None:
    stack = workspace.windows.stack(window.person)
    if not stack:
        raise ApiError("not_found")
    if len(stack) >= MOST_STACKED:
        raise ApiError("push_limit_reached")
    workspace.windows.push(window)


def replace(workspace: Workspace, window: Window, spec: Spec, given_hash: str = "") -> None:
    """Show another spec in an open view; only if it still is at `given_hash`, where given."""
    if given_hash and given_hash != window.hash:
        raise ApiError("hash_conflict")
    _refuse_taken_external_id(workspace, spec, window)
    window.replace(_named(workspace, spec), workspace.ids.hash())
    window.revision = workspace.touch()


def closed(workspace: Workspace, window: Window, *, is_cleared: bool) -> None:
    """The person closed it: the app hears of that, where it asked to."""
    if window.spec.get("notify_on_close"):
        payload = payloads.closed(workspace, window, is_cleared)
        workspace.courier.put(INTERACTIVE, payload, tries_again=False)


def _named(workspace: Workspace, spec: Spec) -> Spec:
    return {**spec, "blocks": with_ids(spec["blocks"], workspace.ids.element)}


def _refuse_taken_external_id(workspace: Workspace, spec: Spec, but: Window | None) -> None:
    external_id = spec.get("external_id")
    if external_id and workspace.windows.by_external_id(external_id) not in (None, but):
        raise ApiError("duplicate_external_id")
