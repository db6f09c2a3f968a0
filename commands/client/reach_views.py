"""On a client's card: whether reminders reach them by e-mail, and what can be done about it."""

from collections.abc import Iterator

from commands.blocks import Element, actions, button, section, sure
from commands.replies import Block
from desk.clients import ClientCard
from desk.language import Language
from desk.privacy import escape
from rules.roles import Action, Role, may

STOP, RESUME, RETRY = "client:no_reminders", "client:reminders", "client:try_address"
"""Buttons; their value is the client's id."""


def reach_blocks(say: Language, card: ClientCard, role: Role) -> Iterator[Block]:
    """Nothing, where nothing is in their way."""
    reach, client = card.reach, str(card.client.id)
    ways = []
    if reach.stopped_on is not None:
        yield section(
            say(
                "🔕 Has asked on {day} for no more reminders by e-mail. Invoices and receipts still"
                " reach them.",
                day=reach.stopped_on,
            )
        )
        ways.append(button(say("Send reminders again"), RESUME, client, confirm=_they_ask(say)))
    if reach.refused_on is not None:
        yield section(
            say(
                "⚠️ On {day} the mail server refused {email} ({code}), so no reminders go there."
                " Press “Edit” to correct the address.",
                day=reach.refused_on,
                email=escape(card.client.email or ""),
                code=str(reach.code),
            )
        )
        ways.append(button(say("The address is right"), RETRY, client))
    if ways and may(role, Action.PAUSE_REMINDERS):
        yield actions(*ways)


def stop_button(say: Language, card: ClientCard, role: Role) -> Iterator[Element]:
    """For a client who says so, or has answered a mail."""
    if card.client.email and not card.reach.stopped_on and may(role, Action.PAUSE_REMINDERS):
        question = sure(
            say("No more reminders?"),
            say(
                "This client gets no more reminders by e-mail. Whoever wants them again has to say"
                " so."
            ),
            say("No more reminders"),
            say("Cancel"),
        )
        yield button(say("No more reminders"), STOP, str(card.client.id), confirm=question)


def _they_ask(say: Language) -> Element:
    return sure(
        say("Send reminders again?"),
        say("Only if the client has asked you for it: it was their own wish to get no more."),
        say("They have asked"),
        say("Cancel"),
    )
