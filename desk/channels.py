"""The channels of the practice, where shared cards go, questions are asked and agents answer: an
owner chooses them, and is told who reads there."""

import re
from dataclasses import dataclass
from typing import Protocol

from desk.access import Person, authorize
from desk.context import Desk
from desk.settings import Change, change, practice_settings
from rules.roles import Action
from rules.words import refuse
from storage.practices import Practice

CHANNEL, HELP_CHANNEL, AGENTS_CHANNEL = "billing_channel", "help_channel", "agents_channel"
"""The settings, and the fields of their forms."""
CHANNELS = (CHANNEL, HELP_CHANNEL, AGENTS_CHANNEL)

_ID = re.compile(r"[CG][A-Z0-9]{2,30}")


@dataclass(frozen=True)
class Readers:
    """Who reads in a channel, as Slack says: people with a guest's account, people of other
    organisations, and how many more members were not asked about."""

    guests: tuple[str, ...] = ()
    outsiders: tuple[str, ...] = ()
    unknown: int = 0

    @property
    def all_ours(self) -> bool:
        return not (self.guests or self.outsiders or self.unknown)


class Channels(Protocol):
    """The workspaces' channels."""

    def readers(self, practice: Practice, channel: str) -> Readers:
        """Raises Refusal where Paydesk isn't in the channel, or Slack doesn't tell."""


class NotOnlyOurs(Exception):
    """Others read in the channel: is it to be what `name` says all the same?"""

    def __init__(self, name: str, channel: str, readers: Readers) -> None:
        super().__init__()
        self.name = name
        self.channel = channel
        self.readers = readers


def choose_channel(
    desk: Desk,
    channels: Channels,
    practice: Practice,
    person: Person,
    name: str,
    channel: str,
    *,
    anyway: bool = False,
) -> list[Change]:
    """It is what `name`, of CHANNELS, says from now on; "": none is. Raises NotOnlyOurs where
    others read there, unless it is to be so `anyway`."""
    authorize(person, Action.EDIT_SETTINGS)
    if name not in CHANNELS:
        raise refuse("This belongs to another version of Paydesk. Type /billing to start anew.")
    if not channel:
        return change(desk, person, practice, name, None)
    if not _ID.fullmatch(channel):
        raise refuse("Choose a channel of this workspace.")
    _keep_apart(desk, practice, name, channel)
    readers = channels.readers(practice, channel)
    if not (readers.all_ours or anyway):
        raise NotOnlyOurs(name, channel, readers)
    return change(desk, person, practice, name, channel)


def _keep_apart(desk: Desk, practice: Practice, name: str, channel: str) -> None:
    """Agents talk among themselves, and not where everybody asks."""
    settings = practice_settings(desk, practice)
    other = {HELP_CHANNEL: settings.agents_channel, AGENTS_CHANNEL: settings.help_channel}
    if other.get(name) == channel:
        raise refuse("Questions are asked in one channel and answered in another: choose two.")
