"""How payments of all kinds are called, how they stand and why, for the wide pages."""

from desk.card_states import CARD_REASONS
from desk.charge_reasons import REASONS
from desk.charge_states import state_words
from desk.decline_words import decline_of
from desk.elsewhere import METHODS
from desk.link_states import LINK_REASONS, LINK_STEPS
from desk.links import step_of
from desk.refund_reasons import REFUND_REASONS, REFUND_STATES, UNKNOWN_REASON
from rules.payment_state import State
from rules.words import Sentence, sentence
from storage.operations import CHARGE, ELSEWHERE, LINK, REFUND, WRITE_OFF, Operation
from storage.payment_links import PaymentLink

KIND_WORDS: dict[str, Sentence] = {
    CHARGE: sentence("Charge of a payment method"),
    LINK: sentence("Payment link"),
    REFUND: sentence("Refund to the client"),
    ELSEWHERE: sentence("Paid elsewhere"),
    WRITE_OFF: sentence("Write-off"),
}
_NOTED = sentence("Noted")
_UNDONE = sentence("Undone")
_TONES: dict[str, str] = {
    State.SUCCEEDED: "good",
    State.DECLINED: "bad",
    State.FAILED: "bad",
    State.REVIEW: "bad",
    State.CANCELLED: "quiet",
}


def how_it_stands(operation: Operation, link: PaymentLink | None = None) -> Sentence:
    """In a few words. `link`: of a payment link."""
    match operation.kind:
        case "refund":
            return REFUND_STATES[operation.state]
        case "link":
            step, _ = step_of(operation, link or PaymentLink(operation.id))
            return LINK_STEPS[step]
        case "elsewhere" | "write_off":
            return _NOTED if operation.state == State.SUCCEEDED else _UNDONE
    return state_words(operation)


def tone_of(operation: Operation) -> str:
    """Of its state, for admin.table.Cell."""
    return _TONES.get(operation.state, "warn")


def why(operation: Operation) -> Sentence | None:
    """Why it stands as it does, in a sentence; None where there is nothing to say."""
    code = operation.reason
    if code is None:
        return None
    if operation.kind == REFUND:
        return REFUND_REASONS.get(code, UNKNOWN_REASON)
    if operation.kind == LINK and code in LINK_REASONS:
        return LINK_REASONS[code]
    if operation.kind in (ELSEWHERE, WRITE_OFF):
        return None
    return REASONS.get(code) or CARD_REASONS.get(code) or decline_of(code).why


def way_words(operation: Operation) -> Sentence | None:
    """How somebody was paid elsewhere; None of what went through Stripe."""
    return METHODS.get(str(operation.method.get("type"))) if operation.kind == ELSEWHERE else None
