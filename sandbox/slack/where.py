"""Where an element stands that somebody clicks or fills in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Message:
    channel: str
    ts: str


@dataclass(frozen=True)
class View:
    """A modal, anywhere in the person's stack."""

    id: str


@dataclass(frozen=True)
class Home:
    """The App Home of whoever acts."""


Where = Message | View | Home


class NotThere(LookupError):
    """What was acted on has gone, or never was there for this person."""
