"""Refunds: money that goes back to the payer, at once or later, and that may not arrive."""

from typing import Any

from sandbox.stripe import connected, disputes, ledger, settlement
from sandbox.stripe.books import Books, Record
from sandbox.stripe.cards import BY_TOKEN as CARDS
from sandbox.stripe.errors import invalid, refused_input
from sandbox.stripe.exchange import shown
from sandbox.stripe.ids import new_id, token
from sandbox.stripe.shapes import Body

REFERENCE_AFTER_SECONDS = 5
"""When the card network names the refund."""
ENDS_AFTER_SECONDS = 10
"""When a refund succeeds that was pending, or fails that had succeeded."""


def check(books: Books, charge: Record, amount: int | None) -> int:
    """How much is refunded: all that is left without an `amount`. StripeError 400."""
    body = charge.body
    if body["status"] != "succeeded" or not body["captured"]:
        raise invalid(
            f"Charge {charge.id} is {_state(body)}, so there is nothing to refund.",
            code="charge_not_refundable",
        )
    if disputes.open_of(books, charge):
        raise invalid(
            f"Charge {charge.id} has been charged back; cannot issue a refund.",
            code="charge_disputed",
        )
    left = body["amount"] - body["amount_refunded"]
    if left == 0:
        raise invalid(
            f"Charge {charge.id} has already been refunded.", code="charge_already_refunded"
        )
    return left if amount is None else _checked(amount, left, body["currency"])


def _state(body: Body) -> str:
    return "not captured" if body["status"] == "succeeded" else str(body["status"])


def _checked(amount: int, left: int, currency: str) -> int:
    if amount < 1:
        raise refused_input(
            "This value must be greater than or equal to 1.",
            "amount",
            code="parameter_invalid_integer",
        )
    if amount > left:
        raise invalid(
            f"Refund amount ({shown(amount, currency)}) is greater than unrefunded amount on "
            f"charge ({shown(left, currency)})",
            "amount",
        )
    return amount


def create(
    books: Books,
    charge: Record,
    amount: int,
    *,
    give_back_fee: bool = False,
    take_back: bool = False,
    **fields: Any,
) -> Record:
    """`amount` as `check` has given it. `give_back_fee`, `take_back`: what a platform and its
    account have shared is shared back. `fields`: reason, metadata and the like."""
    fees = connected.undo(books, charge, amount, give_back_fee=give_back_fee, take_back=take_back)
    refund = _add(books, charge, amount, **fields)
    kind = "refund" if charge.id.startswith("ch_") else "payment_refund"
    refund.body["balance_transaction"] = _enter(books, refund, charge, kind, -amount, fees).id
    books.save(refund, "refund.created")
    before = charge.snapshot()
    _count(charge, amount)
    books.save(charge, "charge.refunded", before)
    _plan(books, refund)
    return refund


def _add(books: Books, charge: Record, amount: int, **fields: Any) -> Record:
    body: Body = {
        "amount": amount,
        "balance_transaction": None,
        "charge": charge.id,
        "currency": charge.body["currency"],
        "customer": charge.body["customer"],
        "metadata": {},
        "payment_intent": charge.body["payment_intent"],
        "payment_method": charge.body["payment_method"],
        "reason": None,
        **fields,
    }
    test = _ending(books, charge)
    body["status"] = "pending" if test == "pending" else "succeeded"
    if body["status"] == "pending":
        body["pending_reason"] = "processing"
    if charge.id.startswith("ch_"):
        body["destination_details"] = _to_card("pending")
    prefix = "re" if charge.id.startswith("ch_") else "pyr"
    body |= {"id": new_id(prefix), "object": "refund", "created": books.now}
    return books.put(body, {"test": test})


def _to_card(status: str, **more: str) -> Body:
    card = {"reference_status": status, "reference_type": "acquirer_reference_number"}
    return {"type": "card", "card": {"type": "refund", **card, **more}}


def _ending(books: Books, charge: Record) -> str:
    """ "": it succeeds at once; "pending": later; "fails": it comes back. Banks take their time."""
    method = books.find("payment_method", charge.body["payment_method"])
    card = CARDS.get(method.private["test"])
    return card.refund if card else "pending"


def _enter(
    books: Books, refund: Record, charge: Record, kind: str, amount: int, fees: list[Body]
) -> Record:
    """Available when what it undoes is, and no sooner."""
    paid = books.get("balance_transaction", charge.body["balance_transaction"])
    due = paid.body["available_on"] if paid else settlement.available_on(books)
    return ledger.enter(
        books,
        kind,
        amount,
        charge.body["currency"],
        refund.id,
        fees=fees,
        available_on=max(books.now, due),
        description=_described(kind, charge),
    )


def _described(kind: str, charge: Record) -> str:
    what = "REFUND FAILURE" if kind == "refund_failure" else "REFUND FOR CHARGE"
    said = charge.body["description"]
    return f"{what} ({said})" if said else what


def _count(charge: Record, amount: int) -> None:
    charge.body["amount_refunded"] += amount
    charge.body["refunded"] = charge.body["amount_refunded"] == charge.body["amount"]


def _plan(books: Books, refund: Record) -> None:
    now, later = books.service.now(), books.service.agenda.add
    if refund.private["test"]:
        later(now + ENDS_AFTER_SECONDS, "refund_ends", books.account, refund=refund.id)
    else:
        later(now + REFERENCE_AFTER_SECONDS, "refund_named", books.account, refund=refund.id)


def named(books: Books, refund: str) -> None:
    """The network has named it: the payer's bank can find it by that."""
    record = books.find("refund", refund)
    before = record.snapshot()
    number = "".join(str(ord(one) % 10) for one in token(17))
    record.body["destination_details"] = _to_card("available", reference=number)
    books.save(record, "refund.updated", before)


def end(books: Books, refund: str) -> None:
    """What was pending succeeds; what fails comes back into the account."""
    record = books.find("refund", refund)
    before = record.snapshot()
    if record.private["test"] == "pending":
        record.body.pop("pending_reason", None)
        record.body["status"] = "succeeded"
        books.save(record, "refund.updated", before)
        return
    charge = books.find("charge", record.body["charge"])
    amount = record.body["amount"]
    back = _enter(books, record, charge, "refund_failure", amount, [])
    record.body |= {
        "failure_balance_transaction": back.id,
        "failure_reason": "unknown",
        "status": "failed",
    }
    _count(charge, -amount)
    books.save(charge)
    books.save(record, "refund.updated", before)
    books.emit("refund.failed", record.body, before)


def of_hold(books: Books, charge: Record, *, expired: bool) -> None:
    """What a bank held and nobody captured goes back: a refund without a movement of money."""
    _add(
        books,
        charge,
        charge.body["amount"],
        reason="expired_uncaptured_charge" if expired else None,
    )
