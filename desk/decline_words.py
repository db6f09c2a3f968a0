"""Why a payment did not go through, in plain words, and the one thing to do next.

By Stripe's decline codes (docs.stripe.com/declines/codes) and failure codes of bank debits. All of
it is for the people at the desk: clients aren't told that a card was reported lost or stolen.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rules.payment_state import AUTHENTICATION
from rules.words import Sentence, sentence


@dataclass(frozen=True)
class Decline:
    """`then`: what to do."""

    why: Sentence
    then: Sentence


_ANOTHER_CARD = sentence("Ask the client for another card.")
_ANOTHER_WAY = sentence("Ask the client for another way to pay.")
_ASK_THEIR_BANK = sentence("Ask the client to find out from their bank, or for another card.")
_ENTER_ANEW = sentence("Have the client enter the card anew.")
_IN_MINUTES = sentence("Try again in a few minutes.")
_TOMORROW = sentence("Try again tomorrow.")
_TALK = sentence("Talk to the client before anything else.")
_FOR_YOU_ALONE = sentence(
    "The bank reports the card as lost or stolen, or wants it back. That is for you alone: don’t"
    " say it to the client, who may not be the one at fault."
)
_RISKY = sentence(
    "The payment was held to be too risky. That is for you alone: don’t say it to the client."
)
_NOT_SAID = sentence("The bank declined the payment and doesn’t say why.")
_MONEY = Decline(
    sentence("There is not enough money on the account."),
    sentence("Agree with the client when to try again, or on a part of the amount."),
)

_GROUPS: tuple[tuple[Decline, Iterable[str]], ...] = (
    (_MONEY, ("insufficient_funds",)),
    (
        Decline(sentence("The card has expired."), sentence("Ask the client for the new card.")),
        ("expired_card", "invalid_expiry_month", "invalid_expiry_year"),
    ),
    (Decline(_FOR_YOU_ALONE, _ANOTHER_CARD), ("lost_card", "stolen_card", "pickup_card")),
    (
        Decline(_RISKY, _ANOTHER_CARD),
        ("fraudulent", "merchant_blacklist", "restricted_card", "security_violation"),
    ),
    (
        Decline(sentence("The card’s security code is wrong."), _ENTER_ANEW),
        ("incorrect_cvc", "invalid_cvc"),
    ),
    (
        Decline(sentence("The card’s data are wrong."), _ENTER_ANEW),
        ("incorrect_number", "invalid_number", "incorrect_zip", "incorrect_address"),
    ),
    (
        Decline(sentence("The bank could not work on it just now."), _IN_MINUTES),
        (
            *("processing_error", "issuer_not_available", "reenter_transaction"),
            *("try_again_later", "approve_with_id", "bank_account_unverified"),
        ),
    ),
    (
        Decline(
            sentence("The card has reached its limit of payments, or of the amount."), _TOMORROW
        ),
        ("card_velocity_exceeded", "withdrawal_count_limit_exceeded"),
    ),
    (
        Decline(sentence("The card can’t be used for such a payment."), _ANOTHER_CARD),
        (
            *("card_not_supported", "currency_not_supported", "transaction_not_allowed"),
            *("service_not_allowed", "not_permitted", "testmode_decline"),
        ),
    ),
    (
        Decline(sentence("The client has told the bank not to let such payments through."), _TALK),
        (
            *("revocation_of_all_authorizations", "revocation_of_authorization"),
            *("stop_payment_order", "debit_not_authorized"),
        ),
    ),
    (
        Decline(sentence("The account is closed, or doesn’t exist."), _ANOTHER_WAY),
        ("account_closed", "no_account", "invalid_account", "bank_account_restricted"),
    ),
    (
        Decline(
            sentence("The bank wants the client to confirm the payment themselves."),
            sentence("Have the client pay by themselves, or ask for another card."),
        ),
        (AUTHENTICATION, "payment_intent_authentication_failure"),
    ),
    (
        Decline(sentence("The bank refused, and asks the client to speak to it."), _ASK_THEIR_BANK),
        ("refer_to_customer", "call_issuer"),
    ),
    (
        Decline(
            sentence("The amount is below the least that can be charged."),
            sentence("Charge it together with another invoice."),
        ),
        ("amount_too_small", "invalid_amount"),
    ),
)
_BY_CODE = {code: decline for decline, codes in _GROUPS for code in codes}
CODES = frozenset(_BY_CODE)
_OTHER = Decline(_NOT_SAID, _ASK_THEIR_BANK)
"""do_not_honor, generic_decline, and whatever comes to be added."""


def decline_of(code: str | None) -> Decline:
    """For a decline code, or the failure code of a bank debit."""
    return _BY_CODE.get(code or "", _OTHER)
