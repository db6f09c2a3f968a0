"""Channels: which there are, who is in them, what was said."""

from typing import Any

from sandbox.slack import events
from sandbox.slack.api.args import Args
from sandbox.slack.api.pages import page
from sandbox.slack.api.rooms import channel_to_read, find_channel
from sandbox.slack.api.scopes import kind, need_for, need_for_kinds
from sandbox.slack.people import Channel
from sandbox.slack.posts import Post, as_json
from sandbox.slack.refusals import ApiError
from sandbox.slack.users import channel_json
from sandbox.slack.workspace import Workspace

Answer = dict[str, Any]


def open_dm(workspace: Workspace, args: Args) -> Answer:
    """Direct messages with one person; they are always there already."""
    if "channel" in args:
        return _opened(workspace, find_channel(workspace, args.text("channel")), args)
    users = args.names("users")
    if not users:
        raise ApiError("users_list_not_supplied")
    if len(users) > 1:
        raise ApiError("not_enough_users")
    person = workspace.find_person(users[0])
    channel = workspace.channel(person.dm) if person else None
    if channel is None:
        raise ApiError("user_not_found")
    return _opened(workspace, channel, args)


def _opened(workspace: Workspace, channel: Channel, args: Args) -> Answer:
    need_for(workspace, channel, "write")
    whole = channel_json(workspace, channel)
    said = whole if args.flag("return_im") else {"id": channel.id}
    return {"no_op": True, "already_open": True, "channel": said}


def info(workspace: Workspace, args: Args) -> Answer:
    channel = find_channel(workspace, args.required("channel"))
    need_for(workspace, channel, "read")
    return {"channel": channel_json(workspace, channel)}


def list_all(workspace: Workspace, args: Args) -> Answer:
    kinds = args.names("types") or ["public_channel"]
    need_for_kinds(workspace, kinds)
    found = [one for one in workspace.channels if kind(one) in kinds]
    listed, more = page(found, args)
    return {"channels": [channel_json(workspace, one) for one in listed], **more}


def members(workspace: Workspace, args: Args) -> Answer:
    channel = find_channel(workspace, args.required("channel"))
    need_for(workspace, channel, "read")
    listed, more = page(sorted(channel.members or ()), args)
    return {"members": listed, **more}


def join(workspace: Workspace, args: Args) -> Answer:
    channel, us = find_channel(workspace, args.required("channel")), workspace.identity
    if channel.kind != "channel" or channel.members is None:
        raise ApiError("method_not_supported_for_channel_type")
    already = channel.has(us.bot_user)
    if not already:
        channel.members.add(us.bot_user)
        workspace.touch()
        events.member_joined(workspace, channel, us.bot_user)
    warning = {"warning": "already_in_channel"} if already else {}
    return {"channel": channel_json(workspace, channel), **warning}


def history(workspace: Workspace, args: Args) -> Answer:
    """The newest first."""
    channel = channel_to_read(workspace, args.required("channel"))
    need_for(workspace, channel, "history")
    posts = [one for one in workspace.room(channel.id).posts() if one.only_for is None]
    return _messages(workspace, _between(posts, args)[::-1], args)


def replies(workspace: Workspace, args: Args) -> Answer:
    """The thread's first message, then the replies, the oldest first."""
    channel = channel_to_read(workspace, args.required("channel"))
    need_for(workspace, channel, "history")
    if workspace.room(channel.id).get(args.required("ts")) is None:
        raise ApiError("thread_not_found")
    posts = [one for one in workspace.room(channel.id).posts(args.text("ts")) if not one.only_for]
    return _messages(workspace, _between(posts, args), args)


def _between(posts: list[Post], args: Args) -> list[Post]:
    oldest, latest = args.text("oldest", "0"), args.text("latest") or "9999999999"
    if args.flag("inclusive"):
        return [one for one in posts if oldest <= one.ts <= latest]
    return [one for one in posts if oldest < one.ts < latest]


def _messages(workspace: Workspace, posts: list[Post], args: Args) -> Answer:
    listed, more = page(posts, args)
    has_more = bool(more["response_metadata"]["next_cursor"])
    written = [as_json(post, workspace.identity) for post in listed]
    return {"messages": written, "has_more": has_more, **more}
