"""What somebody is told where they are, and nobody else sees: by way of the outbox."""

from desk.context import Desk
from desk.letters import Writer, language_for
from storage import outbox
from storage.practices import Practice

KIND = "slack_whisper"
"""Of the outbox rows that show something to one person in a channel."""
CHANNEL, THREAD = "channel", "thread"
"""Name in a row's payload where that is."""


def whisper(
    desk: Desk, practice: Practice, slack_user: str, place: tuple[str, str], uid: str, write: Writer
) -> None:
    """Tell the person in a channel, in a thread of it or, with "", outside one; as a direct message
    where they can't be told there. Once for each `uid`."""
    channel, thread = place
    letter = write(language_for(desk, practice, slack_user))
    outbox.enqueue(
        desk.store,
        practice.id,
        kind=KIND,
        recipient=slack_user,
        uid=uid,
        payload={**letter, CHANNEL: channel, THREAD: thread},
        now=desk.clock(),
    )
