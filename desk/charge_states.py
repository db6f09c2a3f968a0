"""How the state of a charge is called."""

from rules.payment_state import State
from rules.words import Sentence, sentence

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
COMPARING = sentence(
    "Paydesk is comparing with Stripe after a restore; nothing is charged meanwhile."
)
