"""How payment links and their state are written, the same in windows, cards and Home."""

from desk import links
from desk.charge_reasons import REASONS
from desk.charge_states import ENDED
from desk.decline_words import decline_of
from desk.language import Language
from desk.link_plans import CARD
from desk.link_states import LINK_REASONS, LINK_STEPS
from desk.links import LinkView
from rules.money import Money
from rules.payment_state import State
from rules.words import sentence
from storage.operations import Operation

SIGNS = {
    links.MAKING: "⏳",
    links.MADE: "🔗",
    links.SENT: "📨",
    links.VISITED: "👀",
    links.CLOSING: "⏳",
    links.ON_ITS_WAY: "🏦",
    links.PAID: "✅",
    links.CLOSED: "🚫",
    links.FAILED: "❌",
    links.REVIEW: "⚠️",
}
KINDS = {CARD: sentence("By card")}
BANK_DEBIT = sentence("By bank debit")


def kind_words(say: Language, kind: str) -> str:
    """Plain."""
    return say.sentence(KINDS.get(kind, BANK_DEBIT))


def step_words(say: Language, step: str) -> str:
    """With its sign, in mrkdwn."""
    return f"{SIGNS[step]} *{say.sentence(LINK_STEPS[step])}*"


def over_words(say: Language, operation: Operation, step: str) -> str:
    """The same, of one that money had come by and that was called off nevertheless."""
    if operation.state == State.CANCELLED and operation.reason in ENDED:
        return f"{SIGNS[step]} *{say.sentence(ENDED[operation.reason])}*"
    return step_words(say, step)


def amount_words(say: Language, shown: LinkView) -> str:
    return say.money(Money(shown.operation.amount, shown.operation.currency))


def reason_words(say: Language, operation: Operation) -> str:
    """Plain: why it was closed, or nothing came of it; "" where nothing is to be said."""
    reason = operation.reason
    if not reason:
        return ""
    if known := LINK_REASONS.get(reason) or REASONS.get(reason):
        return say.sentence(known)
    decline = decline_of(reason)
    return f"{say.sentence(decline.why)} {say.sentence(decline.then)}"
