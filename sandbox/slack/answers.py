"""What the app's answers do: those in acknowledgements, and those by response_url."""

from typing import Any

from sandbox.slack import posting
from sandbox.slack.blocks import checked_view
from sandbox.slack.contents import check_message
from sandbox.slack.delivery import Ack
from sandbox.slack.opening import closed, new_window, push, replace
from sandbox.slack.outcomes import FINE, TROUBLE, Outcome, failed
from sandbox.slack.passes import ResponseUrl
from sandbox.slack.posts import Post
from sandbox.slack.refusals import ApiError
from sandbox.slack.windows import Window
from sandbox.slack.workspace import Workspace

Body = dict[str, Any]


def answer_command(workspace: Workspace, name: str, ack: Ack, url: str) -> Outcome:
    """The acknowledgement of a command may carry its answer. It uses no response_url. What was
    under way when the workspace was reset is of no interest any more."""
    here = workspace.passes.find_url(url)
    if here is None:
        return FINE
    if ack.error:
        return failed(name, ack.error)
    body = {"text": ack.body} if isinstance(ack.body, str) else ack.said
    if not any(body.get(part) for part in ("text", "blocks", "attachments")):
        return FINE
    try:
        _show(workspace, here, body)
    except ApiError as refused:
        return failed(name, refused.word)
    return FINE


def respond(workspace: Workspace, path: str, body: Body) -> tuple[int, str | Body]:
    """A post to a response_url: the HTTP status, and the answer's body."""
    with workspace.lock:
        url = workspace.passes.use_url(path, workspace.clock())
        if isinstance(url, str):
            return 404, {"ok": False, "error": url}
        try:
            _show(workspace, url, body)
        except ApiError as refused:
            return 400, refused.as_json()
        return 200, "ok"


def _show(workspace: Workspace, url: ResponseUrl, body: Body) -> None:
    """Ephemeral, unless the app says otherwise; in place of the original, if it says so."""
    here = workspace.room(url.channel).get(url.original) if url.original else None
    if _true(body.get("delete_original")):
        if here is not None:
            posting.remove(workspace, here)
        return
    text, blocks = str(body.get("text") or ""), body.get("blocks") or []
    attachments = body.get("attachments") or []
    check_message(text, blocks, attachments, by_url=True)
    if _true(body.get("replace_original")) and here is not None:
        posting.change(workspace, here, text, blocks, attachments)
        return
    post = _new_post(workspace, url, body, text, blocks)
    if url.original is None:
        url.original = post.ts


def _new_post(
    workspace: Workspace, url: ResponseUrl, body: Body, text: str, blocks: list[Body]
) -> Post:
    everyone = body.get("response_type") == "in_channel"
    return posting.post(
        workspace,
        url.channel,
        workspace.identity.bot_user,
        text,
        blocks,
        by_app=True,
        only_for=None if everyone else url.person,
        thread_ts=body.get("thread_ts"),
        attachments=body.get("attachments") or [],
    )


def _true(value: object) -> bool:
    return value is True or value == "true"


def answer_submission(workspace: Workspace, window: Window, ack: Ack) -> Outcome:
    """What a submitted modal does next: it closes, unless the app says otherwise."""
    if ack.error:
        return TROUBLE
    action = ack.said.get("response_action")
    try:
        match action:
            case None if not ack.body:
                workspace.windows.close(window)
            case "clear":
                clear(workspace, window.person, but=window)
            case "errors":
                return _errors(workspace, window, ack.said.get("errors"))
            case "update":
                replace(workspace, window, checked_view(ack.said.get("view"), "modal"))
            case "push":
                spec = checked_view(ack.said.get("view"), "modal")
                push(workspace, new_window(workspace, window.person, spec))
            case _:
                return TROUBLE
    except ApiError:
        return TROUBLE
    workspace.touch()
    return FINE


def _errors(workspace: Workspace, window: Window, errors: object) -> Outcome:
    """Slack takes errors for the input blocks that the view has, and for nothing else."""
    inputs = {block["block_id"] for block in window.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        return TROUBLE
    window.errors = {block_id: str(text) for block_id, text in errors.items()}
    window.revision = workspace.touch()
    return Outcome(errors=dict(window.errors))


def clear(workspace: Workspace, person: str, but: Window | None = None) -> None:
    """Close all modals. The app hears of those that it asked to hear of, but not of `but`."""
    for window in workspace.windows.clear(person):
        if window is not but:
            closed(workspace, window, is_cleared=True)
