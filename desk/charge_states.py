"""How the state of a charge is called."""

from rules.payment_state import State
from rules.words import Sentence, sentence
from storage.operations import Operation

ALL_REFUNDED, SEEN_TO = "all_refunded", "seen_to"
"""How one that somebody had to look at has ended, where no invoice is paid by it."""
CHARGE_STATES: dict[str, Sentence] = {
    State.DRAFT: sentence("Waits for approval"),
    State.APPROVED: sentence("About to be charged"),
    State.SENDING: sentence("Charging…"),
    State.UNKNOWN: sentence("Not known yet: Paydesk is asking Stripe"),
    State.PROCESSING: sentence("On its way from the bank"),
    State.SUCCEEDED: sentence("Paid"),
    State.FAILED: sentence("Failed"),
    State.DECLINED: sentence("Declined"),
    State.NEEDS_CUSTOMER: sentence("Needs the client"),
    State.REVIEW: sentence("Somebody has to look at this"),
    State.CANCELLED: sentence("Called off, nothing charged"),
}
ENDED: dict[str, Sentence] = {
    ALL_REFUNDED: sentence("Refunded whole"),
    SEEN_TO: sentence("Seen to at Stripe"),
}
"""Of those that are called off although money had come: by the reason."""


def state_words(operation: Operation) -> Sentence:
    """How it stands, in a few words."""
    ended = ENDED.get(operation.reason or "") if operation.state == State.CANCELLED else None
    return ended or CHARGE_STATES[operation.state]


COMPARING = sentence(
    "Paydesk is comparing with Stripe after a restore; nothing is charged meanwhile."
)
