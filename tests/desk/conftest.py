"""The desk of the cast's practice, with a local Stripe where a test charges."""

from collections.abc import Iterator

import pytest

from desk.context import Desk
from storage.database import Store
from tests.support.cast import Cast, FrozenClock
from tests.support.register import Accounting, Register


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
