"""Asks Slack who reads in a channel."""

from collections.abc import Iterator
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.installations import Installations
from bot.slack_replies import TROUBLE
from desk.channels import Readers
from rules.words import Refusal, refuse
from storage.practices import Practice

MOST_ASKED_ABOUT = 100
"""Each member is a call of its own; more than these are only counted."""
_PAGE = 200

_NOT_THERE = frozenset({"channel_not_found", "not_in_channel", "is_archived"})


class SlackChannels:
    """The `desk.channels.Channels` of all practices."""

    def __init__(self, installations: Installations) -> None:
        self._installations = installations

    def readers(self, practice: Practice, channel: str) -> Readers:
        client = self._installations.client(practice.id)
        try:
            return _readers(client, practice, channel)
        except SlackApiError as error:
            raise _refusal(str(error.response.get("error"))) from error
        except TROUBLE as error:
            raise _slack_does_not_tell() from error


def _readers(client: WebClient, practice: Practice, channel: str) -> Readers:
    found = client.conversations_info(channel=channel).get("channel") or {}
    if not found.get("is_member") or found.get("is_archived"):
        raise _refusal("not_in_channel")
    members = list(_members(client, channel))
    people = [client.users_info(user=user).get("user") or {} for user in members[:MOST_ASKED_ABOUT]]
    outsiders = [one["id"] for one in people if _is_outsider(one, practice)]
    guests = [one["id"] for one in people if _is_guest(one) and one["id"] not in outsiders]
    return Readers(tuple(guests), tuple(outsiders), len(members) - len(people))


def _members(client: WebClient, channel: str) -> Iterator[str]:
    cursor = ""
    while True:
        page = client.conversations_members(channel=channel, cursor=cursor, limit=_PAGE)
        yield from page.get("members") or ()
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


def _is_outsider(user: dict[str, Any], practice: Practice) -> bool:
    return bool(user.get("is_stranger")) or user.get("team_id") != practice.slack_team


def _is_guest(user: dict[str, Any]) -> bool:
    return bool(user.get("is_restricted") or user.get("is_ultra_restricted"))


def _refusal(code: str) -> Refusal:
    if code in _NOT_THERE:
        return refuse(
            "Paydesk isn’t in that channel. Type /invite @Paydesk there, then choose it again."
        )
    if code == "missing_scope":
        return refuse(
            "Paydesk may not see who is in channels. Whoever runs it installs it again from what"
            " `paydesk manifest` prints."
        )
    return _slack_does_not_tell()


def _slack_does_not_tell() -> Refusal:
    return refuse("Slack didn’t say who is in that channel. Please try again.")
