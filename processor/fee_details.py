"""What a balance transaction says of fees: what Stripe took, the tax in it, and what a platform
took besides."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from processor.amounts import from_stripe

_TAX = frozenset({"tax", "withheld_tax"})
_PLATFORM = "application_fee"


@dataclass(frozen=True)
class FeeDetails:
    """In minor units of the transaction's currency. `fee`: all that Stripe took, with the `tax` on
    it and without what a `platform` took."""

    fee: int
    tax: int
    platform: int


def taken_of(told: Mapping[str, Any]) -> FeeDetails:
    """Of a balance transaction. Its `fee` is the sum of its details, whoever took them."""
    currency = told["currency"]
    details = told.get("fee_details") or ()
    tax = sum(one["amount"] for one in details if one["type"] in _TAX)
    platform = sum(one["amount"] for one in details if one["type"] == _PLATFORM)
    return FeeDetails(
        fee=from_stripe(told["fee"] - platform, currency),
        tax=from_stripe(tax, currency),
        platform=from_stripe(platform, currency),
    )
