"""What can be searched for, and by which fields: Stripe's own tables."""

from collections.abc import Mapping
from typing import Literal

from sandbox.stripe.banks import CURRENCY

FieldKind = Literal["token", "string", "number", "metadata"]
"""A token is equal or not; a string may be looked into with `~`; a number has an order."""

_CARD: Mapping[str, FieldKind] = {
    f"payment_method_details.card.{field}": "token"
    for field in ("brand", "exp_month", "exp_year", "fingerprint", "last4")
}
_DEBITS: Mapping[str, FieldKind] = {
    f"payment_method_details.{kind}.last4": "token" for kind in CURRENCY
}

FIELDS: Mapping[str, Mapping[str, FieldKind]] = {
    "charge": {
        "amount": "number",
        "billing_details.address.postal_code": "token",
        "created": "number",
        "currency": "token",
        "customer": "token",
        "disputed": "token",
        "metadata": "metadata",
        **_CARD,
        **_DEBITS,
        "refunded": "token",
        "status": "token",
    },
    "customer": {
        "created": "number",
        "email": "string",
        "metadata": "metadata",
        "name": "string",
        "phone": "string",
    },
    "payment_intent": {
        "amount": "number",
        "created": "number",
        "currency": "token",
        "customer": "token",
        "metadata": "metadata",
        "status": "token",
    },
    "price": {
        "active": "token",
        "currency": "token",
        "lookup_key": "string",
        "metadata": "metadata",
        "product": "string",
        "type": "token",
    },
    "product": {
        "active": "token",
        "description": "string",
        "metadata": "metadata",
        "name": "string",
        "shippable": "token",
        "url": "string",
    },
}
"""By kind of object."""
