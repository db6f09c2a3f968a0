"""The app itself: who it is, its socket, whether its blocks are right."""

from typing import Any

from sandbox.slack.api.args import Args
from sandbox.slack.blocks import checked_view
from sandbox.slack.contents import check_message
from sandbox.slack.refusals import ApiError
from sandbox.slack.workspace import Workspace

Answer = dict[str, Any]


def api_test(workspace: Workspace, args: Args) -> Answer:
    if "error" in args:
        raise ApiError(args.text("error"))
    return {"args": {}}


def auth_test(workspace: Workspace, args: Args) -> Answer:
    us = workspace.identity
    return {
        "url": f"{workspace.base_url}/",
        "team": us.team_name,
        "user": us.app_name.lower(),
        "team_id": us.team,
        "user_id": us.bot_user,
        "bot_id": us.bot,
        "is_enterprise_install": False,
    }


def connections_open(workspace: Workspace, args: Args) -> Answer:
    if workspace.socket_url is None:
        raise ApiError("socket_mode_not_enabled")
    return {"url": workspace.socket_url()}


def blocks_validate(workspace: Workspace, args: Args) -> Answer:
    """Whether Slack would take a message's `blocks`, or a `view`."""
    view = args.parsed("view", "invalid_arguments")
    if view is not None:
        kind = view.get("type") if isinstance(view, dict) else None
        checked_view(view, kind if kind == "home" else "modal")
    else:
        check_message("validated", args.parsed("blocks", "invalid_blocks_format") or [], [])
    return {}


def bots_info(workspace: Workspace, args: Args) -> Answer:
    us = workspace.identity
    if args.text("bot", us.bot) != us.bot:
        raise ApiError("bot_not_found")
    bot = {"id": us.bot, "app_id": us.app, "user_id": us.bot_user, "name": us.app_name}
    return {"bot": {**bot, "deleted": False, "updated": 1700000000, "icons": {}}}


def team_info(workspace: Workspace, args: Args) -> Answer:
    us = workspace.identity
    team = {"id": us.team, "name": us.team_name, "domain": us.domain, "url": workspace.base_url}
    return {"team": {**team, "email_domain": "northside.example", "icon": {}}}
