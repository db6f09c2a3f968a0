"""The webhook endpoints that are registered at Stripe."""

from dataclasses import dataclass

import stripe

from processor.accounts import refusal_of


@dataclass(frozen=True)
class Endpoint:
    """`events` are names of types, or "*" for all of them. Stripe switches off one that fails for
    days."""

    url: str
    enabled: bool
    events: tuple[str, ...]


def endpoints(client: stripe.StripeClient) -> list[Endpoint]:
    """Those of the key's account and mode. Refusal where Stripe doesn't tell."""
    try:
        found = list(client.v1.webhook_endpoints.list({"limit": 100}).auto_paging_iter())
    except stripe.StripeError as error:
        raise refusal_of(error) from error
    return [Endpoint(one.url, one.status == "enabled", tuple(one.enabled_events)) for one in found]
