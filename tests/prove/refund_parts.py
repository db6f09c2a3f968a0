"""Payments go back in random parts, some of which fail later: what goes back, the surcharges, the
invoices and the credit notes with their taxes stay exact to the minor unit."""

import random
import tempfile
from pathlib import Path

from desk.context import Desk
from storage.database import open_store
from tests.support.cast import FrozenClock, enter_cast
from tests.support.keys import TEST_KEY
from tests.support.postgres import migrate
from tests.support.refund_parts import Parts, numbered_without_gaps

NAME = "payments refunded in random parts"
FULL = 10_000
SEED = 20261123


def run(count: int) -> int:
    clock = FrozenClock()
    with tempfile.TemporaryDirectory(prefix="paydesk-refunds-") as folder:
        url = f"sqlite:///{Path(folder) / 'paydesk.db'}"
        migrate(url)
        store = open_store(url, TEST_KEY, clock)
        try:
            cast = enter_cast(store)
            desk = Desk(store, clock, claim_secret=b"of the tests")
            parts = Parts(desk, cast, random.Random(SEED))
            for _ in range(count):
                parts.payment()
            numbered_without_gaps(desk, cast.practice.id)
            return parts.made
        finally:
            store.close()
