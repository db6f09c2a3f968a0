"""Messages come, change and go, and the app hears of it."""

from typing import Any

from sandbox.slack import events
from sandbox.slack.elements import with_ids
from sandbox.slack.posts import Block, Post, as_json
from sandbox.slack.workspace import Workspace


def post(
    workspace: Workspace,
    channel_id: str,
    user: str,
    text: str,
    blocks: list[Block] | None = None,
    **more: Any,
) -> Post:
    """A new message; `more`: other fields of Post. A reply to a reply goes to the same thread."""
    with workspace.lock:
        channel = workspace.place(channel_id)
        named = with_ids(blocks or [], workspace.ids.element)
        message = Post(channel_id, workspace.ids.ts(), user, text, named, **more)
        message.attachments = _named(workspace, message.attachments)
        room = workspace.room(channel_id)
        if message.thread_ts and (above := room.get(message.thread_ts)) and above.thread_ts:
            message.thread_ts = above.thread_ts
        room.add(message)
        message.revision = workspace.touch()
        _touch_root(workspace, message)
        if message.only_for is None:
            events.posted(workspace, channel, message)
        return message


def change(
    workspace: Workspace,
    message: Post,
    text: str | None = None,
    blocks: list[Block] | None = None,
    attachments: list[dict[str, Any]] | None = None,
) -> None:
    """Edit a message; what is None stays as it is. Edits make nothing unread."""
    with workspace.lock:
        before = as_json(message, workspace.identity)
        if text is not None:
            message.text = text
        if blocks is not None:
            message.blocks = with_ids(blocks, workspace.ids.element)
        if attachments is not None:
            message.attachments = _named(workspace, attachments)
        message.revision = workspace.touch()
        if message.only_for is None:
            message.edited = workspace.ids.ts()
            events.changed(workspace, workspace.place(message.channel), message, before)


def remove(workspace: Workspace, message: Post) -> None:
    """Delete a message. One that a thread hangs from leaves a note in its place."""
    with workspace.lock:
        before = as_json(message, workspace.identity)
        if message.reply_count:
            message.subtype, message.text = "tombstone", "This message was deleted."
            message.blocks, message.files, message.attachments = [], [], []
            message.revision = workspace.touch()
        else:
            workspace.room(message.channel).remove(message)
            workspace.touch()
            _touch_root(workspace, message)
        if message.only_for is None:
            events.deleted(workspace, workspace.place(message.channel), before)


def forget_ephemerals(workspace: Workspace, person: str) -> None:
    """What only they saw is gone, as when Slack's page is loaded anew."""
    with workspace.lock:
        for channel in workspace.channels_of(person):
            room = workspace.room(channel.id)
            for message in room.ephemerals_of(person):
                room.remove(message)
        workspace.touch()


def _named(workspace: Workspace, attachments: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Attachments with ids in their blocks, as Slack gives them."""
    new_id = workspace.ids.element
    return [
        {**one, "blocks": with_ids(one["blocks"], new_id)} if one.get("blocks") else one
        for one in attachments
    ]


def _touch_root(workspace: Workspace, reply: Post) -> None:
    """A thread's message shows how many replies it has."""
    root = workspace.room(reply.channel).get(reply.thread_ts or "")
    if root is not None:
        root.revision = workspace.version
