"""Lists of Stripe's, read page after page."""

from collections.abc import Iterator
from typing import TypeVar

import stripe

from processor.outcomes import Unknown

T = TypeVar("T", bound=stripe.StripeObject)


def every(found: stripe.ListObject[T]) -> Iterator[T]:
    """All that is in it. Unknown where it isn't a list: then something else has answered in its
    place, and nobody knows what is there."""
    if getattr(found, "object", None) != "list":
        raise Unknown("not_a_list")
    return found.auto_paging_iter()
