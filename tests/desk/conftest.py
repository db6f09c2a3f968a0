"""The desk of the cast's practice, with a local Stripe where a test charges."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desk.context import Desk
from storage.backup import backup
from storage.database import Store, open_store
from storage.restore import restore
from tests.support.cast import Cast, FrozenClock
from tests.support.keys import TEST_KEY
from tests.support.register import Accounting, Register

Back = Callable[[], Register]


@pytest.fixture
def desk(store: Store, clock: FrozenClock) -> Desk:
    return Desk(store, clock, claim_secret=b"of the tests")


@pytest.fixture(scope="module")
def accounting() -> Iterator[Accounting]:
    running = Accounting()
    yield running
    running.stop()


@pytest.fixture
def register(
    desk: Desk, cast: Cast, clock: FrozenClock, accounting: Accounting
) -> Iterator[Register]:
    accounting.now = clock()
    yield Register(desk, cast, clock, accounting, accounting.stripe.client)
    accounting.stripe.service.faults.clear()


@pytest.fixture
def go_back(register: Register, database_url: str, tmp_path: Path) -> Iterator[Callable[[], Back]]:
    """Saves the store now; what it gives restores that, and is the register afterwards."""
    opened: list[Store] = []

    def save() -> Back:
        path = tmp_path / f"{len(opened)}.backup"
        backup(register.store, path)

        def back() -> Register:
            register.store.close()
            register.clock.advance(60_000)
            restore(database_url, path, TEST_KEY, register.clock, replace=True)
            store = open_store(database_url, TEST_KEY, register.clock)
            opened.append(store)
            return replace(register, desk=replace(register.desk, store=store))

        return back

    yield save
    for store in opened:
        store.close()
