"""Messages by the app."""

from typing import Any

from sandbox.slack import posting
from sandbox.slack.api.args import Args
from sandbox.slack.api.rooms import channel_to_write, own_post, thread_root
from sandbox.slack.contents import check_message, check_parts, shows_something
from sandbox.slack.posts import as_json
from sandbox.slack.refusals import ApiError
from sandbox.slack.workspace import Workspace

Answer = dict[str, Any]


def post_message(workspace: Workspace, args: Args) -> Answer:
    channel = channel_to_write(workspace, args.required("channel"))
    content = _content(args)
    post = posting.post(
        workspace,
        channel.id,
        workspace.identity.bot_user,
        **content,
        by_app=True,
        thread_ts=thread_root(workspace, channel, args.text("thread_ts")),
        metadata=args.parsed("metadata", "metadata_must_be_sent_from_app"),
    )
    message = as_json(post, workspace.identity)
    return {"channel": channel.id, "ts": post.ts, "message": message}


def post_ephemeral(workspace: Workspace, args: Args) -> Answer:
    channel, user = channel_to_write(workspace, args.required("channel")), args.required("user")
    if workspace.find_person(user) is None or not channel.has(user):
        raise ApiError("user_not_in_channel")
    post = posting.post(
        workspace,
        channel.id,
        workspace.identity.bot_user,
        **_content(args),
        by_app=True,
        only_for=user,
        thread_ts=thread_root(workspace, channel, args.text("thread_ts")),
    )
    return {"message_ts": post.ts}


def update(workspace: Workspace, args: Args) -> Answer:
    """Parts that are not given stay as they are."""
    post = own_post(workspace, args, "cant_update_message")
    given = _given(args)
    check_parts(**_NOTHING | given)
    parts = {"text": post.text, "blocks": post.blocks, "attachments": post.attachments} | given
    if not shows_something(**parts):
        raise ApiError("no_text")
    posting.change(workspace, post, **given)
    message = as_json(post, workspace.identity)
    return {"channel": post.channel, "ts": post.ts, "text": post.text, "message": message}


def delete(workspace: Workspace, args: Args) -> Answer:
    post = own_post(workspace, args, "cant_delete_message")
    posting.remove(workspace, post)
    return {"channel": post.channel, "ts": post.ts}


def get_permalink(workspace: Workspace, args: Args) -> Answer:
    channel_id, ts = args.required("channel"), args.required("message_ts")
    if workspace.channel(channel_id) is None:
        raise ApiError("channel_not_found")
    if workspace.room(channel_id).get(ts) is None:
        raise ApiError("message_not_found")
    name = f"p{ts.replace('.', '')}"
    return {
        "channel": channel_id,
        "permalink": f"{workspace.base_url}/archives/{channel_id}/{name}",
    }


_NOTHING: dict[str, Any] = {"text": "", "blocks": [], "attachments": []}


def _content(args: Args) -> dict[str, Any]:
    """The text, blocks and attachments of a new message."""
    content = _NOTHING | _given(args)
    check_message(**content)
    return content


def _given(args: Args) -> dict[str, Any]:
    """Those parts of a message that a call gives. `markdown_text` is a markdown block, alone."""
    given: dict[str, Any] = {}
    if "text" in args:
        given["text"] = args.text("text")
    for name, word in (("blocks", "invalid_blocks_format"), ("attachments", "invalid_attachments")):
        if name in args:
            given[name] = args.parsed(name, word) or []
    if "markdown_text" in args:
        if given.get("blocks") or "text" in given:
            raise ApiError("markdown_text_conflict")
        written = args.text("markdown_text")
        blocks = [{"type": "markdown", "text": written}] if written else []
        given |= {"text": "", "blocks": blocks}
    return given
