"""Payers who go to their bank, and Paydesk hearing of it."""

from typing import Any

import requests

from desk.context import Desk
from desk.dispute_refresh import DisputeRefresh
from desk.stripe_events import News
from storage import disputes, ledger, outbox
from storage.disputes import Dispute
from storage.operations import Operation
from storage.outbox import OutboxRow
from tests.support.register import Register

WINS, LOSES, ESCALATES = "winning_evidence", "losing_evidence", "escalate_inquiry_evidence"


def charge_of(register: Register, operation: Operation) -> str:
    lines = ledger.of_operation(register.store, operation.practice_id, operation.id)
    return next(line.stripe_object for line in lines if line.kind == "charge")


def is_disputed(register: Register, operation: Operation, reason: str = "fraudulent") -> str:
    """At Stripe, which nobody here has heard of yet. The dispute's id."""
    register.passes(seconds=5)  # Stripe books a payment a moment after it was made.
    charge = charge_of(register, operation)
    url = f"{register.accounting.stripe.url}/_test/charges/{charge}/dispute"
    answer = requests.post(url, json={"reason": reason}, timeout=10)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["dispute"])


def answers(register: Register, dispute_id: str, evidence: str = WINS) -> None:
    """The practice sends its evidence; the bank decides as that says, a moment later."""
    said: Any = {"evidence": {"uncategorized_text": evidence}, "submit": True}
    register.accounting.stripe.client.v1.disputes.update(dispute_id, said)


def hears(register: Register, dispute_id: str, desk: Desk | None = None) -> Dispute:
    """Of Stripe's news."""
    news = News(register.mine, "dispute", dispute_id, {}, ours=False, newest=0)
    DisputeRefresh(desk or register.desk, register.client).refresh(news)
    found = disputes.find(register.store, register.mine, dispute_id)
    assert found is not None
    return found


def read_all(register: Register) -> list[OutboxRow]:
    """Everything that waits for Slack is delivered, and this is what that was."""
    found = []
    while rows := outbox.claim(register.store, "reader", register.clock(), 60_000, 99):
        for row in rows:
            outbox.sent(register.store, row, "D1", "1.0", register.clock())
        found += rows
    return found


def moved(register: Register, operation: Operation) -> list[tuple[str, int]]:
    lines = ledger.of_operation(register.store, operation.practice_id, operation.id)
    return [(line.kind, line.amount) for line in lines if line.kind != "fee"]
