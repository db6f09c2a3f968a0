"""Which channel or message a call means, and whether the app may."""

from sandbox.slack.api.args import Args
from sandbox.slack.people import Channel
from sandbox.slack.posts import Post
from sandbox.slack.refusals import ApiError
from sandbox.slack.workspace import Workspace


def channel_to_write(workspace: Workspace, name: str) -> Channel:
    """By id, by a person's id (their direct messages), or by #name. The app must be in it."""
    channel = find_channel(workspace, name)
    public = channel.kind == "channel" and workspace.app.given
    if not channel.has(workspace.identity.bot_user) and not (
        public and workspace.app.may("chat:write.public")
    ):
        raise ApiError("not_in_channel")
    return channel


def channel_to_read(workspace: Workspace, name: str) -> Channel:
    channel = find_channel(workspace, name)
    if not channel.has(workspace.identity.bot_user):
        raise ApiError("not_in_channel")
    return channel


def find_channel(workspace: Workspace, name: str) -> Channel:
    person = workspace.find_person(name)
    channel = workspace.channel(person.dm if person else name)
    if channel is None and name.startswith("#"):
        channel = next((one for one in workspace.channels if one.name == name[1:]), None)
    if channel is None or channel.kind == "home":
        raise ApiError("channel_not_found")
    return channel


def thread_root(workspace: Workspace, channel: Channel, thread_ts: str) -> str | None:
    if thread_ts and workspace.room(channel.id).get(thread_ts) is None:
        raise ApiError("thread_not_found")
    return thread_ts or None


def post_in(workspace: Workspace, args: Args, name: str = "ts") -> Post:
    """The message that a call names; ephemeral ones can't be named."""
    channel = channel_to_read(workspace, args.required("channel"))
    post = workspace.room(channel.id).get(args.required(name))
    if post is None or post.only_for or post.subtype == "tombstone":
        raise ApiError("message_not_found")
    return post


def own_post(workspace: Workspace, args: Args, otherwise: str) -> Post:
    post = post_in(workspace, args)
    if not post.by_app:
        raise ApiError(otherwise)
    return post
