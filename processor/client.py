"""The client for Stripe's API: how long a call may take, and how often it is sent."""

import stripe

Client = stripe.StripeClient
"""What others name without importing stripe."""

TIMEOUTS = (3.0, 15.0)
RETRIES = 1


def make_client(
    key: str,
    address: str,
    *,
    timeouts: tuple[float, float] = TIMEOUTS,
    retries: int = RETRIES,
) -> stripe.StripeClient:
    """A client that several threads may share.

    `address` has no slash at its end. `timeouts` are the seconds to connect and the seconds of
    silence while reading; Stripe's client would wait 80 s. `retries` are sent under the same
    idempotency key.
    """
    stripe.enable_telemetry = False  # it would write an id into the home folder
    return stripe.StripeClient(
        key,
        base_addresses={
            "api": address,
            "connect": address,
            "files": address,
            "meter_events": address,
        },
        http_client=stripe.RequestsClient(timeout=timeouts),
        max_network_retries=retries,
    )
