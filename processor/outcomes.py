"""What an error of Stripe's means for the money: the one place that decides it.

By class, code and decline code, never by the text. When in doubt it is Unknown: a time-out, a 5xx
and an answer that was cut off may each hide a payment that was made.
"""

from dataclasses import dataclass

import stripe


class NotDone(Exception):
    """Stripe did nothing. `wrong_key`: it refuses our key, so that asking again is of no use until
    somebody sees to it; otherwise it was busy."""

    def __init__(self, code: str, *, wrong_key: bool) -> None:
        super().__init__(code)
        self.code = code
        self.wrong_key = wrong_key


class Unknown(Exception):
    """Nobody knows whether Stripe did it: read what is there before anything is sent again."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Reason:
    """Stripe's codes. `param`: which parameter it is about. `card`: the payment was declined, which
    the intent tells as well."""

    code: str
    param: str | None = None
    advice: str | None = None
    card: bool = False


class Refused(Exception):
    """Stripe looked at it and said no; nothing moved."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code)
        self.reason = reason


NOBODY = frozenset({"resource_missing", "payment_method_unexpected_state"})
"""Codes of a customer, payment method or object that is not there any more."""
GATEWAY = "gateway"
NO_ANSWER = frozenset({"APIConnectionError", GATEWAY, "idempotency_key_in_use", "lock_timeout"})
"""Codes of Unknown where Stripe may still be at it: it has given no answer under that key."""
_WAITS = frozenset({"idempotency_key_in_use"})
_BETWEEN = frozenset({502, 503, 504})
"""What stands before Stripe gave up waiting for it."""


def meaning_of(error: stripe.StripeError) -> Exception:
    """NotDone, Refused or Unknown, to be raised in its place."""
    told = error.error
    code = (told.code if told else None) or error.code or type(error).__name__
    match error:
        case stripe.CardError():
            return Refused(_reason(error, code, card=True))
        case stripe.RateLimitError():
            return NotDone(code, wrong_key=False)
        case stripe.AuthenticationError() | stripe.PermissionError():
            return NotDone(code, wrong_key=True)
        case stripe.IdempotencyError():
            return Unknown("idempotency_error")
        case stripe.InvalidRequestError() if code not in _WAITS:
            return Refused(_reason(error, code, card=_was_declined(error)))
    between = error.http_status in _BETWEEN and not (told and told.code)
    return Unknown(GATEWAY if between else code)


def _reason(error: stripe.StripeError, code: str, *, card: bool) -> Reason:
    told = error.error
    declined = getattr(told, "decline_code", None) if told else None
    advice = getattr(told, "advice_code", None) if told else None
    return Reason(declined or code, getattr(error, "param", None), advice, card)


def _was_declined(error: stripe.StripeError) -> bool:
    """Bank debits and 3-D Secure are declined with an error that isn't a CardError."""
    return error.http_status == 402
