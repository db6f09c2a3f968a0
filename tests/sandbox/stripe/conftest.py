"""One local Stripe for each module; each test looks for the objects that it made itself."""

from collections.abc import Iterator

import pytest
from stripe import StripeClient

from tests.sandbox.stripe.support import LocalStripe


@pytest.fixture(scope="module")
def local() -> Iterator[LocalStripe]:
    running = LocalStripe()
    yield running
    running.stop()


@pytest.fixture
def client(local: LocalStripe) -> StripeClient:
    return local.client
