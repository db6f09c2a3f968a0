"""Where a page stands: who looks at which channel and thread, as its address says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from sandbox.slack.pages.names import Names
from sandbox.slack.people import SLACKBOT, Channel, Person
from sandbox.slack.where import Home, Message, NotThere, View, Where
from sandbox.slack.workspace import Workspace

PAGE_OF_MESSAGES = 100


@dataclass(frozen=True)
class Place:
    """`size`: how many of the newest messages are shown."""

    person: Person
    channel: Channel
    thread: str | None = None
    size: int = PAGE_OF_MESSAGES

    @property
    def is_home(self) -> bool:
        return self.channel.kind == "home"

    @property
    def sign(self) -> str:
        return "#" if self.channel.kind == "channel" else ""

    @property
    def name(self) -> str:
        return f"{self.sign}{self.channel.name}"

    def href(self, channel: str | None = None, thread: str | None = None) -> str:
        return href(self.person.id, channel or self.channel.id, thread)


def href(person: str, channel: str, thread: str | None = None) -> str:
    """The address of a page: all that it shows stands in it."""
    words = {"as": person, "c": channel} | ({"thread": thread} if thread else {})
    return "/?" + urlencode(words)


def places_of(workspace: Workspace, person: Person) -> list[Channel]:
    """Where they may look. A guest meets the app in channels only."""
    own = workspace.channels_of(person.id)
    return [one for one in own if one.kind == "channel" or not person.is_guest]


def place_of(workspace: Workspace, sent: Mapping[str, str]) -> Place:
    """The place that the address names, or the nearest that this person may see. Somebody else's
    direct messages or Home become their own: that is how one page turns into another person's."""
    person = workspace.find_person(sent.get("as", "")) or workspace.people[0]
    wanted = workspace.channel(sent.get("c", ""))
    own = places_of(workspace, person)
    same = [one for one in own if wanted and one.id == wanted.id]
    alike = [one for one in own if wanted and one.kind == wanted.kind != "channel"]
    channel = [*same, *alike, *own][0]
    size = sent.get("size", "")
    return Place(
        person,
        channel,
        sent.get("thread") or None if same else None,
        max(int(size), PAGE_OF_MESSAGES) if size.isdecimal() else PAGE_OF_MESSAGES,
    )


def names_for(workspace: Workspace, person: Person) -> Names:
    """What ids are called to this person, who sees only the channels that they are in."""
    own = places_of(workspace, person)
    return Names(
        people={
            **{one.id: one.name for one in workspace.people},
            workspace.identity.bot_user: workspace.identity.app_name,
            SLACKBOT: "Slackbot",
        },
        channels={one.id: one.name for one in own if one.kind == "channel"},
        reader=person.id,
        locale=person.locale,
    )


def where_to_text(where: Where) -> str:
    """How forms say where they stand."""
    if isinstance(where, Message):
        return f"message {where.channel} {where.ts}"
    return f"view {where.id}" if isinstance(where, View) else "home"


def where_from_text(text: str) -> Where:
    """Raises NotThere for anything that where_to_text() doesn't write."""
    match text.split():
        case ["message", channel, ts]:
            return Message(channel, ts)
        case ["view", view_id]:
            return View(view_id)
        case ["home"]:
            return Home()
    raise NotThere(text)
