"""Mandates: a customer's agreement that a bank account may be debited."""

from sandbox.stripe.banks import ACH, BACS, BY_TOKEN, SEPA
from sandbox.stripe.books import Books, Record
from sandbox.stripe.errors import missing_parameter
from sandbox.stripe.ids import new_id, token
from sandbox.stripe.shapes import Body

ACCEPTANCE = "mandate_data[customer_acceptance]"
ANSWERED_AFTER = 0.5
"""When a bank answers for a Bacs mandate, as a part of the time that a debit takes."""


def accept(
    books: Books,
    method: Record,
    acceptance: Body,
    single_use: Body | None = None,
    prefix: str = "",
) -> Record:
    """A new mandate for a bank account, by `customer_acceptance` as clients send it. `single_use`:
    an amount and a currency, for one debit only. `prefix`: what its reference begins with.
    StripeError 400 as `check`."""
    check(acceptance)
    named = new_id("mandate")
    kind = "single_use" if single_use else "multi_use"
    pending = method.body["type"] == BACS
    body = {
        "id": named,
        "object": "mandate",
        "customer_acceptance": _accepted(acceptance, books.now),
        "livemode": False,
        "payment_method": method.id,
        "payment_method_details": _details(books, method.body["type"], named, prefix),
        "status": "pending" if pending else "active",
        "type": kind,
        kind: single_use or {},
    }
    mandate = books.put(body, {})
    method.private["mandate"] = mandate.id
    books.save(method)
    if pending:
        service = books.service
        due = service.now() + service.setup.debit_seconds * ANSWERED_AFTER
        service.agenda.add(due, "mandate_answered", books.account, mandate=mandate.id)
    return mandate


def check(acceptance: Body) -> None:
    """StripeError 400 where a customer accepted online, and not said is from where."""
    if acceptance["type"] == "online" and not acceptance.get("online"):
        raise missing_parameter(f"{ACCEPTANCE}[online]")


def vouch(books: Books, method: Record) -> None:
    """Whoever saves bank details by the API alone says that the customer has agreed elsewhere."""
    if method.body["type"] != "card" and active(books, method) is None:
        accept(books, method, {"type": "offline"})


def active(books: Books, method: Record) -> Record | None:
    """By which the account may be debited: also while its bank has not answered yet."""
    mandate = books.get("mandate", method.private.get("mandate"))
    return mandate if mandate and mandate.body["status"] != "inactive" else None


def deactivate(books: Books, mandate: Record, reason: str | None = "debit_not_authorized") -> None:
    """`reason`: why its bank revokes a Bacs mandate; None where it was no bank that ended it."""
    before = mandate.snapshot()
    mandate.body["status"] = "inactive"
    details = mandate.body["payment_method_details"].get(BACS)
    if details and reason:
        details["network_status"] = "revoked"
        details["revocation_reason"] = reason
    books.save(mandate, "mandate.updated", before)


def answer(books: Books, mandate: str) -> None:
    """The bank's answer to a Bacs mandate."""
    record = books.find("mandate", mandate)
    if record.body["status"] != "pending":
        return
    before = record.snapshot()
    method = books.find("payment_method", record.body["payment_method"])
    refused = BY_TOKEN[method.private["test"]].refused
    record.body["status"] = "inactive" if refused else "active"
    details = record.body["payment_method_details"][BACS]
    details["network_status"] = "refused" if refused else "accepted"
    books.save(record, "mandate.updated", before)


def _accepted(given: Body, now: int) -> Body:
    kind = given["type"]
    body: Body = {"accepted_at": given.get("accepted_at") or now, "type": kind, kind: {}}
    if kind == "online":
        body["online"] = {name: given["online"].get(name) for name in ("ip_address", "user_agent")}
    return body


def _details(books: Books, kind: str, named: str, prefix: str) -> Body:
    url = {"url": f"{books.service.base_url}/pages/mandate/{named}"}
    reference = {"reference": prefix + token(16).upper()}
    if kind == ACH:
        details: Body = {}
    elif kind == SEPA:
        details = reference | url
    elif kind == BACS:
        details = {"network_status": "pending", "revocation_reason": None} | reference | url
    else:
        details = url
    return {"type": kind, kind: details}
