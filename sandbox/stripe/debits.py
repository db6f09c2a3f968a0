"""Bank debits: on their way for a while, then paid or sent back; some come back after that."""

from sandbox.stripe import charge_bodies, charges, declines, disputes, intents, ledger, mandates
from sandbox.stripe.banks import BY_TOKEN, TestBank
from sandbox.stripe.books import Books, Record
from sandbox.stripe.errors import StripeError, invalid
from sandbox.stripe.exchange import shown
from sandbox.stripe.shapes import Body

LATE_TIMES = 3
"""How many times as long as others a late debit takes."""
_ENDS_MANDATE = frozenset({"account_closed", "debit_not_authorized", "no_account"})


def check(books: Books, method: Record, acceptance: Body | None) -> None:
    """StripeError 400 where the payer has not agreed to be debited, or does not any more."""
    if acceptance is not None:
        mandates.check(acceptance)
    elif not method.private.get("mandate"):
        raise _no_mandate(
            "This PaymentIntent requires a mandate, but no existing mandate was found. Collect "
            "mandate acceptance from the customer and retry this request, providing acceptance "
            "data in the `mandate_data` parameter.",
            "mandate_data",
        )
    elif mandates.active(books, method) is None:
        raise _no_mandate(
            "The provided mandate is invalid and can not be used for the payment intent.",
            "payment_method",
        )


def _no_mandate(message: str, param: str) -> StripeError:
    return invalid(message, param, code="payment_intent_mandate_invalid")


def begin(books: Books, intent: Record, method: Record, acceptance: Body | None) -> None:
    """Checked before. With `acceptance`, by a new mandate."""
    if acceptance is not None:
        mandates.accept(books, method, acceptance, _single_use(intent, method))
    mandate = method.private["mandate"]
    charge = charge_bodies.new(
        books,
        intent,
        method,
        amount_captured=intent.body["amount"],
        captured=True,
        outcome=declines.authorized(card=False),
        payment_method_details=charge_bodies.debit_details(method, mandate),
        status="pending",
    )
    books.emit("charge.pending", charge.body)
    charges.keep_or_spend(books, intent, method)
    intents.advance(books, intent, "processing", "processing")
    _wait(books, charge, BY_TOKEN[method.private["test"]])


def _single_use(intent: Record, method: Record) -> Body | None:
    """For this debit only, where the account is not kept for later ones."""
    if method.body["customer"] or intent.body["setup_future_usage"]:
        return None
    return {name: intent.body[name] for name in ("amount", "currency")}


def _wait(books: Books, charge: Record, bank: TestBank) -> None:
    if bank.stuck:
        return
    service = books.service
    times = LATE_TIMES if bank.late else 1
    due = service.now() + service.setup.debit_seconds * times
    service.agenda.add(
        due, "debit_ends", books.account, charge=charge.id, failure=bank.failure or None
    )


def end(books: Books, charge: str, failure: str | None = None) -> None:
    """The bank's answer: paid, or sent back with Stripe's failure code. Of one that has ended
    already, nothing more comes."""
    record = books.find("charge", charge)
    if record.body["status"] != "pending":
        return
    intent = books.find("payment_intent", record.body["payment_intent"])
    if failure:
        record.body |= {"amount_captured": 0, "captured": False}
        _send_back(books, intent, record, failure)
    else:
        _pay(books, intent, record)


def _pay(books: Books, intent: Record, charge: Record) -> None:
    charge.body |= {"paid": True, "status": "succeeded"}
    charges.enter(books, charge)
    books.save(charge, "charge.succeeded")
    charges.receive(books, intent, charge)
    method = _method_of(books, charge)
    if BY_TOKEN[method.private["test"]].dispute:
        disputes.lose_to_bank(books, charge)
        _end_mandate(books, method)


def _send_back(books: Books, intent: Record, charge: Record, failure: str) -> None:
    method = _method_of(books, charge)
    charge.body |= {
        "failure_code": failure,
        "failure_message": declines.bank_message(failure),
        "paid": False,
        "receipt_url": None,
        "status": "failed",
    }
    books.save(charge, "charge.failed")
    error = declines.bank_error(failure, charge, method)
    intents.fail(books, intent, error, amount_received=0)
    if failure in _ENDS_MANDATE:
        _end_mandate(books, method)


def come_back(books: Books, charge: Record, failure: str) -> None:
    """A debit that was paid is returned: the money leaves again, the fee stays with Stripe.
    StripeError 400 for a charge that isn't one."""
    body = charge.body
    if not charge.id.startswith("py_") or body["status"] != "succeeded":
        raise invalid(f"Charge {charge.id} is not a bank debit that was paid.", "charge")
    left = body["amount_captured"] - body["amount_refunded"]
    transaction = ledger.enter(
        books,
        "payment_failure_refund",
        -left,
        body["currency"],
        charge.id,
        description=f"Payment failure refund of {shown(left, body['currency'])}",
    )
    body["failure_balance_transaction"] = transaction.id
    intent = books.find("payment_intent", body["payment_intent"])
    _send_back(books, intent, charge, failure)


def _method_of(books: Books, charge: Record) -> Record:
    return books.find("payment_method", charge.body["payment_method"])


def _end_mandate(books: Books, method: Record) -> None:
    if (mandate := mandates.active(books, method)) is not None:
        mandates.deactivate(books, mandate)
