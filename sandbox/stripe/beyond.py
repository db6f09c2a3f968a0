"""What Stripe would do and this one can't: refused plainly rather than done by halves."""

from collections.abc import Iterable, Mapping
from typing import Any

from sandbox.stripe.errors import StripeError, refused_input


def beyond(param: str) -> StripeError:
    return refused_input(f"This local Stripe does nothing with `{param}`.", param)


def check(params: Mapping[str, Any], never: Iterable[str], switches: Iterable[str] = ()) -> None:
    """`never`: refused wherever given; `switches`: where they are turned on, as `{"enabled": true}`
    or by themselves. StripeError 400."""
    for name in never:
        if params.get(name):
            raise beyond(name)
    for name in switches:
        given = params.get(name)
        if given is True or (isinstance(given, dict) and given.get("enabled")):
            raise beyond(f"{name}[enabled]" if isinstance(given, dict) else name)
