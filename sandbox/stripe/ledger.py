"""The ledger: a balance transaction for each movement of money, and the balance they add up to."""

from collections.abc import Iterable, Sequence

from sandbox.stripe import settlement
from sandbox.stripe.books import Books, Record
from sandbox.stripe.exchange import converted, rate
from sandbox.stripe.ids import new_id
from sandbox.stripe.shapes import Body

CATEGORIES = {"payment": "charge", "payment_refund": "refund", "refund_failure": "refund_failure"}
"""Reporting categories that have another name than the type."""
PAID_OUT_AFTER_SECONDS = 6 * 3_600.0
FROM_BANKS = frozenset({"payment", "payment_refund", "payment_failure_refund"})


def enter(
    books: Books,
    kind: str,
    amount: int,
    currency: str,
    source: str,
    *,
    fees: Sequence[Body] = (),
    category: str = "",
    **more: object,
) -> Record:
    """`amount` is what moves, in `currency`; `fees` are in the account's own. `more`: description,
    available_on. The rate is a float because JSON has no decimals; nothing is computed with it."""
    own = settlement.currency_of(books)
    settled = converted(amount, currency, own)
    fee = sum(one["amount"] for one in fees)
    body: Body = {
        "amount": settled,
        "available_on": settlement.available_on(books),
        "balance_type": "payments",
        "created": books.now,
        "currency": own,
        "description": None,
        "exchange_rate": None if own == currency else float(rate(currency, own)),
        "fee": fee,
        "fee_details": list(fees),
        "id": "",
        "net": settled - fee,
        "object": "balance_transaction",
        "reporting_category": category or CATEGORIES.get(kind, kind),
        "source": source,
        "status": "pending",
        "type": kind,
        **more,
    }
    return _book(books, body)


def _book(books: Books, body: Body) -> Record:
    body["id"] = new_id("txn")
    if body["available_on"] <= books.now:
        body["status"] = "available"
    else:
        books.service.agenda.once(float(body["available_on"]), "money_arrives", books.account)
    return books.put(body, {})


def money_arrives(books: Books) -> None:
    """What was pending until now is available; it is paid out the same day."""
    arrived = [
        one
        for one in books.all("balance_transaction")
        if one.body["status"] == "pending" and one.body["available_on"] <= books.now
    ]
    for one in arrived:
        one.body["status"] = "available"
        books.save(one)
    if arrived:
        books.emit("balance.available", balance(books))
        books.service.agenda.once(books.now + PAID_OUT_AFTER_SECONDS, "pay_out", books.account)


def refunded_of(charge: Record) -> int:
    """How much of what was captured has gone back."""
    body = charge.body
    return int(body["amount_refunded"] - (body["amount"] - body["amount_captured"]))


def fee_detail(books: Books, amount: int, description: str, kind: str = "stripe_fee") -> Body:
    return {
        "amount": amount,
        "application": None,
        "currency": settlement.currency_of(books),
        "description": description,
        "type": kind,
    }


def balance(books: Books) -> Body:
    transactions = list(books.all("balance_transaction"))
    own = settlement.currency_of(books)
    return {
        "object": "balance",
        "available": [_sums(own, (t for t in transactions if t.body["status"] == "available"))],
        "livemode": False,
        "pending": [_sums(own, (t for t in transactions if t.body["status"] == "pending"))],
    }


def _sums(currency: str, transactions: Iterable[Record]) -> Body:
    by_source = {"bank_account": 0, "card": 0}
    for one in transactions:
        source = "bank_account" if one.body["type"] in FROM_BANKS else "card"
        by_source[source] += one.body["net"]
    return {
        "amount": sum(by_source.values()),
        "currency": currency,
        "source_types": {name: amount for name, amount in by_source.items() if amount},
    }
