"""What the app gets when somebody does something, as complete as Slack sends it."""

from typing import Any

from sandbox.slack.elements import KEEPS, Element, block_of, full_state
from sandbox.slack.people import Channel, Person
from sandbox.slack.posts import Post, as_json
from sandbox.slack.where import Home, Message, NotThere, Where
from sandbox.slack.windows import Window
from sandbox.slack.windows import as_json as view_json
from sandbox.slack.workspace import Workspace

Payload = dict[str, Any]


def command(
    workspace: Workspace, person: Person, channel: Channel, name: str, text: str, url: str
) -> Payload:
    us = workspace.identity
    return {
        "token": us.verification_token,
        "team_id": us.team,
        "team_domain": us.domain,
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.kind == "im" else channel.name,
        "user_id": person.id,
        "user_name": person.handle,
        "command": name,
        "text": text,
        "api_app_id": us.app,
        "is_enterprise_install": "false",
        "response_url": url,
        "trigger_id": new_trigger(workspace, person.id),
    }


def click(
    workspace: Workspace, person: str, where: Where, block_id: str, element: Element, state: Payload
) -> Payload:
    """block_actions for one element, which the person has just set to `state`."""
    payload = _interaction(workspace, "block_actions", person)
    payload["container"] = _container(workspace, person, where)
    view_id = where_view(workspace, person, where)
    payload["trigger_id"] = new_trigger(workspace, person, view_id)
    payload |= _surroundings(workspace, person, where)
    if isinstance(where, Message):
        payload["response_url"] = new_url(workspace, person, where.channel, where.ts)
        blocks, kept = workspace.blocks_at(person, where), workspace.kept(person, where)
        payload["state"] = {"values": full_state(blocks, kept)}
    payload["actions"] = [_action(workspace, person, where, block_id, element, state)]
    return payload


def suggestion(
    workspace: Workspace, person: str, where: Where, block_id: str, action_id: str, typed: str
) -> Payload:
    payload = _interaction(workspace, "block_suggestion", person)
    payload |= {"action_id": action_id, "block_id": block_id, "value": typed}
    payload["container"] = _container(workspace, person, where)
    return payload | _surroundings(workspace, person, where)


def submission(workspace: Workspace, window: Window) -> Payload:
    payload = _interaction(workspace, "view_submission", window.person)
    payload["trigger_id"] = new_trigger(workspace, window.person, window.id)
    payload["view"] = view_json(window, workspace.identity)
    payload["response_urls"] = _response_urls(workspace, window)
    return payload


def closed(workspace: Workspace, window: Window, is_cleared: bool) -> Payload:
    payload = _interaction(workspace, "view_closed", window.person)
    payload["view"] = view_json(window, workspace.identity)
    return payload | {"is_cleared": is_cleared}


def shortcut(workspace: Workspace, person: str, callback_id: str) -> Payload:
    payload = _interaction(workspace, "shortcut", person)
    payload["trigger_id"] = new_trigger(workspace, person)
    return payload | {"callback_id": callback_id, "action_ts": workspace.ids.ts()}


def message_action(workspace: Workspace, person: str, callback_id: str, post: Post) -> Payload:
    payload = _interaction(workspace, "message_action", person)
    return payload | {
        "callback_id": callback_id,
        "action_ts": workspace.ids.ts(),
        "trigger_id": new_trigger(workspace, person),
        "response_url": new_url(workspace, person, post.channel, post.ts),
        "message_ts": post.ts,
        "channel": _channel(workspace.place(post.channel)),
        "message": as_json(post, workspace.identity),
    }


def new_trigger(workspace: Workspace, person: str, view_id: str | None = None) -> str:
    return workspace.passes.new_trigger(person, workspace.clock(), view_id).id


def new_url(workspace: Workspace, person: str, channel_id: str, original: str | None = None) -> str:
    url = workspace.passes.new_url(person, channel_id, workspace.clock(), original)
    return f"{workspace.base_url}/commands/{url.path}"


def where_view(workspace: Workspace, person: str, where: Where) -> str | None:
    """The id of the modal, if it is one."""
    if isinstance(where, Message | Home):
        return None
    return where.id


def _interaction(workspace: Workspace, kind: str, person_id: str) -> Payload:
    us, person = workspace.identity, workspace.person(person_id)
    handle = person.handle
    user = {"id": person.id, "username": handle, "name": handle, "team_id": person.team or us.team}
    return {
        "type": kind,
        "user": user,
        "api_app_id": us.app,
        "token": us.verification_token,
        "team": {"id": us.team, "domain": us.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _container(workspace: Workspace, person: str, where: Where) -> Payload:
    if not isinstance(where, Message):
        return {"type": "view", "view_id": workspace.window(person, where).id}
    post = workspace.post_at(person, where.channel, where.ts)
    container = {
        "type": "message",
        "message_ts": post.ts,
        "channel_id": post.channel,
        "is_ephemeral": post.only_for is not None,
    }
    return container | ({"thread_ts": post.thread_ts} if post.thread_ts else {})


def _surroundings(workspace: Workspace, person: str, where: Where) -> Payload:
    """The view, or the channel and message; never an ephemeral message's content."""
    if not isinstance(where, Message):
        return {"view": view_json(workspace.window(person, where), workspace.identity)}
    post = workspace.post_at(person, where.channel, where.ts)
    message = {} if post.only_for else {"message": as_json(post, workspace.identity)}
    return {"channel": _channel(workspace.place(where.channel))} | message


def _channel(channel: Channel) -> Payload:
    return {
        "id": channel.id,
        "name": "directmessage" if channel.kind == "im" else channel.name,
    }


_SHOWN_WITH = ("text", "style", "confirm", "placeholder", "options", "workflow")


def _action(
    workspace: Workspace,
    person: str,
    where: Where,
    block_id: str,
    element: Element,
    state: Payload,
) -> Payload:
    kind = element["type"]
    action = {"type": kind, "action_id": element["action_id"], "block_id": block_id}
    action["action_ts"] = workspace.ids.ts()
    if kind in KEEPS:
        return action | state | _initial(element)
    if kind == "feedback_buttons":
        return action | _feedback(element, state)
    if kind == "overflow":
        return action | {"selected_option": state.get("selected_option")}
    shown = {name: element[name] for name in ("text", "style", "value", "url") if name in element}
    if block_of(workspace.blocks_at(person, where), block_id) is None:
        raise NotThere(block_id)
    return action | shown


def _initial(element: Element) -> Payload:
    name = KEEPS[element["type"]][1]
    return {name: element[name]} if name in element else {}


def _feedback(element: Element, state: Payload) -> Payload:
    """Which of the two buttons it was: the one whose value `state` names."""
    buttons = (element["positive_button"], element["negative_button"])
    for button in buttons:
        if button.get("value") == state.get("value"):
            return {"text": button["text"], "value": button["value"]}
    raise NotThere(str(state.get("value")))


def _response_urls(workspace: Workspace, window: Window) -> list[Payload]:
    """For each select of conversations that asks for one, a way to answer there."""
    state = full_state(window.blocks, window.state)
    found = []
    for block in window.blocks:
        element = block.get("element") or {}
        if not element.get("response_url_enabled"):
            continue
        ids = {"block_id": block["block_id"], "action_id": element["action_id"]}
        held = state[ids["block_id"]][ids["action_id"]]
        channel_id = held.get("selected_conversation") or held.get("selected_channel")
        if channel_id and workspace.channel(channel_id):
            url = new_url(workspace, window.person, channel_id)
            found.append({"response_url": url, "channel_id": channel_id, **ids})
    return found
