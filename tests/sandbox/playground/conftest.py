"""One playground for each module, in memory."""

from collections.abc import Iterator

import pytest
from stripe import StripeClient

from sandbox.playground.playground import Playground
from tests.sandbox.playground.support import new_playground
from tests.sandbox.stripe.support import new_client


@pytest.fixture(scope="module")
def playground() -> Iterator[Playground]:
    with new_playground() as running:
        yield running


@pytest.fixture
def client(playground: Playground) -> StripeClient:
    return new_client(playground.stripe_url)
