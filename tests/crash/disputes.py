"""A disputed payment while Paydesk is killed: what happens at Stripe, and how it ends."""

from collections.abc import Iterator
from http.client import HTTPConnection
from json import dumps
from typing import Any
from urllib.parse import urlsplit

from desk.looks import DAY
from desk.settings import change
from storage import disputes, invoices, ledger, operations
from storage.disputes import Dispute
from storage.operations import Operation
from tests.crash.process import Process
from tests.crash.said import said, said_once
from tests.support.cast import OLIVIA
from tests.support.disputing import LOSES

BILLING = "C0BILLING"
TOTAL = 10_000
_OPENED, _LOST = "'text': '*This payment is disputed", "'text': '*The dispute is lost"
_REMINDER, _DAYS_BEFORE = "'text': '*Reminder:", (7, 2)
_MOMENT = 5
"""Seconds in which Stripe books a payment and the bank decides."""


def paid_and_disputed(process: Process) -> None:
    """A card's payment is known here; of the dispute Stripe has yet to tell."""
    register = process.register
    owner, practice = register.person(OLIVIA), register.cast.practice
    change(process.desk, owner, practice, "billing_channel", BILLING)
    invoice = register.invoice(register.payer("pm_card_visa"), TOTAL, "usd")
    paid = register.charges(OLIVIA, invoice, request="one-form")
    process.until_rest()
    process.passes(_MOMENT)
    lines = ledger.of_operation(process.desk.store, register.mine, paid.id)
    [charge] = [line.stripe_object for line in lines if line.kind == "charge"]
    before = len(process.events())
    connection = HTTPConnection(urlsplit(process.stripe_url).netloc, timeout=10)
    connection.request("POST", f"/_test/charges/{charge}/dispute", dumps({"reason": "fraudulent"}))
    assert connection.getresponse().status == 200
    connection.close()
    process.world.told = process.events()[before:]


def heard_and_lost(process: Process) -> None:
    """It was heard of; that the bank has decided for the client Stripe has yet to tell."""
    paid_and_disputed(process)
    told(process)
    [dispute] = _known(process)
    before = len(process.events())
    evidence: Any = {"evidence": {"uncategorized_text": LOSES}, "submit": True}
    process.world.stripe.client.v1.disputes.update(dispute.stripe_id, evidence)
    process.passes(_MOMENT)
    process.world.told = process.events()[before:]


def told(process: Process) -> None:
    for event in process.world.told:
        process.is_told(event)
    process.until_rest()


def reminded(process: Process) -> None:
    """It is heard of, and the days go by in which it could be answered."""
    told(process)
    [dispute] = _known(process)
    assert dispute.evidence_due_at is not None
    for days in _DAYS_BEFORE:
        ahead = dispute.evidence_due_at - days * DAY - process.clock()
        process.passes(max(0, ahead / 1_000))
        process.until_rest()


def ends_reminded(process: Process) -> Iterator[str]:
    yield from _ends(process, "needs_response", paid=TOTAL)
    for place in (OLIVIA, BILLING):
        yield from said_once(process.world, place, _OPENED)
        yield from said(process.world, place, _REMINDER, len(_DAYS_BEFORE))


def ends_lost(process: Process) -> Iterator[str]:
    yield from _ends(process, "lost", paid=0)
    for place in (OLIVIA, BILLING):
        yield from said_once(process.world, place, _OPENED, _LOST)
        yield from said(process.world, place, _REMINDER, 0)


def _ends(process: Process, status: str, paid: int) -> Iterator[str]:
    """The ledger has each of Stripe's movements once; the invoice has what still counts."""
    store, mine = process.desk.store, process.register.mine
    statuses = [(one.status, one.reopened) for one in _known(process)]
    if statuses != [(status, not paid)]:
        yield f"the disputes are {statuses}"
    lines = ledger.of_operation(store, mine, _paid(process).id)
    moved = sorted(line.kind for line in lines if line.kind != "fee")
    if moved != ["charge", "dispute", "dispute_fee"]:
        yield f"the ledger has {moved}"
    [invoice] = invoices.after_id(store, mine, 0, 9)
    if (invoice.state, invoice.paid) != ("paid" if paid else "open", paid):
        yield f"the invoice is {invoice.state} and has {invoice.paid}"


def _paid(process: Process) -> Operation:
    found = operations.by_request(process.desk.store, process.register.mine, "one-form")
    assert found is not None
    return found


def _known(process: Process) -> list[Dispute]:
    store, mine = process.desk.store, process.register.mine
    return list(disputes.of_operations(store, mine, [_paid(process).id]))
