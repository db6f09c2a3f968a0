"""Parameters that name what only Stripe's own pages and libraries make: there is none here."""

from collections.abc import Mapping
from typing import Any

from sandbox.stripe.errors import no_such

ABSENT: Mapping[str, str] = {
    "confirmation_token": "ConfirmationToken",
    "customer_account": "account",
    "payment_method_configuration": "payment_method_configuration",
}
"""By parameter, what Stripe calls it."""


def check(given: Mapping[str, Any]) -> None:
    """StripeError 400 where one of them is named: silence would look as if it had been heeded."""
    for param, what in ABSENT.items():
        if named := given.get(param):
            raise no_such(what, str(named), param)
