"""What the agenda can do, by name."""

from collections.abc import Callable, Mapping

from sandbox.stripe import (
    charges,
    checkout,
    debits,
    disputes,
    ledger,
    mandates,
    payments,
    payouts,
    refunds,
)

DUE: Mapping[str, Callable[..., None]] = {
    "mandate_answered": mandates.answer,
    "checkout_runs_out": checkout.run_out,
    # Payments
    "charge_settles": charges.settle,
    "debit_ends": debits.end,
    "dispute_decided": disputes.decide,
    "dispute_due": disputes.fall_due,
    "hold_ends": payments.hold_ends,
    "money_arrives": ledger.money_arrives,
    "pay_out": payouts.pay_out,
    "payout_arrives": payouts.arrive,
    "payout_sent": payouts.send,
    "refund_ends": refunds.end,
    "refund_named": refunds.named,
}
"""Each takes the account's books, and the task's args by name."""
