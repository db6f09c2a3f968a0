"""What is done about news of each kind of object at Stripe. Other kinds are not even kept."""

from desk.card_refresh import CardRefresh
from desk.charge_refresh import ChargeRefresh, practice_of
from desk.context import Desk
from desk.dispute_refresh import DisputeRefresh
from desk.link_refresh import LinkRefresh
from desk.refund_refresh import RefundRefresh
from desk.saved_methods import SavedMethods
from desk.stripe_events import FindPractice, Handler
from processor.client import Client


def handlers(desk: Desk, client: Client) -> dict[str, Handler]:
    """By the kinds of rules.stripe_types.EVENTS."""
    return {
        "customer": SavedMethods(desk, client).refresh,
        "dispute": DisputeRefresh(desk, client).refresh,
        "payment_intent": ChargeRefresh(desk, client).refresh,
        "refund": RefundRefresh(desk, client).refresh,
        "checkout.session": CardRefresh(desk, client).refresh_page,
        "payment_link": LinkRefresh(desk, client).refresh,
        "setup_intent": CardRefresh(desk, client).refresh_setup,
    }


def finder(desk: Desk) -> FindPractice:
    """Whose object it is, where it doesn't say so itself."""
    return lambda ids: practice_of(desk, ids)
