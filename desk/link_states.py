"""How the steps of a payment link are called, and why one was closed or nothing came of it."""

from desk import link_endings as endings
from desk import links
from desk.charge_checks import CLIENT_ERASED, INVOICE_CHANGED, NOT_ALLOWED
from desk.outcomes import PAID_BY_LINK
from rules.link_state import CLOSED_AT_STRIPE, PAID_TWICE
from rules.words import Sentence, sentence

LINK_STEPS: dict[str, Sentence] = {
    links.MAKING: sentence("Making the link…"),
    links.MADE: sentence("Link made, not sent yet"),
    links.SENT: sentence("Link sent"),
    links.VISITED: sentence("Link opened by the client"),
    links.CLOSING: sentence("Closing the link…"),
    links.ON_ITS_WAY: sentence("On its way from the bank"),
    links.PAID: sentence("Paid by link"),
    links.CLOSED: sentence("Link closed, nothing paid"),
    links.FAILED: sentence("Nothing came of the link"),
    links.REVIEW: sentence("Somebody has to look at this"),
}
LINK_REASONS: dict[str, Sentence] = {
    endings.CALLED_OFF: sentence("Somebody closed it."),
    endings.NEW_LINK: sentence("A newer link was made for it."),
    endings.CHARGED: sentence("It was closed to charge the invoice in another way."),
    endings.PAID: sentence("The invoice was paid in another way."),
    endings.EDITED: sentence("The invoice was changed. Make a new link for it."),
    endings.VOIDED: sentence("The invoice was made void."),
    endings.ERASED: sentence("The client’s data were erased."),
    endings.ELSEWHERE: sentence("The invoice was noted as paid elsewhere."),
    endings.WRITTEN_OFF: sentence("The invoice was written off."),
    endings.CREDITED: sentence("The invoice was credited."),
    endings.RESTORED: sentence(
        "Paydesk was restored from a backup, and what this link was for is not as it was. Make a"
        " new one if it is still wanted."
    ),
    CLOSED_AT_STRIPE: sentence("It was closed in Stripe’s dashboard."),
    PAID_BY_LINK: sentence("Another link of the same invoice was paid meanwhile."),
    PAID_TWICE: sentence("Two people paid by the same link. Refund one of the payments."),
    NOT_ALLOWED: sentence("Who asked for it may not do that any more, so no link was made."),
    CLIENT_ERASED: sentence("The client’s data were erased meanwhile, so no link was made."),
    INVOICE_CHANGED: sentence("The invoice was changed meanwhile, so no link was made."),
    "key_trouble": sentence(
        "Stripe refuses Paydesk’s key, so no link can be made. An owner looks at /billing → Stripe."
    ),
    "never_heard": sentence("Stripe could not be read for a week. Make a new link."),
}
"""Other reasons are those of charges, or Stripe's codes."""
