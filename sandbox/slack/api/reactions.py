"""Reactions by the app."""

import re
from typing import Any

from sandbox.slack import events
from sandbox.slack.api.args import Args
from sandbox.slack.api.rooms import post_in
from sandbox.slack.refusals import ApiError
from sandbox.slack.workspace import Workspace

Answer = dict[str, Any]

_NAME = re.compile(r"[a-z0-9_'+-]+(::skin-tone-[2-6])?")


def add(workspace: Workspace, args: Args) -> Answer:
    name, user, post = (
        _name(args),
        workspace.identity.bot_user,
        post_in(workspace, args, "timestamp"),
    )
    if user in post.reactions.get(name, ()):
        raise ApiError("already_reacted")
    post.reactions.setdefault(name, []).append(user)
    post.revision = workspace.touch()
    events.reaction(workspace, "reaction_added", user, name, post)
    return {}


def remove(workspace: Workspace, args: Args) -> Answer:
    name, user, post = (
        _name(args),
        workspace.identity.bot_user,
        post_in(workspace, args, "timestamp"),
    )
    if user not in post.reactions.get(name, ()):
        raise ApiError("no_reaction")
    post.reactions[name].remove(user)
    if not post.reactions[name]:
        del post.reactions[name]
    post.revision = workspace.touch()
    events.reaction(workspace, "reaction_removed", user, name, post)
    return {}


def _name(args: Args) -> str:
    name = args.required("name").strip(":")
    if not _NAME.fullmatch(name):
        raise ApiError("invalid_name")
    return name
