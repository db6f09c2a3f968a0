"""Which kinds of payment method an intent or a session takes."""

from collections.abc import Sequence
from typing import Any

from sandbox.stripe.banks import CURRENCY
from sandbox.stripe.errors import StripeError, invalid, refused_input

KINDS = ("card", *CURRENCY)
_EXCLUSIVE = (
    "allowed_payment_method_types",
    "excluded_payment_method_types",
    "automatic_payment_methods",
    "payment_method_configuration",
)


def offered(
    currency: str | None, allowed: Sequence[str] | None, excluded: Sequence[str] | None
) -> list[str]:
    """`currency`: a debit takes its own only; None at set-up, where there is no amount. Kinds of
    `allowed` that don't fit are left out without a word. StripeError 400 where none is left."""
    fitting = [
        kind
        for kind in KINDS
        if (currency is None or CURRENCY.get(kind, currency) == currency)
        and (not allowed or kind in allowed)
        and kind not in (excluded or ())
    ]
    if not fitting:
        raise invalid(
            "No valid payment method types for this request. Please ensure that you have activated "
            "payment methods compatible with your chosen currency in your dashboard "
            "(https://dashboard.stripe.com/settings/payment_methods), or change what you allow."
        )
    return fitting


def check_choice(params: dict[str, Any]) -> None:
    """StripeError 400: what is allowed is said in one way."""
    others = [name for name in _EXCLUSIVE[1:] if name in params]
    if "allowed_payment_method_types" in params and others:
        raise refused_input(
            "You may only specify one of these parameters: allowed_payment_method_types, "
            f"{others[0]}.",
            "allowed_payment_method_types",
            code="parameters_exclusive",
        )


def not_taken(kind: str, taken: Sequence[str], intent: str) -> StripeError:
    """400 for a payment method that `intent`, such as "SetupIntent", doesn't take."""
    return invalid(
        f"The PaymentMethod provided ({kind}) is not allowed for this {intent}. Please attach a "
        f"PaymentMethod of one of the following types: {', '.join(taken)}. Alternatively update "
        f'the allowed_payment_method_types for this {intent} to include "{kind}".',
        "payment_method",
    )
