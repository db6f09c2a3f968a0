"""Where questions come from, and who may see what is answered."""

from dataclasses import dataclass

from storage.help_questions import Question

CHANNEL, MENTION, DIRECT = "channel", "mention", "direct"
"""A message in the help channel, one that mentions Paydesk, one to Paydesk itself."""
COMMAND, SHORTCUT = "command", "shortcut"
"""`/billing help …`, and "Ask about this" on somebody's message: only who asks sees the answer."""
BEFORE_ALL = frozenset({CHANNEL, MENTION})
"""Others read there."""
ANSWER, PRIVATE, AGENTS = "help_answer", "help_private", "help_agents"
"""Kinds of cards, by questions' uids: the answer where it was asked, what the asker alone gets, and
what the agents work with."""
LONGEST = 3_000
"""Characters that are kept of a question or of what is written to it."""


@dataclass(frozen=True)
class Heard:
    """A question as it came. `channel` and `ts` name the message; what names a click or command
    instead is as good, if it is the same when that comes twice. `thread`: where to answer.
    `quiet`: nobody asked Paydesk, which is silent if it isn't about billing. `offers`: whoever asks
    something else is offered a person, and none is called at once. `edited`: Slack's ts of the edit
    that made it so."""

    source: str
    channel: str
    ts: str
    thread: str | None
    text: str
    quiet: bool = False
    offers: bool = False
    edited: str = ""


def place_of(question: Question) -> tuple[str, str]:
    """The kind of the card under which the asker is written to, and whose card that is."""
    if question.source == DIRECT:
        return ANSWER, question.asker
    if question.source in BEFORE_ALL and not question.private:
        return ANSWER, question.channel
    return PRIVATE, question.asker
