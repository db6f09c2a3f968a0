"""Files by the app: ask where to, upload there, then share."""

import mimetypes
import secrets
from typing import Any

from sandbox.slack import events, posting
from sandbox.slack.api.args import Args
from sandbox.slack.api.rooms import channel_to_write, thread_root
from sandbox.slack.files import File
from sandbox.slack.refusals import ApiError, invalid_arguments
from sandbox.slack.workspace import Workspace

Answer = dict[str, Any]

LARGEST = 20_000_000


def get_upload_url(workspace: Workspace, args: Args) -> Answer:
    name, length = args.required("filename").rpartition("/")[2], args.number("length", 0)
    if length <= 0:
        raise invalid_arguments("missing required field: length")
    if length > LARGEST:
        raise ApiError("file_upload_size_restricted")
    file = File(workspace.ids.new("F"), name, length, secrets.token_urlsafe(24))
    file.alt_text = args.text("alt_txt")
    file.mimetype = mimetypes.guess_type(name)[0] or file.mimetype
    workspace.files.add(file)
    return {"upload_url": f"{workspace.base_url}/files/upload/{file.ticket}", "file_id": file.id}


def take_upload(workspace: Workspace, ticket: str, content: bytes) -> tuple[int, str]:
    """What was sent to an upload address, once: the HTTP status and the answer."""
    with workspace.lock:
        file = workspace.files.for_upload(ticket)
        if file is None:
            return 404, "upload_url_not_found"
        if len(content) != file.length:
            return 400, "the file has another length than was announced"
        file.content = content
        return 200, f"OK - {len(content)}"


def complete_upload(workspace: Workspace, args: Args) -> Answer:
    """Without a channel the file is only kept; with one, a message shows it."""
    given = args.parsed("files", "invalid_arguments")
    if not isinstance(given, list) or not given:
        raise invalid_arguments("missing required field: files")
    channel_id = args.text("channel_id") or args.text("channels")
    channel = channel_to_write(workspace, channel_id) if channel_id else None
    files = [_uploaded(workspace, one) for one in given]
    us, now = workspace.identity.bot_user, workspace.clock()
    written = [file.as_json(workspace.base_url, us, now) for file in files]
    if channel is not None:
        thread_ts = thread_root(workspace, channel, args.text("thread_ts"))
        comment = args.text("initial_comment")
        more: dict[str, Any] = {"files": written, "by_app": True, "thread_ts": thread_ts}
        posting.post(workspace, channel.id, us, comment, **more)
        for file in files:
            events.file_shared(workspace, file.id, us, channel.id)
    return {"files": written}


def info(workspace: Workspace, args: Args) -> Answer:
    file = workspace.files.get(args.required("file"))
    if file is None:
        raise ApiError("file_not_found")
    us = workspace.identity.bot_user
    return {"file": file.as_json(workspace.base_url, us, workspace.clock())}


def _uploaded(workspace: Workspace, given: Any) -> File:
    file = workspace.files.get(str(given.get("id"))) if isinstance(given, dict) else None
    if file is None or file.content is None:
        raise ApiError("file_not_found")
    file.title, file.complete = str(given.get("title") or file.name), True
    return file
