"""People and channels as Slack's API writes them."""

from typing import Any

from sandbox.slack.people import Channel, Person
from sandbox.slack.workspace import Workspace

_ZONES = {
    "fr-FR": ("Europe/Paris", "Central European Time", 3600),
    "en-GB": ("Europe/London", "Greenwich Mean Time", 0),
}
_ELSEWHERE = ("America/Chicago", "Central Time", -21600)


def user_json(
    workspace: Workspace, person: Person, *, include_locale: bool = False, email: bool = False
) -> dict[str, Any]:
    zone, label, offset = _ZONES.get(person.locale, _ELSEWHERE)
    owner = person.title == "Practice owner"
    user: dict[str, Any] = {
        "id": person.id,
        "team_id": person.team or workspace.identity.team,
        "name": person.handle,
        "deleted": False,
        "color": "9f69e7",
        "real_name": person.name,
        "tz": zone,
        "tz_label": label,
        "tz_offset": offset,
        "profile": _profile(person.name, person.title, person.team or workspace.identity.team),
        "is_admin": owner,
        "is_owner": owner,
        "is_primary_owner": owner,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": False,
        "is_app_user": False,
        "is_email_confirmed": True,
        "updated": 1700000000,
    }
    if person.is_guest:
        user["is_stranger"] = True
    if include_locale:
        user["locale"] = person.locale
    if email:
        user["profile"]["email"] = person.email
    return user


def bot_user_json(workspace: Workspace) -> dict[str, Any]:
    us = workspace.identity
    profile = _profile(us.app_name, "", us.team) | {"api_app_id": us.app, "bot_id": us.bot}
    return {
        "id": us.bot_user,
        "team_id": us.team,
        "name": us.app_name.lower(),
        "real_name": us.app_name,
        "deleted": False,
        "profile": profile,
        "is_bot": True,
        "is_app_user": False,
        "updated": 1700000000,
    }


def _profile(name: str, title: str, team: str) -> dict[str, Any]:
    return {
        "title": title,
        "real_name": name,
        "real_name_normalized": name,
        "display_name": name,
        "display_name_normalized": name,
        "status_text": "",
        "status_emoji": "",
        "team": team,
    }


def channel_json(workspace: Workspace, channel: Channel) -> dict[str, Any]:
    us = workspace.identity
    if channel.kind == "im":
        other = next(iter((channel.members or set()) - {us.bot_user}), "")
        return {
            "id": channel.id,
            "created": 1700000000,
            "is_archived": False,
            "is_im": True,
            "is_org_shared": False,
            "context_team_id": us.team,
            "user": other,
            "is_open": True,
        }
    members = channel.members or set()
    guests = any(person.is_guest and person.id in members for person in workspace.people)
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": True,
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": False,
        "is_archived": False,
        "is_general": channel.name == "general",
        "is_shared": guests,
        "is_ext_shared": guests,
        "is_org_shared": False,
        "is_member": channel.has(us.bot_user),
        "created": 1700000000,
        "creator": workspace.people[0].id,
        "context_team_id": us.team,
        "shared_team_ids": [us.team],
        "num_members": len(members),
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }
