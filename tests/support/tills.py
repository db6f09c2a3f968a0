"""A till for tests in which nothing is charged."""

from bot.till import Till
from desk.context import Desk
from desk.sending import Sender
from processor.client import make_client
from tests.support.running import NOWHERE


def idle_till(desk: Desk) -> Till:
    """Its Stripe is nowhere, so that a charge would show."""
    client = make_client("sk_test_51Example000000000000", NOWHERE)
    return Till(Sender(desk, client, lease_ms=60_000), "worker-1")
