"""The card of a request for a payment method: in the billing channel or with who asked.

It shows a reference and initials, and never the link.
"""

from commands.blocks import Element, actions, button, context, mention, section
from commands.cards.views import ASK, SHOW, WITHDRAW
from commands.charge.words import method_words
from commands.replies import Message
from desk.card_sheets import client_of
from desk.card_states import CARD_REASONS, CARD_STATES, OTHER_REASON
from desk.context import Desk
from desk.initials import reference_and_initials
from desk.language import Language, language_of
from rules.payment_state import State
from rules.systems import System
from storage.operations import Operation
from storage.practices import Practice

_SIGNS = {
    State.APPROVED: "⏳",
    State.SENDING: "⏳",
    State.UNKNOWN: "❔",
    State.NEEDS_CUSTOMER: "📨",
    State.PROCESSING: "🏦",
    State.SUCCEEDED: "💳",
    State.FAILED: "❌",
    State.CANCELLED: "🚫",
}


def card_of_request(desk: Desk, practice: Practice, asked: Operation) -> Message:
    """As the store has it now, in the practice's language."""
    say = language_of(practice.language)
    who = reference_and_initials(client_of(desk, asked))
    return card_message(say, asked, who, test=practice.livemode is not True)


def card_message(say: Language, asked: Operation, who: str, *, test: bool) -> Message:
    """`who`: the client as channels may show them. `test`: no real money moves."""
    state = State(asked.state)
    title = f"{_SIGNS[state]} *{say.sentence(CARD_STATES[state])}*"
    saved = method_words(say, asked.method) if state is State.SUCCEEDED else ""
    text = " · ".join(filter(None, [say("TEST") if test else "", title, saved, who]))
    asked_by = say("asked for by {person}", person=mention(asked.asked_by))
    if asked.asked_by == System.REMINDERS:
        asked_by = say("sent with a reminder")
    blocks = [section(text), context(asked_by)]
    if asked.reason:
        blocks.append(section(say.sentence(CARD_REASONS.get(asked.reason, OTHER_REASON))))
    if buttons := _buttons(say, asked):
        blocks.append(actions(*buttons))
    return Message(text=text, blocks=blocks)


def _buttons(say: Language, asked: Operation) -> list[Element]:
    match State(asked.state):
        case State.APPROVED:
            return [button(say("Withdraw"), WITHDRAW, asked.uid)]
        case State.NEEDS_CUSTOMER:
            return [
                button(say("Show the link"), SHOW, asked.uid, "primary"),
                button(say("Withdraw"), WITHDRAW, asked.uid),
            ]
        case State.FAILED | State.CANCELLED:
            return [button(say("Ask again"), ASK, str(asked.client_id))]
    return []
