"""A charge from its row to its outcome: how often Stripe is asked, and Paydesk's own time."""

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import stripe

from desk.context import Desk
from storage.database import open_store
from tests.support.cast import OLIVIA, FrozenClock, enter_cast
from tests.support.keys import TEST_KEY
from tests.support.register import Accounting, Register

CHARGES = 60


class _Timed(stripe.RequestsClient):
    """Adds up the time until Stripe has answered, and the calls."""

    spent = 0.0
    calls = 0

    def request(self, *args: Any, **more: Any) -> Any:
        began = time.perf_counter()
        try:
            return super().request(*args, **more)
        finally:
            self.spent += time.perf_counter() - began
            self.calls += 1


def measured(charges: int = CHARGES) -> tuple[float, float]:
    """Round trips to Stripe of a charge, the most; and Paydesk's own time beside them, the median
    in milliseconds."""
    timed = _Timed(timeout=(3, 15))
    accounting = Accounting()
    url = accounting.stripe.url
    addresses: Any = dict.fromkeys(("api", "connect", "files", "meter_events"), url)
    client = stripe.StripeClient(
        "sk_test_51Northside0000", base_addresses=addresses, http_client=timed
    )
    with tempfile.TemporaryDirectory() as folder:
        clock = FrozenClock()
        store = open_store(f"sqlite:///{Path(folder) / 'bench.db'}", TEST_KEY, clock)
        register = Register(Desk(store, clock, b""), enter_cast(store), clock, accounting, client)
        payer = register.payer()
        own, trips = [], []
        for _ in range(charges):
            asked = register.charges(OLIVIA, register.invoice(payer), again=True)
            timed.spent, timed.calls = 0.0, 0
            began = time.perf_counter()
            done = register.done(asked)
            own.append(time.perf_counter() - began - timed.spent)
            trips.append(timed.calls)
            assert done.state == "succeeded"
        store.close()
    accounting.stop()
    return max(trips), statistics.median(own) * 1000
