"""Billing details: whose a payment method is, and where they live."""

from sandbox.stripe.changes import set_fields
from sandbox.stripe.shapes import Body

_NOWHERE = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
_NOBODY: Body = {**dict.fromkeys(("email", "name", "phone", "tax_id"))}


def billing_details(given: Body | None) -> Body:
    body: Body = {"address": dict(_NOWHERE), **_NOBODY}
    change_billing(body, given or {})
    return body


def change_billing(body: Body, given: Body) -> None:
    """Merged; an empty text unsets."""
    emptied = dict(_NOWHERE) if given.get("address") == "" else given.get("address")
    set_fields(body, given | ({"address": emptied} if emptied else {}), given)
