"""A local Stripe for tests, and stripe-python's own client before it."""

from collections.abc import Callable
from pathlib import Path

import pytest
import stripe
from stripe import StripeClient

from sandbox.clock import Clock
from sandbox.stripe.server import Server
from sandbox.stripe.service import Service, Setup
from tests.support.stripe_shapes import findings_of

KEY = "sk_test_51Northside0000"


class _Hurried(stripe.RequestsClient):
    """Waits next to nothing before it repeats a request."""

    def _sleep_time_seconds(self, num_retries: int) -> float:
        return 0.01


def new_client(
    url: str, *, key: str = KEY, retries: int = 0, timeouts: tuple[float, float] = (2, 10)
) -> StripeClient:
    """Of the Stripe at `url`; `timeouts`: to connect and to read, in seconds."""
    stripe.enable_telemetry = False
    return StripeClient(
        key,
        base_addresses={"api": url, "connect": url, "files": url, "meter_events": url},
        max_network_retries=retries,
        http_client=_Hurried(timeout=timeouts),
    )


class LocalStripe:
    """A running server. `client` never repeats a request by itself; `patient` does, twice."""

    def __init__(
        self, setup: Setup | None = None, *, clock: Clock | None = None, file: Path | None = None
    ) -> None:
        self.service = Service(clock or Clock(), setup, file=file)
        self.server = Server(self.service)
        self.server.start()
        self.url = self.server.url
        self.client = self.new_client()
        self.patient = self.new_client(retries=2)

    def new_client(
        self, *, key: str = KEY, retries: int = 0, timeouts: tuple[float, float] = (2, 10)
    ) -> StripeClient:
        return new_client(self.url, key=key, retries=retries, timeouts=timeouts)

    def advance(self, *, days: float = 0, seconds: float = 0) -> None:
        """Moves the virtual clock, and does what has become due."""
        self.service.clock.advance(days * 86_400 + seconds)
        self.service.run_due()

    def settle(self) -> None:
        """Waits until every webhook that is due was tried."""
        assert self.service.settle(10)

    def stop(self) -> None:
        """AssertionError where something that was sent has not the shape that Stripe declares."""
        self.server.stop()
        found = findings_of(self.service)
        assert not found, "\n".join(found)


def refusal(act: Callable[[], object]) -> stripe.StripeError:
    """The error that stripe-python raises."""
    with pytest.raises(stripe.StripeError) as caught:
        act()
    return caught.value
