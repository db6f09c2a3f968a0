"""Stripe's test cards: by number and by the ids that stand for them, and what each one does."""

from collections.abc import Mapping
from dataclasses import dataclass

MESSAGES: Mapping[str, str] = {
    "authentication_required": (
        "Your card was declined. This transaction requires authentication."
    ),
    "card_velocity_exceeded": (
        "Your card was declined for making repeated attempts too frequently or exceeding its "
        "amount limit."
    ),
    "expired_card": "Your card has expired.",
    "incorrect_cvc": "Your card's security code is incorrect.",
    "insufficient_funds": "Your card has insufficient funds.",
    "processing_error": (
        "An error occurred while processing your card. Try again in a little bit."
    ),
}
"""By decline code; every other one says DECLINED."""
DECLINED = "Your card was declined."
CODES_OF_THEIR_OWN = frozenset(
    {"authentication_required", "expired_card", "incorrect_cvc", "processing_error"}
)
"""Decline codes that are the error's code as well; the others come as card_declined."""


@dataclass(frozen=True)
class TestCard:
    """`token`: the id that stands for it. `decline`: the decline code of each charge, which
    `saves` without one or not at all. `authentication`: "always"; "setup", only until it was done
    once at set-up; "never". `dispute`, `refund`: what follows a charge. `blocked`: by Radar."""

    __test__ = False
    number: str
    token: str
    brand: str = "visa"
    country: str = "US"
    funding: str = "credit"
    decline: str = ""
    saves: bool = True
    authentication: str = "never"
    dispute: str = ""
    refund: str = ""
    blocked: bool = False


def _declining(number: str, token: str, decline: str) -> TestCard:
    return TestCard(number, token, decline=decline, saves=False)


CARDS = (
    TestCard("4242424242424242", "pm_card_visa"),
    TestCard("4000056655665556", "pm_card_visa_debit", funding="debit"),
    TestCard("5555555555554444", "pm_card_mastercard", brand="mastercard"),
    TestCard("5200828282828210", "pm_card_mastercard_debit", "mastercard", funding="debit"),
    TestCard("5105105105105100", "pm_card_mastercard_prepaid", "mastercard", funding="prepaid"),
    TestCard("378282246310005", "pm_card_amex", brand="amex"),
    TestCard("6011111111111117", "pm_card_discover", brand="discover"),
    TestCard("4000008260000000", "pm_card_gb", country="GB"),
    TestCard("4000002500000003", "pm_card_fr", country="FR"),
    TestCard("4000002760000016", "pm_card_de", country="DE"),
    TestCard("4000000360000006", "pm_card_au", country="AU"),
    TestCard("4000001240000000", "pm_card_ca", country="CA"),
    _declining("4000000000000002", "pm_card_visa_chargeDeclined", "generic_decline"),
    _declining(
        "4000000000009995", "pm_card_visa_chargeDeclinedInsufficientFunds", "insufficient_funds"
    ),
    _declining("4000000000009987", "pm_card_visa_chargeDeclinedLostCard", "lost_card"),
    _declining("4000000000009979", "pm_card_visa_chargeDeclinedStolenCard", "stolen_card"),
    _declining("4000000000000069", "pm_card_chargeDeclinedExpiredCard", "expired_card"),
    _declining("4000000000000127", "pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc"),
    _declining("4000000000000119", "pm_card_chargeDeclinedProcessingError", "processing_error"),
    _declining(
        "4000000000006975",
        "pm_card_visa_chargeDeclinedVelocityLimitExceeded",
        "card_velocity_exceeded",
    ),
    TestCard("4000000000000341", "pm_card_chargeCustomerFail", decline="generic_decline"),
    TestCard(
        "4000002760003184", "pm_card_authenticationRequired", country="DE", authentication="always"
    ),
    TestCard(
        "4000002500003155",
        "pm_card_authenticationRequiredOnSetup",
        country="FR",
        authentication="setup",
    ),
    TestCard("4000003800000446", "pm_card_authenticationRequiredSetupForOffSession", country="RU"),
    TestCard("4000000000003220", "pm_card_threeDSecure2Required", authentication="always"),
    TestCard(
        "4000008400001629",
        "pm_card_threeDSecureRequiredChargeDeclined",
        decline="generic_decline",
        authentication="always",
    ),
    TestCard("4000000000000259", "pm_card_createDispute", dispute="fraudulent"),
    TestCard(
        "4000000000002685",
        "pm_card_createDisputeProductNotReceived",
        dispute="product_not_received",
    ),
    TestCard("4000000000001976", "pm_card_createDisputeInquiry", dispute="inquiry"),
    TestCard("4000000000007726", "pm_card_pendingRefund", refund="pending"),
    TestCard("4000000000005126", "pm_card_refundFail", refund="fails"),
    TestCard("4100000000000019", "pm_card_radarBlock", decline="fraudulent", blocked=True),
)
BY_NUMBER: Mapping[str, TestCard] = {card.number: card for card in CARDS}
BY_TOKEN: Mapping[str, TestCard] = {card.token: card for card in CARDS}


def message_of(decline: str) -> str:
    return MESSAGES.get(decline, DECLINED)


def code_of(decline: str) -> str:
    """The error's code that goes with a decline code."""
    return decline if decline in CODES_OF_THEIR_OWN else "card_declined"
