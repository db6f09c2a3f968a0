"""What follows at once from an event, beside telling of it."""

from collections.abc import Callable, Mapping

from sandbox.stripe import checkout
from sandbox.stripe.books import Books
from sandbox.stripe.shapes import Body

FOLLOWERS: Mapping[str, Callable[[Books, Body], None]] = {
    "payment_intent.amount_capturable_updated": checkout.intent_on_its_way,
    "payment_intent.payment_failed": checkout.intent_failed,
    "payment_intent.processing": checkout.intent_on_its_way,
    "payment_intent.succeeded": checkout.intent_paid,
    "setup_intent.succeeded": checkout.method_set_up,
}
"""By event: takes the account's books and the object that the event is about."""
