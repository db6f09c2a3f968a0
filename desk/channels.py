"""The billing channel, where shared cards go: an owner chooses it, and is told who reads there."""

import re
from dataclasses import dataclass
from typing import Protocol

from desk.access import Person, authorize
from desk.context import Desk
from desk.settings import Change, change
from rules.roles import Action
from rules.words import refuse
from storage.practices import Practice

CHANNEL = "billing_channel"
"""The field of the form."""

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
    """Others read in the channel: is it to be the billing channel all the same?"""

    def __init__(self, channel: str, readers: Readers) -> None:
        super().__init__()
        self.channel = channel
        self.readers = readers


def choose_channel(
    desk: Desk,
    channels: Channels,
    practice: Practice,
    person: Person,
    channel: str,
    *,
    anyway: bool = False,
) -> list[Change]:
    """Shared cards go there from now on; "": nowhere. Raises NotOnlyOurs where others read there,
    unless it is to be so `anyway`."""
    authorize(person, Action.EDIT_SETTINGS)
    if not channel:
        return change(desk, person, practice, CHANNEL, None)
    if not _ID.fullmatch(channel):
        raise refuse("Choose a channel of this workspace.")
    readers = channels.readers(practice, channel)
    if not (readers.all_ours or anyway):
        raise NotOnlyOurs(channel, readers)
    return change(desk, person, practice, CHANNEL, channel)
