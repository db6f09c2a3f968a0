"""Charging a card: the bank says yes or no, the money is captured, and it reaches the ledger."""

from sandbox.stripe import charge_bodies, connected, declines, disputes, fees, intents, ledger
from sandbox.stripe import methods as payment_methods
from sandbox.stripe.books import Books, Record
from sandbox.stripe.cards import BY_TOKEN, TestCard
from sandbox.stripe.errors import StripeError, invalid

SETTLES_AFTER_SECONDS = 1
HELD_SECONDS = 7 * 86_400


def attempt(
    books: Books, intent: Record, method: Record, *, authenticated: bool = False
) -> StripeError | None:
    """The error of a decline, None where the bank says yes; intent and charge stand so by then."""
    card = BY_TOKEN[method.private["test"]]
    code = _take_next_decline(books, method) or card.decline
    if code:
        return decline(books, intent, method, code, authenticated=authenticated)
    details = charge_bodies.card_details(intent, method, authenticated=authenticated)
    charge = charge_bodies.new(
        books,
        intent,
        method,
        outcome=declines.authorized(card=True),
        paid=True,
        payment_method_details=details,
        status="succeeded",
    )
    _keep_method(books, intent, method, authenticated=authenticated)
    if intent.body["capture_method"] == "manual":
        _hold(books, intent, charge)
    else:
        _succeed(books, intent, charge, card)
    return None


def _take_next_decline(books: Books, method: Record) -> str:
    """What tests and the demo have asked for: of this method, or of any."""
    code = str(method.private.pop("next", ""))
    if code:
        books.save(method)
    return code or books.service.take_next_decline()


def decline(
    books: Books, intent: Record, method: Record, code: str, *, authenticated: bool = False
) -> StripeError:
    """The charge fails with this decline code."""
    blocked = BY_TOKEN[method.private["test"]].blocked and code == "fraudulent"
    error = declines.card_error(code, method)
    charge = charge_bodies.new(
        books,
        intent,
        method,
        failure_code=error.error["code"],
        failure_message=error.error["message"],
        outcome=declines.blocked() if blocked else declines.declined(code),
        payment_method_details=charge_bodies.card_details(
            intent, method, authenticated=authenticated
        ),
        receipt_url=None,
        status="failed",
    )
    error.error["charge"] = charge.id
    books.emit("charge.failed", charge.body)
    intents.fail(books, intent, dict(error.error))
    error.error["payment_intent"] = intent.snapshot()
    return error


def _keep_method(books: Books, intent: Record, method: Record, *, authenticated: bool) -> None:
    """What was checked is right; it is saved for later where that was wanted, or used up."""
    payment_methods.passed(method)
    if intent.body["setup_future_usage"] and authenticated:
        method.private["authenticated"] = True
    books.save(method)
    keep_or_spend(books, intent, method)


def keep_or_spend(books: Books, intent: Record, method: Record) -> None:
    customer = intent.body["customer"]
    if intent.body["setup_future_usage"] and customer:
        payment_methods.attach(books, method, customer)
    payment_methods.spend(books, method)


def _hold(books: Books, intent: Record, charge: Record) -> None:
    """The bank holds the money until it is captured, for a week."""
    amount = intent.body["amount"]
    due = books.service.now() + HELD_SECONDS
    charge.body["payment_method_details"]["card"]["capture_before"] = int(due)
    books.save(charge, "charge.succeeded")
    intents.advance(
        books,
        intent,
        "requires_capture",
        "amount_capturable_updated",
        amount_capturable=amount,
        last_payment_error=None,
    )
    books.service.agenda.add(due, "hold_ends", books.account, intent=intent.id)


def _succeed(books: Books, intent: Record, charge: Record, card: TestCard) -> None:
    at_once = intent.body["capture_method"] == "automatic"
    charge.body |= {"amount_captured": charge.body["amount"], "captured": True}
    if at_once:
        enter(books, charge)
    books.save(charge, "charge.succeeded")
    receive(books, intent, charge)
    if at_once:
        _follow_up(books, charge, card)
    else:
        due = books.service.now() + SETTLES_AFTER_SECONDS
        books.service.agenda.add(due, "charge_settles", books.account, charge=charge.id)


def receive(books: Books, intent: Record, charge: Record) -> None:
    """The intent has what the charge captured."""
    intents.advance(
        books,
        intent,
        "succeeded",
        "succeeded",
        amount_capturable=0,
        amount_received=charge.body["amount_captured"],
        last_payment_error=None,
    )


def enter(books: Books, charge: Record) -> None:
    """Into the ledger, with its fees."""
    kind = "payment" if charge.id.startswith("py_") else "charge"
    transaction = ledger.enter(
        books,
        kind,
        charge.body["amount_captured"],
        charge.body["currency"],
        charge.id,
        fees=fees.of_charge(books, charge),
        description=charge.body["description"],
    )
    charge.body["balance_transaction"] = transaction.id
    connected.share(books, charge)


def settle(books: Books, charge: str) -> None:
    """Captured a moment ago, it is in the ledger now."""
    record = books.find("charge", charge)
    before = record.snapshot()
    enter(books, record)
    books.save(record, "charge.updated", before)
    _follow_up(books, record, _card_of(books, record))


def in_the_ledger(books: Books, charge: str) -> Record:
    """StripeError where there is none, 400 where it has brought no money that is still there."""
    record = books.find("charge", charge)
    if record.body["status"] != "succeeded" or not record.body["balance_transaction"]:
        raise invalid(f"Charge {charge} has not brought any money.", "charge")
    if record.body["refunded"] or record.body["disputed"]:
        raise invalid(f"The money of charge {charge} has gone back already.", "charge")
    return record


def _card_of(books: Books, charge: Record) -> TestCard:
    method = books.find("payment_method", charge.body["payment_method"])
    return BY_TOKEN[method.private["test"]]


def _follow_up(books: Books, charge: Record, card: TestCard) -> None:
    if card.dispute:
        disputes.open_for_card(books, charge, card.dispute)


def capture(books: Books, intent: Record, charge: Record, amount: int) -> None:
    """`amount` of what the bank holds; the rest goes back."""
    before = charge.snapshot()
    charge.body |= {"amount_captured": amount, "captured": True}
    charge.body["amount_refunded"] = charge.body["amount"] - amount
    enter(books, charge)
    books.save(charge, "charge.captured", before)
    receive(books, intent, charge)
    _follow_up(books, charge, _card_of(books, charge))


def release(books: Books, charge: Record, event: str) -> None:
    """All of what the bank holds goes back; `event` tells so of the charge."""
    before = charge.snapshot()
    charge.body |= {"amount_refunded": charge.body["amount"], "refunded": True}
    books.save(charge, event, before)
