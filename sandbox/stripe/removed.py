"""Parameters that Stripe took away in an API version, and answers with a code of their own."""

from collections.abc import Mapping
from typing import Any

from sandbox.stripe.errors import refused_input

_INSTEAD = (
    "The `payment_method_types` parameter is no longer supported. Use dynamic payment methods, "
    "`allowed_payment_method_types` or `excluded_payment_method_types` instead."
)
_NO_TYPES = {"payment_method_types": ("payment_method_types_no_longer_supported", _INSTEAD)}
REMOVED: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "PaymentIntentCreateParams": _NO_TYPES,
    "PaymentIntentUpdateParams": _NO_TYPES,
    "PaymentIntentConfirmParams": _NO_TYPES,
    "SetupIntentCreateParams": _NO_TYPES,
    "SetupIntentUpdateParams": _NO_TYPES,
    "checkout.SessionCreateParams": _NO_TYPES,
}
"""By a class in stripe.params and a parameter: the error's code and its text."""


def check(taken_by: str, given: Any) -> None:
    """StripeError 400 where a removed parameter is among those given."""
    for param, (code, message) in REMOVED.get(taken_by, {}).items():
        if param in given:
            raise refused_input(message, param, code=code)
