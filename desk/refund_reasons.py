"""Why a refund stands as it does: our own codes and Stripe's, in words."""

from desk.charge_states import SEEN_TO
from rules.payment_state import State
from rules.refund_state import CANCELLED_THERE, OTHER_AMOUNT, OTHER_CHARGE
from rules.words import Sentence, sentence

CALLED_OFF, NOT_APPROVED, RESTORED = "called_off", "not_approved", "restored"
OTHER_ACCOUNT = "other_account"
"""The account behind our key doesn't know the payment."""
NOT_ALLOWED, DISPUTED, MONEY_GONE, MADE_ROOM = (
    "not_allowed",
    "charge_disputed",
    "money_gone",
    "refunded_elsewhere",
)
NOT_COUNTED = "not_counted"
"""It went back, and its invoices could not lose it."""

REFUND_STATES: dict[str, Sentence] = {
    State.DRAFT: sentence("Waits for approval"),
    State.APPROVED: sentence("About to be refunded"),
    State.SENDING: sentence("Refunding…"),
    State.UNKNOWN: sentence("Not known yet: Paydesk is asking Stripe"),
    State.PROCESSING: sentence("Refund on its way"),
    State.SUCCEEDED: sentence("Refunded"),
    State.FAILED: sentence("Refund failed"),
    State.REVIEW: sentence("Somebody has to look at this refund"),
    State.CANCELLED: sentence("Refund called off"),
}

REFUND_REASONS: dict[str, Sentence] = {
    CALLED_OFF: sentence("It was called off before anything was refunded."),
    NOT_APPROVED: sentence("It was not approved."),
    RESTORED: sentence(
        "Paydesk was restored from a backup before this was refunded, and Stripe refunded nothing."
        " Refund it anew if it is still wanted."
    ),
    OTHER_ACCOUNT: sentence(
        "The Stripe account behind Paydesk’s key doesn’t know the payment, so only another account"
        " can tell whether it was refunded. An owner looks there."
    ),
    NOT_ALLOWED: sentence("Who approved it may not do that any more, so nothing was refunded."),
    DISPUTED: sentence(
        "The client’s bank has taken this payment back or may do so, and decides about it, so"
        " nothing was refunded."
    ),
    MONEY_GONE: sentence("The bank took the payment back meanwhile, so nothing was refunded."),
    MADE_ROOM: sentence(
        "It was refunded in Stripe’s dashboard meanwhile, so Paydesk refunded nothing."
    ),
    SEEN_TO: sentence("Somebody has seen to it in Stripe’s dashboard."),
    NOT_COUNTED: sentence(
        "The money went back, and the invoice could not be changed with it, since something else"
        " was counted on it meanwhile. Look at the invoice."
    ),
    "busy": sentence("Stripe is busy. Paydesk tries again by itself; nothing was refunded yet."),
    "key_trouble": sentence(
        "Stripe refuses Paydesk’s key, so nothing is refunded. An owner looks at /billing → Stripe."
    ),
    "never_heard": sentence(
        "Stripe could not be read for a week. Look for the refund in Stripe’s dashboard; don’t"
        " refund it in another way before that."
    ),
    "charge_already_refunded": sentence(
        "Stripe says that all of this payment was refunded already."
    ),
    OTHER_AMOUNT: sentence(
        "Stripe refunded another amount than was approved. Look at it in Stripe’s dashboard."
    ),
    OTHER_CHARGE: sentence(
        "Stripe refunded another payment than was approved. Look at it in Stripe’s dashboard."
    ),
    CANCELLED_THERE: sentence("It was cancelled in Stripe’s dashboard, and the money came back."),
    "insufficient_funds": sentence(
        "There isn’t enough money in the practice’s Stripe account to refund it."
    ),
    "balance_insufficient": sentence(
        "There isn’t enough money in the practice’s Stripe account to refund it."
    ),
    "lost_or_stolen_card": sentence(
        "The client’s card was lost or stolen, so the money came back. Pay it to the client in"
        " another way."
    ),
    "expired_or_canceled_card": sentence(
        "The client’s card has expired or was closed, so the money came back. Pay it to the client"
        " in another way."
    ),
}
"""By the code that stands on the refund."""
UNKNOWN_REASON = sentence(
    "The client’s bank didn’t take it. What Stripe had taken came back to the practice: pay it to"
    " the client in another way, for example by bank transfer."
)
"""Of any other code."""
