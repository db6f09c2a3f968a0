"""How refunds are written, the same in windows, cards and lists."""

from desk.language import Language
from desk.refund_reasons import REFUND_REASONS, REFUND_STATES, UNKNOWN_REASON
from processor.refunds import REASONS
from rules.money import Money
from rules.payment_state import State
from rules.words import sentence
from storage.operations import CREDIT, REOPEN, Operation

SIGNS = {
    State.DRAFT: "🔒",
    State.APPROVED: "⏳",
    State.SENDING: "⏳",
    State.UNKNOWN: "❔",
    State.PROCESSING: "🏦",
    State.SUCCEEDED: "↩️",
    State.FAILED: "❌",
    State.REVIEW: "⚠️",
    State.CANCELLED: "🚫",
}
REASON_WORDS = dict(
    zip(
        REASONS,
        (
            sentence("The client asked for it"),
            sentence("Paid twice"),
            sentence("Fraud"),
        ),
        strict=True,
    )
)
END_WORDS = {
    CREDIT: sentence("The client no longer owes it (credit note)"),
    REOPEN: sentence("The client still owes it, and pays in another way"),
}


def state_words(say: Language, refund: Operation) -> str:
    """In mrkdwn: what has become of it, with the amount and nobody's name."""
    state = State(refund.state)
    amount = say.money(Money(refund.amount, refund.currency))
    return f"{SIGNS[state]} *{say.sentence(REFUND_STATES[state])}: {amount}*"


def why_words(say: Language, refund: Operation) -> str:
    """Plain: why it stands as it does; empty where there is nothing to say."""
    if refund.reason is None:
        return ""
    known = REFUND_REASONS.get(refund.reason)
    if known is None and refund.state not in (State.FAILED, State.REVIEW):
        return ""
    return say.sentence(known or UNKNOWN_REASON)
