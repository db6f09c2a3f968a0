"""Payouts: what has become available goes to the account's bank, once a day, by itself."""

from collections.abc import Iterable

from sandbox.stripe import ledger, settlement
from sandbox.stripe.books import Books, Record

FIRST_AFTER_DAYS = 7
"""Stripe keeps the first payout of a new account back for so long."""
SENT_AFTER_SECONDS, ARRIVES_AFTER_SECONDS = 3_600, 86_400
DAY = 86_400


def unpaid(books: Books) -> list[Record]:
    """The transactions that are available and in no payout yet, newest first."""
    return [
        one
        for one in books.all("balance_transaction")
        if one.body["status"] == "available" and "payout" not in one.private
    ]


def pay_out(books: Books) -> None:
    """All that is available, where that is more than nothing; a new account waits a week."""
    waits = _first_day(books) + FIRST_AFTER_DAYS * DAY
    if books.now < waits:
        books.service.agenda.once(float(waits), "pay_out", books.account)
        return
    included = unpaid(books)
    amount = sum(one.body["net"] for one in included)
    if amount > 0:
        _send(books, amount, included)


def _first_day(books: Books) -> int:
    oldest = min(one.body["created"] for one in books.all("balance_transaction"))
    return int(oldest // DAY * DAY)


def _send(books: Books, amount: int, included: Iterable[Record]) -> None:
    currency = settlement.currency_of(books)
    payout = books.add(
        "payout",
        "po",
        {
            "amount": amount,
            "arrival_date": int(books.now // DAY * DAY) + DAY,
            "automatic": True,
            "currency": currency,
            "description": "STRIPE PAYOUT",
            "destination": f"ba_1{books.account.removeprefix('acct_')}",
            "metadata": {},
            "method": "standard",
            "reconciliation_status": "in_progress",
            "source_type": "card",
            "status": "pending",
            "trace_id": {"status": "pending", "value": None},
            "type": "bank_account",
        },
    )
    moved = ledger.enter(
        books,
        "payout",
        -amount,
        currency,
        payout.id,
        available_on=books.now,
        description="STRIPE PAYOUT",
    )
    for one in (*included, moved):
        one.private["payout"] = payout.id
        books.save(one)
    payout.body["balance_transaction"] = moved.id
    books.save(payout, "payout.created")
    later, now = books.service.agenda.add, books.service.now()
    later(now + SENT_AFTER_SECONDS, "payout_sent", books.account, payout=payout.id)
    later(now + ARRIVES_AFTER_SECONDS, "payout_arrives", books.account, payout=payout.id)


def send(books: Books, payout: str) -> None:
    record = books.find("payout", payout)
    before = record.snapshot()
    record.body |= {"reconciliation_status": "completed", "status": "in_transit"}
    books.save(record, "payout.updated", before)
    books.emit("payout.reconciliation_completed", record.body)


def arrive(books: Books, payout: str) -> None:
    record = books.find("payout", payout)
    before = record.snapshot()
    number = record.id.removeprefix("po_").upper()
    record.body |= {"status": "paid", "trace_id": {"status": "supported", "value": number}}
    books.save(record, "payout.paid", before)
