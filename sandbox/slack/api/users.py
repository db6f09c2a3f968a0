"""People."""

from typing import Any

from sandbox.slack.api.args import Args
from sandbox.slack.api.pages import page
from sandbox.slack.api.scopes import kind, need_for_kinds
from sandbox.slack.refusals import ApiError
from sandbox.slack.users import bot_user_json, channel_json, user_json
from sandbox.slack.workspace import Workspace

Answer = dict[str, Any]


def info(workspace: Workspace, args: Args) -> Answer:
    user, with_locale = args.required("user"), args.flag("include_locale")
    if user == workspace.identity.bot_user:
        return {"user": bot_user_json(workspace) | ({"locale": "en-US"} if with_locale else {})}
    person = workspace.find_person(user)
    if person is None:
        raise ApiError("user_not_found")
    email = workspace.app.may("users:read.email")
    return {"user": user_json(workspace, person, include_locale=with_locale, email=email)}


def list_all(workspace: Workspace, args: Args) -> Answer:
    with_locale, email = args.flag("include_locale"), workspace.app.may("users:read.email")
    everyone = [
        user_json(workspace, person, include_locale=with_locale, email=email)
        for person in workspace.people
    ]
    listed, more = page([*everyone, bot_user_json(workspace)], args)
    return {"members": listed, "cache_ts": int(workspace.clock()), **more}


def lookup_by_email(workspace: Workspace, args: Args) -> Answer:
    wanted = args.required("email").lower()
    for person in workspace.people:
        if person.email == wanted and not person.is_guest:
            return {"user": user_json(workspace, person, email=True)}
    raise ApiError("users_not_found")


def conversations(workspace: Workspace, args: Args) -> Answer:
    """Where somebody is, among the channels that the app knows; without `user`: the app."""
    user = args.text("user", workspace.identity.bot_user)
    kinds = args.names("types") or ["public_channel"]
    need_for_kinds(workspace, kinds)
    found = [one for one in workspace.channels if kind(one) in kinds and one.has(user)]
    listed, more = page(found, args)
    return {"channels": [channel_json(workspace, one) for one in listed], **more}
