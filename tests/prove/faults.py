"""The table of faults, whole: each strikes each call of a charge, of a refund and of a payment
link, on SQLite and PostgreSQL."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desk.context import Desk
from storage.database import open_store
from tests.support.cast import FrozenClock, enter_cast
from tests.support.fault_table import charged_once, declined_once
from tests.support.keys import TEST_KEY
from tests.support.postgres import Postgres, migrate
from tests.support.refund_and_link_faults import WAYS
from tests.support.register import Accounting, Register
from tests.support.stripe_faults import CALLS, STRIKES

NAME = "faults at each call of charges, refunds, payment links"
FULL = 2 * (len(CALLS) + 1 + len(WAYS)) * len(STRIKES)


def run(count: int) -> int:
    ran = 0
    server = Postgres("faults")
    try:
        for kind in (_on_sqlite, server.lent):
            for call in CALLS:
                with kind() as url, _register(url) as register:
                    ran += charged_once(register, call, STRIKES)
            with kind() as url, _register(url) as register:
                ran += declined_once(register, STRIKES)
            for call, way in WAYS.items():
                with kind() as url, _register(url) as register:
                    ran += way(register, call, STRIKES)
    finally:
        server.close()
    return ran


@contextmanager
def _on_sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="paydesk-faults-") as name:
        url = f"sqlite:///{Path(name) / 'paydesk.db'}"
        migrate(url)
        yield url


@contextmanager
def _register(url: str) -> Iterator[Register]:
    clock = FrozenClock()
    accounting, store = Accounting(), open_store(url, TEST_KEY, clock)
    try:
        desk = Desk(store, clock, claim_secret=b"of the tests")
        yield Register(desk, enter_cast(store), clock, accounting, accounting.stripe.client)
    finally:
        store.close()
        accounting.stop()
