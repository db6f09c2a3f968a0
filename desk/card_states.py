"""How the state of a request for a payment method is called, and why nothing came of one."""

from desk.charge_checks import CLIENT_ERASED, NOT_ALLOWED
from rules.payment_state import State
from rules.setup_state import NOT_SAVED, OTHER_CUSTOMER, RAN_OUT
from rules.words import Sentence, sentence

CARD_STATES: dict[str, Sentence] = {
    State.APPROVED: sentence("Making the link…"),
    State.SENDING: sentence("Making the link…"),
    State.UNKNOWN: sentence("Not known yet: Paydesk is asking Stripe"),
    State.NEEDS_CUSTOMER: sentence("Waits for the client"),
    State.PROCESSING: sentence("Being checked by the bank"),
    State.SUCCEEDED: sentence("Payment method saved"),
    State.FAILED: sentence("Nothing was saved"),
    State.CANCELLED: sentence("Called off, nothing saved"),
}
CARD_REASONS: dict[str, Sentence] = {
    NOT_ALLOWED: sentence("Who asked for it may not do that any more, so no link was made."),
    CLIENT_ERASED: sentence("The client’s data were erased meanwhile, so nothing is kept."),
    RAN_OUT: sentence("The link ran out after 24 hours without being used. Ask again."),
    NOT_SAVED: sentence("The bank or card couldn’t be confirmed. Ask for another one."),
    OTHER_CUSTOMER: sentence(
        "It was saved for another customer at Stripe. Look at it in Stripe’s dashboard."
    ),
    "called_off": sentence("Somebody called it off; the link leads nowhere."),
    "busy": sentence("Stripe is busy. Paydesk tries again by itself."),
    "key_trouble": sentence(
        "Stripe refuses Paydesk’s key, so no link can be made. An owner looks at /billing → Stripe."
    ),
    "never_heard": sentence("Stripe could not be read for a week. Ask again."),
}
"""Other reasons are Stripe's codes."""
OTHER_REASON = sentence("Stripe refused to make the link. Ask again, or look at /billing → Stripe.")
