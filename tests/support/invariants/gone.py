"""What went back of payments, by refunds and by disputes that were lost: here, and at Stripe."""

from collections import defaultdict
from collections.abc import Iterator

from rules.dispute_state import DISPUTE, DISPUTE_FEE
from rules.payment_state import FEE, REVERSAL
from storage.operations import CREDIT, REFUND, UNCOUNTED
from storage.store import Row
from tests.support.invariants.facts import Facts, amount


def not_more_back(facts: Facts, payment: Row) -> Iterator[str]:
    """Of a payment and its refunds. A debit that was disputed may come back besides."""
    if payment["kind"] == REFUND:
        return
    lines = [line for one in [payment, *_refunds_of(facts, payment)] for line in _lines(facts, one)]
    twice = {REVERSAL, DISPUTE} <= {one["kind"] for one in lines}
    if sum(one["amount"] for one in lines) < 0 and not twice:
        yield f"I5: more went back of {payment['uid']} than came"


def of_invoices(facts: Facts, payment: Row) -> Iterator[Row]:
    """(invoice_id, amount) of what its invoices have lost of it again."""
    for refund in _refunds_of(facts, payment):
        if refund["ends"] != UNCOUNTED and _went(facts, refund):
            yield from facts.parts_of[refund["id"]]
    lost = {one["id"] for one in facts.disputed if one["operation_id"] == payment["id"]}
    yield from (one for one in facts.parts_disputed if one["dispute_id"] in lost)


def credited(facts: Facts) -> Iterator[str]:
    """An invoice is credited with what was refunded so, and nothing else."""
    found: dict[int, int] = defaultdict(int)
    for refund in facts.operations:
        if refund["kind"] == REFUND and refund["ends"] == CREDIT and _went(facts, refund):
            for one in facts.parts_of[refund["id"]]:
                found[one["invoice_id"]] += one["amount"]
    for invoice in facts.invoices.values():
        if invoice["credited"] != found[invoice["id"]]:
            has, went = invoice["credited"], found[invoice["id"]]
            yield f"paid: {has} of {invoice['reference']} is credited, {went} went back"


def at_stripe(facts: Facts) -> dict[tuple[str, str], int]:
    """By refund, and by the balance transaction of a dispute, with its fee. All of a dispute moves;
    where the account has another currency, that transaction says how much in that one."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for one in facts.refunds:
        if one["status"] not in ("failed", "canceled"):
            found[one["id"], one["currency"]] = -amount(one)
    for dispute in facts.disputes:
        for one in dispute["balance_transactions"]:
            sign = 1 if one["amount"] > 0 else -1
            found[one["id"], dispute["currency"]] += sign * amount(dispute)
            found[one["id"], one["currency"]] -= amount(one, "fee")
    return found


def _refunds_of(facts: Facts, payment: Row) -> list[Row]:
    return [one for one in facts.operations if one["charge_id"] == payment["id"]]


def _lines(facts: Facts, operation: Row) -> list[Row]:
    lines = facts.lines_of[operation["id"]]
    return [one for one in lines if one["kind"] not in (FEE, DISPUTE_FEE)]


def _went(facts: Facts, refund: Row) -> bool:
    """Whether its money is with the payer, or on its way there."""
    return sum(one["amount"] for one in _lines(facts, refund)) < 0
