"""Kinds of ledger entries in which Stripe has no part; those of charges are in payment_state."""

ELSEWHERE, ELSEWHERE_UNDONE = "elsewhere", "elsewhere_undone"
"""Money that came in cash, at a terminal, to the bank account; and that it did not, after all."""
WRITE_OFF, WRITE_OFF_UNDONE = "write_off", "write_off_undone"
"""No money: what is no longer expected, and that it is, after all."""
NOT_AT_STRIPE = frozenset({ELSEWHERE, ELSEWHERE_UNDONE, WRITE_OFF, WRITE_OFF_UNDONE})
NO_MONEY = frozenset({WRITE_OFF, WRITE_OFF_UNDONE})
