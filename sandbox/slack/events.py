"""The events that the app has subscribed to, as Slack writes them."""

from typing import Any

from sandbox.slack.delivery import EVENT
from sandbox.slack.people import Channel
from sandbox.slack.posts import Post, as_json
from sandbox.slack.users import user_json
from sandbox.slack.windows import as_json as view_json
from sandbox.slack.workspace import Workspace

Event = dict[str, Any]


def send(workspace: Workspace, subscription: str, event: Event) -> None:
    """Hand `event` to the courier, if the app wants such events. Called under the lock."""
    if not workspace.app.subscribed(subscription):
        return
    us = workspace.identity
    ids = workspace.ids
    at = workspace.clock()
    envelope = {
        "token": us.verification_token,
        "team_id": us.team,
        "context_team_id": us.team,
        "context_enterprise_id": None,
        "api_app_id": us.app,
        "event": event,
        "type": "event_callback",
        "event_id": ids.new("Ev"),
        "event_time": int(at),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": us.team,
                "user_id": us.bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{ids.new('EC')}",
    }
    workspace.courier.put(EVENT, envelope)


def channel_type(channel: Channel) -> str:
    return "im" if channel.kind == "im" else "channel"


def _message(workspace: Workspace, channel: Channel, event: Event) -> None:
    """A message event, if the app is in the channel."""
    if channel.has(workspace.identity.bot_user):
        wanted = "message.im" if channel.kind == "im" else "message.channels"
        where = {"channel": channel.id, "channel_type": channel_type(channel)}
        send(workspace, wanted, {"type": "message", **event, **where})


def posted(workspace: Workspace, channel: Channel, post: Post) -> None:
    us = workspace.identity
    message = as_json(post, us) | {"event_ts": post.ts}
    if not post.by_app:
        message |= {"client_msg_id": workspace.ids.new("c"), "blocks": typed_blocks(post.text)}
        message["team"] = _team_of(workspace, post.user)
    if post.thread_ts:
        root = workspace.room(channel.id).get(post.thread_ts)
        message["parent_user_id"] = root.user if root else post.user
    _message(workspace, channel, message)
    mentioned = f"<@{us.bot_user}>" in post.text and not post.by_app
    if mentioned and channel.kind == "channel" and channel.has(us.bot_user):
        send(workspace, "app_mention", {**message, "type": "app_mention", "channel": channel.id})


def changed(workspace: Workspace, channel: Channel, post: Post, before: Event) -> None:
    ts = workspace.ids.ts()
    now = {"message": as_json(post, workspace.identity), "previous_message": before}
    event = {"subtype": "message_changed", "hidden": True, "ts": ts, "event_ts": ts, **now}
    _message(workspace, channel, event)


def deleted(workspace: Workspace, channel: Channel, before: Event) -> None:
    ts = workspace.ids.ts()
    what = {"deleted_ts": before["ts"], "previous_message": before}
    event = {"subtype": "message_deleted", "hidden": True, "ts": ts, "event_ts": ts, **what}
    _message(workspace, channel, event)


def home_opened(workspace: Workspace, person: str, tab: str) -> None:
    event = {"type": "app_home_opened", "user": person, "tab": tab}
    event |= {"channel": workspace.person(person).dm, "event_ts": workspace.ids.ts()}
    home = workspace.windows.home(person)
    view = {"view": view_json(home, workspace.identity)} if home and tab == "home" else {}
    send(workspace, "app_home_opened", event | view)


def member_joined(workspace: Workspace, channel: Channel, user: str) -> None:
    event = {"type": "member_joined_channel", "user": user, "channel": channel.id}
    event |= {"channel_type": "C", "team": workspace.identity.team}
    send(workspace, "member_joined_channel", event | {"event_ts": workspace.ids.ts()})


def user_changed(workspace: Workspace, person: str) -> None:
    user = user_json(workspace, workspace.person(person), include_locale=True)
    ts = workspace.ids.ts()
    event = {"type": "user_change", "user": user, "cache_ts": int(float(ts)), "event_ts": ts}
    send(workspace, "user_change", event)


def reaction(workspace: Workspace, kind: str, user: str, name: str, post: Post) -> None:
    """`kind`: reaction_added or reaction_removed."""
    item = {"type": "message", "channel": post.channel, "ts": post.ts}
    event = {"type": kind, "user": user, "reaction": name, "item": item, "item_user": post.user}
    send(workspace, kind, event | {"event_ts": workspace.ids.ts()})


def file_shared(workspace: Workspace, file_id: str, user: str, channel_id: str) -> None:
    event = {"type": "file_shared", "file_id": file_id, "user_id": user, "channel_id": channel_id}
    file = {"file": {"id": file_id}, "event_ts": workspace.ids.ts()}
    send(workspace, "file_shared", event | file)


def typed_blocks(text: str) -> list[dict[str, Any]]:
    """What Slack makes of a message that somebody typed."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return [{"type": "rich_text", "block_id": "typed", "elements": [section]}]


def _team_of(workspace: Workspace, user: str) -> str:
    person = workspace.find_person(user)
    return (person.team if person else None) or workspace.identity.team
