"""Which of Stripe's events Paydesk wants to hear of: one list, for the webhook, for asking, and for
whoever registers the webhook."""

from collections.abc import Mapping

EVENTS: Mapping[str, tuple[str, ...]] = {
    "payment_intent": (
        "payment_intent.succeeded",
        "payment_intent.processing",
        "payment_intent.payment_failed",
        "payment_intent.requires_action",
        "payment_intent.canceled",
        "charge.updated",
        "charge.failed",
        "charge.refunded",
    ),
    "refund": ("refund.created", "refund.updated", "refund.failed"),
    "dispute": (
        "charge.dispute.created",
        "charge.dispute.updated",
        "charge.dispute.closed",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.funds_reinstated",
    ),
    "setup_intent": (
        "setup_intent.succeeded",
        "setup_intent.setup_failed",
        "setup_intent.canceled",
    ),
    "checkout.session": (
        "checkout.session.completed",
        "checkout.session.expired",
        "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed",
    ),
    "payment_link": ("payment_link.updated",),
    "customer": (
        "customer.updated",
        "customer.deleted",
        "payment_method.attached",
        "payment_method.automatically_updated",
        "payment_method.detached",
        "payment_method.updated",
    ),
}
"""Which events Paydesk wants, by the kind of object that it reads afresh when one comes: of a
charge the payment intent, of a payment method the customer. The webhook is registered for these."""
TYPES = tuple(sorted(name for types in EVENTS.values() for name in types))
KINDS = {name: kind for kind, types in EVENTS.items() for name in types}
"""Of which kind each is."""
