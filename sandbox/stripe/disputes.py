"""Disputes: a payer asks their bank for the money back, and the bank decides."""

from collections.abc import Mapping

from sandbox.stripe import fees, ledger
from sandbox.stripe.books import Books, Record
from sandbox.stripe.errors import StripeError, invalid
from sandbox.stripe.shapes import Body

DECIDED_AFTER_SECONDS = 1
DUE_DAYS = 9
NEEDS, WARNS = "needs_response", "warning_needs_response"
OPEN = (NEEDS, "under_review", WARNS, "warning_under_review")
_WON, _LOST, _ESCALATED = "winning_evidence", "losing_evidence", "escalate_inquiry_evidence"
_REASON_CODES: Mapping[str, str] = {"fraudulent": "10.4", "product_not_received": "13.1"}


def open_for_card(books: Books, charge: Record, reason: str) -> Record:
    """`reason`: Stripe's, or "inquiry", which asks without taking the money yet."""
    inquiry = reason == "inquiry"
    card = charge.body["payment_method_details"]["card"]
    why = "fraudulent" if inquiry else reason
    method = {
        "type": "card",
        "card": {
            "brand": card["brand"],
            "case_type": "inquiry" if inquiry else "chargeback",
            "network": card["brand"],
            "network_reason_code": _REASON_CODES.get(why),
        },
    }
    status = WARNS if inquiry else NEEDS
    dispute = _open(books, charge, why, status, payment_method_details=method)
    if not inquiry:
        _withdraw(books, dispute)
    due = dispute.body["evidence_details"]["due_by"]
    books.service.agenda.add(float(due), "dispute_due", books.account, dispute=dispute.id)
    return dispute


def lose_to_bank(books: Books, charge: Record) -> Record:
    """A payer's bank takes a debit back; nobody is asked, and there is nothing to answer."""
    dispute = _open(books, charge, "debit_not_authorized", NEEDS)
    _withdraw(books, dispute)
    _close(books, dispute, "lost")
    return dispute


def _open(books: Books, charge: Record, reason: str, status: str, **more: Body) -> Record:
    charge.body["disputed"] = True
    books.save(charge)
    body: Body = {
        "amount": charge.body["amount_captured"] - ledger.refunded_of(charge),
        "balance_transactions": [],
        "charge": charge.id,
        "currency": charge.body["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {"enhanced_evidence": {}},
        "evidence_details": {
            "due_by": books.now + DUE_DAYS * 86_400,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
            "submission_method": "not_submitted",
        },
        "is_charge_refundable": status == WARNS,
        "metadata": {},
        "payment_intent": charge.body["payment_intent"],
        "reason": reason,
        "status": status,
        **more,
    }
    dispute = books.add("dispute", "du", body)
    books.emit("charge.dispute.created", dispute.body)
    return dispute


def open_of(books: Books, charge: Record) -> Record | None:
    """The dispute for which this charge can't be refunded: its money is gone, or may go."""
    if not charge.body["disputed"]:
        return None
    mine = (one for one in books.all("dispute") if one.body["charge"] == charge.id)
    return next((one for one in mine if not one.body["is_charge_refundable"]), None)


def _withdraw(books: Books, dispute: Record) -> None:
    before = dispute.snapshot()
    taken = ledger.enter(
        books,
        "adjustment",
        -dispute.body["amount"],
        dispute.body["currency"],
        dispute.id,
        fees=fees.of_dispute(books),
        category="dispute",
        available_on=books.now,
        description=f"Chargeback withdrawal for {dispute.body['charge']}",
    )
    dispute.body["balance_transactions"] = [taken.snapshot()]
    books.save(dispute, "charge.dispute.funds_withdrawn", before)


def _reinstate(books: Books, dispute: Record) -> None:
    """The amount comes back; the fee does not."""
    before = dispute.snapshot()
    given = ledger.enter(
        books,
        "adjustment",
        dispute.body["amount"],
        dispute.body["currency"],
        dispute.id,
        category="dispute_reversal",
        description=f"Chargeback reversal for {dispute.body['charge']}",
    )
    dispute.body["balance_transactions"].append(given.snapshot())
    dispute.body["is_charge_refundable"] = True
    books.save(dispute, "charge.dispute.funds_reinstated", before)


def check_open(dispute: Record) -> None:
    """StripeError 400 where the bank has decided, or is deciding."""
    if dispute.body["status"] not in (NEEDS, WARNS):
        raise _not_open(dispute)


def _not_open(dispute: Record) -> StripeError:
    status = dispute.body["status"]
    closed = status not in OPEN
    return invalid(
        "This dispute is already closed"
        if closed
        else f"This dispute has a status of {status}: its evidence was already submitted."
    )


def submit(books: Books, dispute: Record) -> None:
    """The bank reads the evidence; with one of Stripe's test texts it decides a second later."""
    details = dispute.body["evidence_details"]
    details |= {"submission_count": details["submission_count"] + 1, "submission_method": "manual"}
    inquiry = dispute.body["status"] == WARNS
    dispute.body["status"] = "warning_under_review" if inquiry else "under_review"
    due = books.service.now() + DECIDED_AFTER_SECONDS
    books.service.agenda.add(due, "dispute_decided", books.account, dispute=dispute.id)


def decide(books: Books, dispute: str) -> None:
    """As the evidence says; without one of the test texts the bank goes on thinking."""
    record = books.find("dispute", dispute)
    said = record.body["evidence"]["uncategorized_text"]
    if record.body["status"] == "warning_under_review":
        _decide_inquiry(books, record, said)
    elif record.body["status"] == "under_review" and said == _WON:
        _close(books, record, "won")
        _reinstate(books, record)
    elif record.body["status"] == "under_review" and said == _LOST:
        _close(books, record, "lost")


def _decide_inquiry(books: Books, dispute: Record, said: str | None) -> None:
    if said == _WON:
        _close(books, dispute, "warning_closed")
    elif said in (_LOST, _ESCALATED):
        before = dispute.snapshot()
        dispute.body |= {"is_charge_refundable": False, "status": NEEDS}
        dispute.body["payment_method_details"]["card"]["case_type"] = "chargeback"
        books.save(dispute, "charge.dispute.updated", before)
        _withdraw(books, dispute)


def fall_due(books: Books, dispute: str) -> None:
    """Nobody has answered in time."""
    record = books.find("dispute", dispute)
    if record.body["status"] in (NEEDS, WARNS):
        record.body["evidence_details"]["past_due"] = True
        _close(books, record, "lost" if record.body["status"] == NEEDS else "warning_closed")


def accept(books: Books, dispute: Record) -> None:
    """The account gives in. StripeError 400 where there is nothing to give in to any more."""
    check_open(dispute)
    _close(books, dispute, "lost" if dispute.body["status"] == NEEDS else "warning_closed")


def _close(books: Books, dispute: Record, status: str) -> None:
    before = dispute.snapshot()
    dispute.body["status"] = status
    books.save(dispute, "charge.dispute.closed", before)
