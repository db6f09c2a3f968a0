"""Messages that a use case sends to people, in their own language, by way of the outbox."""

from collections.abc import Callable
from typing import Any

from desk.context import Desk
from desk.language import Language, language_of
from storage import members, outbox
from storage.practices import Practice

KIND = "slack_post"
"""Of the outbox rows that post a message once."""
Letter = dict[str, Any]
"""What Slack's chat.postMessage takes: {"text": …, "blocks": […]}."""
Writer = Callable[[Language], Letter]
"""Writes a letter in the language it is given. Commands bring one: how things look is theirs."""


def send(desk: Desk, practice: Practice, slack_user: str, uid: str, write: Writer) -> None:
    """Send a direct message, in the transaction of what it tells about; once for each `uid`."""
    letter = write(language_for(desk, practice, slack_user))
    outbox.enqueue(
        desk.store,
        practice.id,
        kind=KIND,
        recipient=slack_user,
        uid=uid,
        payload=letter,
        now=desk.clock(),
    )


def language_for(desk: Desk, practice: Practice, slack_user: str) -> Language:
    """What the person chose, else what Slack shows them, else the practice's language."""
    member = members.find(desk.store, practice.id, slack_user)
    known = (member.language or member.locale) if member else None
    return language_of(known or practice.language)
