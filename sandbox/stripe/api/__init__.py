"""What Stripe's API does, a module per kind of object. Each function takes a Call and gives a body;
parts that stand in a body only on demand are in INCLUDABLE."""

from sandbox.stripe import items
from sandbox.stripe.api import charges
from sandbox.stripe.expand import Includable

INCLUDABLE: Includable = {
    ("charge", "refunds"): charges.refunds,
    ("checkout.session", "line_items"): items.first_page,
    ("item", "discounts"): lambda books, item: [],
    ("item", "taxes"): items.taxes_of,
    ("payment_link", "line_items"): items.first_page,
}
