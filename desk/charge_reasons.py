"""Why a charge stands as it does, where it isn't the card's or the bank's doing."""

from desk.charge_checks import WHY_NOT
from desk.charge_states import ALL_REFUNDED, SEEN_TO
from desk.outcomes import COLLECTED_TWICE, INVOICE_CANT_TAKE_IT, INVOICE_MISSING, PAID_BY_LINK
from rules.payment_state import (
    CANCELLED_AT_STRIPE,
    METHOD_GONE,
    ONLY_HELD,
    OTHER_AMOUNT,
    OTHER_CUSTOMER,
    PAID_AFTER_END,
)
from rules.words import Sentence, sentence

SETTLED = "settled_by_hand"
REFUND_CAME_BACK = "refund_came_back"
"""All of it had been refunded, and is here again."""
RESTORED = "restored"
"""What was approved before a restore isn't charged after it: it may have been called off since."""
OTHER_ACCOUNT = "other_account"
"""The account behind our key knows neither the payment nor the customer."""

REASONS: dict[str, Sentence] = {
    **WHY_NOT,
    "called_off": sentence("It was called off before anything was charged."),
    "not_approved": sentence("It was not approved."),
    "busy": sentence("Stripe is busy. Paydesk tries again by itself; nothing was charged yet."),
    "key_trouble": sentence(
        "Stripe refuses Paydesk’s key, so nothing is charged. An owner looks at /billing → Stripe."
    ),
    "never_heard": sentence(
        "Stripe could not be read for a week. Press “Check again”; don’t charge it in another way"
        " before that."
    ),
    "nothing_there": sentence("Stripe has no trace of this charge, so nothing was charged."),
    SETTLED: sentence("An owner settled this by hand: nothing was charged."),
    ALL_REFUNDED: sentence("All of it was refunded, and the invoice is not paid by it."),
    SEEN_TO: sentence(
        "Somebody has seen to the money in Stripe’s dashboard. The invoice is not paid by it."
    ),
    REFUND_CAME_BACK: sentence(
        "Its refund failed, so the money is back at the practice, and pays no invoice. Press “See"
        " to it…”."
    ),
    RESTORED: sentence(
        "Paydesk was restored from a backup before this was charged, and Stripe took nothing."
        " Charge it anew if it is still wanted."
    ),
    OTHER_ACCOUNT: sentence(
        "The Stripe account behind Paydesk’s key doesn’t know this payment: it belongs to another"
        " account, and only that one can tell whether it was charged. An owner looks there."
    ),
    INVOICE_MISSING: sentence(
        "Money came in for an invoice that Paydesk doesn’t have, since a backup was restored. Write"
        " the invoice again, or refund it in Stripe’s dashboard."
    ),
    COLLECTED_TWICE: sentence(
        "Money came in although another payment is collecting the same invoice. Look at both in"
        " Stripe’s dashboard, and refund one."
    ),
    PAID_BY_LINK: sentence(
        "The client paid by the payment link before this was sent, so nothing was charged."
    ),
    METHOD_GONE: sentence(
        "The payment method isn’t there any more. Ask the client for another one."
    ),
    CANCELLED_AT_STRIPE: sentence("It was cancelled in Stripe’s dashboard. Nothing was charged."),
    OTHER_AMOUNT: sentence(
        "Stripe took another amount than was approved, so the invoice isn’t counted as paid, and"
        " stays held. See to the money in Stripe’s dashboard."
    ),
    OTHER_CUSTOMER: sentence(
        "Stripe took it from another customer than was approved. Look at it in Stripe’s dashboard."
    ),
    PAID_AFTER_END: sentence(
        "Money came in after this had ended. Look at it in Stripe’s dashboard, and refund it if it"
        " is too much."
    ),
    ONLY_HELD: sentence(
        "Stripe only holds the money and hasn’t taken it. Take it or let it go in Stripe’s"
        " dashboard."
    ),
    INVOICE_CANT_TAKE_IT: sentence(
        "Money came in, and an invoice can’t take it any more. Look at the invoice, and refund what"
        " is too much."
    ),
}
"""By the code that stands on the operation; a bank's own codes are elsewhere."""
