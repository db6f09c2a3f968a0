"""Which list of Home's board an operation stands in, by its kind and state."""

from rules.payment_state import State

OWING, WAY, FAILED = "owing", "way", "failed"
"""The lists: who owes, what is on its way, and what failed and waits for somebody."""
LISTS = (OWING, WAY, FAILED)
COLLECTING = frozenset({"charge", "link"})
"""The kinds of operations that bring money for invoices."""
_WAY = frozenset(
    {
        *(State.DRAFT, State.APPROVED, State.SENDING, State.UNKNOWN),
        *(State.OPEN, State.PROCESSING),
    }
)
_FAILED = frozenset({State.DECLINED, State.NEEDS_CUSTOMER, State.FAILED, State.REVIEW})
GONE_WITH_INVOICE = _FAILED - {State.REVIEW}
"""What is no longer told once its invoice is settled, or is being paid in another way."""


def list_of(kind: str, state: str) -> str | None:
    """WAY, FAILED, or None: it is in neither."""
    if kind not in COLLECTING:
        return None
    if state in _WAY:
        return WAY
    return FAILED if state in _FAILED else None
