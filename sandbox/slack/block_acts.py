"""What people do with blocks: press, choose, fill in, submit, close. Called as parts of acts."""

from typing import Any

from sandbox.slack import answers, payloads
from sandbox.slack.blocks import check_options
from sandbox.slack.delivery import INTERACTIVE
from sandbox.slack.elements import KEEPS, Element, block_of, clean_state, find
from sandbox.slack.filling import faults_in_form
from sandbox.slack.opening import closed
from sandbox.slack.outcomes import FINE, GONE, TROUBLE, Outcome, failed
from sandbox.slack.refusals import ApiError
from sandbox.slack.where import Message, NotThere, View, Where
from sandbox.slack.workspace import Workspace

State = dict[str, Any]


def click(
    workspace: Workspace,
    person: str,
    where: Where,
    block_id: str,
    action_id: str,
    element_state: State,
) -> Outcome:
    """Press a button, choose in a select outside of an input block, pick from an overflow menu.

    `element_state` is {} for buttons, {"selected_option": …} and the like for what has a value,
    {"value": …} for feedback buttons.
    """
    with workspace.lock:
        try:
            element = _element(workspace, person, where, block_id, action_id)
            if element["type"] in KEEPS:
                element_state = _keep(workspace, person, where, block_id, element, element_state)
            payload = payloads.click(workspace, person, where, block_id, element, element_state)
        except NotThere:
            return GONE
    ack = workspace.deliver(INTERACTIVE, payload)
    if not ack.error:
        return FINE
    what = workspace.identity.app_name
    return failed(what, ack.error) if isinstance(where, Message) else TROUBLE


def set_state(
    workspace: Workspace,
    person: str,
    where: Where,
    block_id: str,
    action_id: str,
    element_state: State,
) -> Outcome:
    """Remember what stands in an input. The app hears of it where the input's block has
    dispatch_action, and where the element stands outside of an input block."""
    if not keep(workspace, person, where, block_id, action_id, element_state):
        return GONE
    block = block_of(workspace.blocks_at(person, where), block_id) or {}
    if block.get("type") == "input" and not block.get("dispatch_action"):
        return FINE
    return click(workspace, person, where, block_id, action_id, element_state)


def keep(
    workspace: Workspace,
    person: str,
    where: Where,
    block_id: str,
    action_id: str,
    element_state: State,
) -> bool:
    """The same, while the app hears nothing of it yet. False: the input is no longer there."""
    with workspace.lock:
        try:
            element = _element(workspace, person, where, block_id, action_id)
            _keep(workspace, person, where, block_id, element, element_state)
        except NotThere:
            return False
    return True


def suggest(
    workspace: Workspace, person: str, where: Where, block_id: str, action_id: str, typed: str
) -> list[dict[str, Any]]:
    """What an external select offers for `typed`: options, or groups ("label", "options").
    Nothing, where the app doesn't answer in time or as it should."""
    with workspace.lock:
        try:
            _element(workspace, person, where, block_id, action_id)
            payload = payloads.suggestion(workspace, person, where, block_id, action_id, typed)
        except NotThere:
            return []
    said = workspace.deliver(INTERACTIVE, payload).said
    try:
        return check_options(said)
    except ApiError:
        return []


def submit(
    workspace: Workspace, person: str, view_id: str, values: dict[str, dict[str, State]]
) -> Outcome:
    """Send a modal's form. `values`, as in state.values, are added to what was set before."""
    with workspace.lock:
        try:
            window = workspace.window(person, View(view_id))
        except NotThere:
            return GONE
        for block_id, elements in values.items():
            for action_id, state in elements.items():
                element = find(window.blocks, block_id, action_id)
                if element is not None:
                    _keep(workspace, person, View(view_id), block_id, element, state)
        window.errors = faults_in_form(window.blocks, window.state)
        window.revision = workspace.touch()
        if window.errors:
            return Outcome(errors=dict(window.errors))
        payload = payloads.submission(workspace, window)
    ack = workspace.deliver(INTERACTIVE, payload)
    with workspace.lock:
        if workspace.windows.get(view_id) is not window:
            return FINE
        return answers.answer_submission(workspace, window, ack)


def close(workspace: Workspace, person: str, view_id: str) -> Outcome:
    """Close a modal; what lies below shows again, unless the modal says that all shall close."""
    with workspace.lock:
        try:
            window = workspace.window(person, View(view_id))
        except NotThere:
            return GONE
        if window.spec.get("clear_on_close"):
            answers.clear(workspace, person)
        else:
            workspace.windows.close(window)
            closed(workspace, window, is_cleared=False)
        workspace.touch()
    return FINE


def _element(
    workspace: Workspace, person: str, where: Where, block_id: str, action_id: str
) -> Element:
    element = find(workspace.blocks_at(person, where), block_id, action_id)
    if element is None:
        raise NotThere(action_id)
    return element


def _keep(
    workspace: Workspace, person: str, where: Where, block_id: str, element: Element, state: State
) -> State:
    """What stands in `element` from now on."""
    if element["type"] not in KEEPS:
        raise NotThere(element["type"])
    clean = clean_state(element, state)
    kept = workspace.kept(person, where)
    kept.setdefault(block_id, {})[element["action_id"]] = clean
    return clean
