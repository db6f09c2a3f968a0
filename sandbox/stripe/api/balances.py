"""The balance, the transactions that it is made of, and the payouts that it leaves by."""

from sandbox.stripe import ledger
from sandbox.stripe.call import Call
from sandbox.stripe.lists import matching, page, within
from sandbox.stripe.shapes import Body, complete


def retrieve(call: Call) -> Body:
    return complete(ledger.balance(call.books))


def retrieve_transaction(call: Call) -> Body:
    return call.named("balance_transaction", "id").body


def list_transactions(call: Call) -> Body:
    found = matching(call.books.all("balance_transaction"), call, "currency", "source", "type")
    if payout := call.linked("payout", "payout"):
        found = (one for one in found if one.private.get("payout") == payout.id)
    return page(call, "/v1/balance_transactions", found)


def retrieve_payout(call: Call) -> Body:
    return call.named("payout").body


def list_payouts(call: Call) -> Body:
    found = matching(call.books.all("payout"), call, "destination", "status")
    return page(call, "/v1/payouts", within(found, call.get("arrival_date"), field="arrival_date"))
