"""What Stripe says where a payment is declined: the error, and the outcome on the failed charge."""

from collections.abc import Mapping
from typing import Any

from sandbox.stripe.banks import ACH
from sandbox.stripe.books import Record
from sandbox.stripe.cards import code_of, message_of
from sandbox.stripe.errors import StripeError
from sandbox.stripe.shapes import Body

_AGAIN, _NEVER, _CARD_DATA = "try_again_later", "do_not_try_again", "confirm_card_data"
_ADVICE: Mapping[str, str | None] = {
    "authentication_required": None,
    "expired_card": _NEVER,
    "fraudulent": _NEVER,
    "incorrect_cvc": _CARD_DATA,
    "lost_card": _NEVER,
    "pickup_card": _NEVER,
    "stolen_card": _NEVER,
}
"""By decline code; for every other one, to try again later."""
_NETWORK: Mapping[str, str] = {
    "authentication_required": "1A",
    "card_velocity_exceeded": "65",
    "do_not_honor": "05",
    "expired_card": "54",
    "incorrect_cvc": "N7",
    "insufficient_funds": "51",
    "lost_card": "41",
    "processing_error": "06",
    "stolen_card": "43",
}
_GENERIC_NETWORK = "01"
_PARAMS: Mapping[str, str] = {"expired_card": "exp_month", "incorrect_cvc": "cvc"}
_SAFE = {"risk_level": "normal", "risk_score": 20}

BANK_MESSAGES: Mapping[str, str] = {
    "account_closed": "The customer's bank account has been closed.",
    "debit_not_authorized": "The customer has notified their bank that this payment was "
    "unauthorized.",
    "insufficient_funds": "The customer's account has insufficient funds to cover this payment.",
    "no_account": "The customer's bank account could not be located.",
    "refer_to_customer": "The customer's bank refused the payment and asks to contact the "
    "customer.",
}
"""By failure code; for every other one, BANK_REFUSED."""
BANK_REFUSED = "The customer's bank could not process this payment."
_OF_ITS_OWN = frozenset(BANK_MESSAGES)
"""Failure codes that are the error's code as well."""


def card_error(code: str, method: Record) -> StripeError:
    """402 for a decline code."""
    return StripeError(
        402,
        "card_error",
        message_of(code),
        code=code_of(code),
        param=_PARAMS.get(code),
        advice_code=_ADVICE.get(code, _AGAIN),
        decline_code=code,
        network_decline_code=_network(code),
        payment_method=method.snapshot(),
    )


def bank_error(code: str, charge: Record, method: Record) -> Body:
    """Of a debit that its bank sent back: nobody waits for an answer, so it is only remembered."""
    own = code in _OF_ITS_OWN and method.body["type"] == ACH
    error = StripeError(
        402,
        "card_error" if own else "invalid_request_error",
        bank_message(code),
        code=code if code in _OF_ITS_OWN else "payment_intent_payment_attempt_failed",
        charge=charge.id,
        payment_method=method.snapshot(),
    )
    return error.error


def bank_message(code: str) -> str:
    return BANK_MESSAGES.get(code, BANK_REFUSED)


def authentication_failed(method: Record) -> StripeError:
    return StripeError(
        402,
        "invalid_request_error",
        "We are unable to authenticate your payment method. Please choose a different payment "
        "method and try again.",
        code="payment_intent_authentication_failure",
        payment_method=method.snapshot(),
    )


def _network(code: str) -> str | None:
    return None if code == "fraudulent" else _NETWORK.get(code, _GENERIC_NETWORK)


def authorized(*, card: bool) -> Body:
    risk: dict[str, Any] = _SAFE if card else {"risk_level": "not_assessed"}
    return _outcome("approved_by_network", None, "Payment complete.", "authorized") | risk


def declined(code: str) -> Body:
    said = f"The bank returned the decline code `{code}`."
    if code == "generic_decline":
        said = "The bank did not return any further details with this decline."
    outcome = _outcome("declined_by_network", code, said, "issuer_declined") | _SAFE
    advice = {"advice_code": _ADVICE.get(code, _AGAIN), "network_decline_code": _network(code)}
    return outcome | advice


def blocked() -> Body:
    """By Radar, before any bank was asked."""
    said = "Stripe blocked this payment as too risky."
    risk = {"risk_level": "highest", "risk_score": 92}
    return _outcome("not_sent_to_network", "highest_risk_level", said, "blocked") | risk


def _outcome(status: str, reason: str | None, said: str, kind: str) -> Body:
    return {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": status,
        "reason": reason,
        "seller_message": said,
        "type": kind,
    }
