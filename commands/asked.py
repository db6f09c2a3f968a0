"""One request of a person, as a listener gets it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from commands.replies import Reply, View
from desk.access import Person
from desk.channels import Channels
from desk.context import Desk
from desk.language import Language
from processor.client import Client
from storage.practices import Practice


@dataclass(frozen=True)
class Outside:
    """None: Paydesk runs without it."""

    stripe: Client | None = field(default=None, repr=False)
    channels: Channels | None = None


@dataclass(frozen=True)
class Quoted:
    """The message that a shortcut was chosen on, wherever it stands."""

    channel: str
    ts: str
    text: str


@dataclass(frozen=True)
class Asked:
    """Authenticated, with the practice, role and language already looked up."""

    desk: Desk
    practice: Practice
    person: Person
    say: Language
    reply: Reply
    command: str = ""
    """As typed: "/fees", or "/np-fees" where the workspace uses other names. Empty for clicks."""
    text: str = ""
    """What was typed after the command."""
    value: str = ""
    """Of a click: the button's value, the chosen option's value, or the chosen person."""
    values: Mapping[str, str] = field(default_factory=dict)
    """Of a submitted modal: what stands in its inputs, by action_id; empty inputs are ""."""
    outside: Outside = field(default_factory=Outside)
    """What is asked over the network."""
    private: str = ""
    """The modal's private_metadata. It comes back from the person's side: never trust it."""
    message: Quoted | None = None
    """Of a message's shortcut."""
    window: str = ""
    """Of a click in a modal or a submitted one: Slack's id of that modal."""

    def open_or_update(self, view: View) -> None:
        """A modal of its own, or in the one that was clicked in."""
        if self.window:
            self.reply.update(view)
        else:
            self.reply.open(view)
