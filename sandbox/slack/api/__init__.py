"""Slack's Web API: each method a small function, and who may call it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.slack.api import apps, chat, conversations, files, reactions, users, views
from sandbox.slack.api.args import Args
from sandbox.slack.api.scopes import missing_scope, of_every_kind
from sandbox.slack.refusals import ApiError
from sandbox.slack.workspace import Workspace

Answer = dict[str, Any]


@dataclass(frozen=True)
class Method:
    """`scopes`: one of them is needed; none: any token of the app will do."""

    answer: Callable[[Workspace, Args], Answer]
    scopes: tuple[str, ...] = ()
    app_token: bool = False
    open: bool = False
    """No token is needed."""


_READ, _HISTORY, _OPEN = (of_every_kind(what) for what in ("read", "history", "write"))
_WRITE = ("chat:write",)

METHODS: Mapping[str, Method] = {
    "api.test": Method(apps.api_test, open=True),
    "auth.test": Method(apps.auth_test),
    "apps.connections.open": Method(apps.connections_open, app_token=True),
    "blocks.validate": Method(apps.blocks_validate),
    "bots.info": Method(apps.bots_info, ("users:read",)),
    "team.info": Method(apps.team_info, ("team:read",)),
    "chat.postMessage": Method(chat.post_message, _WRITE),
    "chat.postEphemeral": Method(chat.post_ephemeral, _WRITE),
    "chat.update": Method(chat.update, _WRITE),
    "chat.delete": Method(chat.delete, _WRITE),
    "chat.getPermalink": Method(chat.get_permalink),
    "conversations.open": Method(conversations.open_dm, _OPEN),
    "conversations.info": Method(conversations.info, _READ),
    "conversations.list": Method(conversations.list_all, _READ),
    "conversations.members": Method(conversations.members, _READ),
    "conversations.join": Method(conversations.join, ("channels:join",)),
    "conversations.history": Method(conversations.history, _HISTORY),
    "conversations.replies": Method(conversations.replies, _HISTORY),
    "users.info": Method(users.info, ("users:read",)),
    "users.list": Method(users.list_all, ("users:read",)),
    "users.lookupByEmail": Method(users.lookup_by_email, ("users:read.email",)),
    "users.conversations": Method(users.conversations, _READ),
    "views.open": Method(views.open_modal),
    "views.push": Method(views.push),
    "views.update": Method(views.update),
    "views.publish": Method(views.publish),
    "reactions.add": Method(reactions.add, ("reactions:write",)),
    "reactions.remove": Method(reactions.remove, ("reactions:write",)),
    "files.getUploadURLExternal": Method(files.get_upload_url, ("files:write",)),
    "files.completeUploadExternal": Method(files.complete_upload, ("files:write",)),
    "files.info": Method(files.info, ("files:read",)),
}


def call(workspace: Workspace, name: str, given: Mapping[str, Any], token: str) -> Answer:
    """Slack's answer to a call, refusals included."""
    try:
        method = METHODS.get(name)
        if method is None:
            raise ApiError("unknown_method", req_method=name)
        _authorize(workspace, method, token)
        with workspace.lock:
            return {"ok": True, **method.answer(workspace, Args(given))}
    except ApiError as refused:
        return refused.as_json()


def _authorize(workspace: Workspace, method: Method, token: str) -> None:
    us = workspace.identity
    if method.open:
        return
    if not token:
        raise ApiError("not_authed")
    if token not in (us.bot_token, us.app_token):
        raise ApiError("invalid_auth")
    if method.app_token != (token == us.app_token):
        raise ApiError("not_allowed_token_type")
    if not workspace.app.may(*method.scopes):
        raise missing_scope(workspace, method.scopes)
