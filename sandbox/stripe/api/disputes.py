"""Disputes: evidence for them, and giving in."""

from sandbox.stripe import disputes
from sandbox.stripe.call import Call
from sandbox.stripe.changes import metadata, set_fields
from sandbox.stripe.lists import matching, page
from sandbox.stripe.shapes import Body


def retrieve(call: Call) -> Body:
    return call.named("dispute").body


def update(call: Call) -> Body:
    """Evidence goes to the bank at once, unless `submit` is false."""
    dispute = call.named("dispute")
    evidence, before = call.get("evidence"), dispute.snapshot()
    if evidence:
        disputes.check_open(dispute)
    kept = metadata(call.params.get("metadata"), dispute.body["metadata"])
    if evidence:
        set_fields(dispute.body["evidence"], evidence, evidence)
        dispute.body["evidence_details"]["has_evidence"] = True
    set_fields(dispute.body, call.params, ("intended_submission_method",))
    dispute.body["metadata"] = kept
    if call.params.get("submit", bool(evidence)):
        disputes.check_open(dispute)
        disputes.submit(call.books, dispute)
    call.books.save(dispute, "charge.dispute.updated", before)
    return dispute.body


def close(call: Call) -> Body:
    dispute = call.named("dispute")
    disputes.accept(call.books, dispute)
    return dispute.body


def list_all(call: Call) -> Body:
    found = matching(call.books.all("dispute"), call, "charge", "payment_intent")
    return page(call, "/v1/disputes", found)
