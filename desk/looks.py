"""When Stripe is read again for an operation, if nothing is heard of it before."""

from rules.payment_state import State

SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000
_UNKNOWN = (5 * SECOND, 20 * SECOND, MINUTE, 5 * MINUTE, *(HOUR,) * 23, *(DAY,) * 6)
"""After these pauses in turn, and then every day until it is given up."""
GIVEN_UP_AFTER = 7 * DAY
"""A person has to look then."""
_LINK = (MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, *(6 * HOUR,) * 56)
"""Whether it was opened is in none of Stripe's news; after two weeks it is looked at every day."""
_ON_ITS_WAY = 6 * HOUR
_FEES = (5 * SECOND, MINUTE, HOUR, DAY)
"""Stripe reckons up its fee a moment after the payment."""


def next_look(state: State, looks: int, now: int) -> int | None:
    """Epoch ms, after so many looks that settled nothing; None: not by itself."""
    match state:
        case State.APPROVED | State.SENDING:
            return now
        case State.UNKNOWN:
            return now + _UNKNOWN[min(looks, len(_UNKNOWN) - 1)]
        case State.OPEN:
            return now + (_LINK[looks] if looks < len(_LINK) else DAY)
        case State.PROCESSING:
            return now + _ON_ITS_WAY
        case State.SUCCEEDED:
            return now + _FEES[looks] if looks < len(_FEES) else None
    return None
