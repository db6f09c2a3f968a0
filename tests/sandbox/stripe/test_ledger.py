"""The ledger: what it holds, when it can be paid out, and that everything always adds up."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import stripe

from sandbox.stripe.banks import BANKS
from sandbox.stripe.cards import CARDS
from sandbox.stripe.service import Setup
from tests.sandbox.stripe.till import Till

DAY = 86_400


@pytest.fixture
def till() -> Iterator[Till]:
    running = Till(Setup(debit_seconds=DAY))
    yield running
    running.stop()


def balance(till: Till) -> tuple[int, int]:
    read = till.client.v1.balance.retrieve()
    return read.available[0].amount, read.pending[0].amount


def day(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%a %d %H:%M")


def test_money_is_pending_for_two_banking_days_in_the_united_states(till: Till) -> None:
    assert balance(till) == (0, 0)
    charge: Any = till.paid(amount=10_000)  # on a Monday morning
    moved = charge.balance_transaction
    assert (moved.status, day(moved.available_on)) == ("pending", "Wed 25 00:00")
    assert balance(till) == (0, 9_680)
    till.advance(days=1)
    assert balance(till) == (0, 9_680)
    till.advance(days=1)
    assert balance(till) == (9_680, 0)
    assert till.client.v1.balance_transactions.retrieve(moved.id).status == "available"


def test_a_week_end_is_no_banking_day(till: Till) -> None:
    till.advance(days=4)
    charge: Any = till.paid()  # on a Friday
    assert day(charge.balance_transaction.available_on) == "Tue 01 00:00"


def test_a_payout_takes_what_is_available_and_says_of_what_it_is_made(till: Till) -> None:
    charge: Any = till.paid(amount=10_000)
    refund = till.client.v1.refunds.create({"charge": charge.id, "amount": 1_000})
    till.advance(days=6)
    assert till.client.v1.payouts.list().data == []  # a new account waits for a week
    till.advance(days=1)
    payout = till.client.v1.payouts.list().data[0]
    assert (payout.amount, payout.currency, payout.automatic) == (8_680, "usd", True)
    assert balance(till) == (0, 0)
    inside = till.client.v1.balance_transactions.list({"payout": payout.id}).data
    assert [(one.type, one.net) for one in inside] == [
        ("payout", -8_680),
        ("refund", -1_000),
        ("charge", 9_680),
    ]
    assert [one.source for one in inside] == [payout.id, refund.id, charge.id]
    till.advance(days=1)
    payout = till.client.v1.payouts.retrieve(payout.id)
    assert (payout.status, payout.reconciliation_status) == ("paid", "completed")


def test_a_payout_tells_where_it_is(till: Till) -> None:
    till.paid()
    till.advance(days=9)
    events = [one.body["type"] for one in till.service.platform.all("event")][::-1]
    told = [one for one in events if one.startswith(("payout", "balance"))]
    assert told == [
        "balance.available",
        "payout.created",
        "payout.updated",
        "payout.reconciliation_completed",
        "payout.paid",
    ]


def test_the_ledger_is_listed_by_kind_and_source(till: Till) -> None:
    charge, other = till.paid(), till.paid()
    refund = till.client.v1.refunds.create({"charge": charge.id})
    listed = till.client.v1.balance_transactions.list
    assert [one.source for one in listed({"type": "charge"}).data] == [other.id, charge.id]
    found = listed({"source": refund.id, "expand": ["data.source"]}).data
    source: Any = found[0].source
    assert (len(found), source.object, source.amount) == (1, "refund", 10_000)


# Whatever happens

_CARDS = [card.token for card in CARDS if card.authentication == "never"]
_BANKS = [bank.token for bank in BANKS if bank.kind == "us_bank_account"]


class Week:
    """Days at the desk, at random."""

    def __init__(self, till: Till, seed: int) -> None:
        self.till = till
        self.random = random.Random(seed)
        self.refused = 0
        self.steps = [self.card, self.card, self.debit, self.refund, self.capture, self.wait]
        self.steps += [self.answer]

    def go_on(self) -> None:
        try:
            self.random.choice(self.steps)()
        except (stripe.CardError, stripe.InvalidRequestError):
            self.refused += 1

    def card(self) -> None:
        how = self.random.choice(["automatic", "automatic_async", "manual"])
        amount = self.random.randint(50, 90_000)
        self.till.pay(self.random.choice(_CARDS), amount, capture_method=how)

    def debit(self) -> None:
        amount = self.random.randint(50, 90_000)
        self.till.debit(self.random.choice(_BANKS), "usd", amount)

    def refund(self) -> None:
        charge = self.random.choice(self.till.client.v1.charges.list({"limit": 100}).data)
        amount = self.random.randint(1, charge.amount)
        self.till.client.v1.refunds.create({"charge": charge.id, "amount": amount})

    def capture(self) -> None:
        intents = self.till.client.v1.payment_intents
        held = [one for one in intents.list().data if one.status == "requires_capture"]
        if held:
            amount = self.random.randint(1, held[0].amount)
            intents.capture(held[0].id, {"amount_to_capture": amount})

    def answer(self) -> None:
        disputes = self.till.client.v1.disputes
        text = self.random.choice(["winning_evidence", "losing_evidence"])
        for one in disputes.list({"limit": 2}).data:
            disputes.update(one.id, {"evidence": {"uncategorized_text": text}})

    def wait(self) -> None:
        self.till.advance(seconds=self.random.choice([1, 60, DAY, 3 * DAY]))


def bodies(till: Till, kind: str) -> list[dict[str, Any]]:
    return [one.body for one in till.service.platform.all(kind)]


def expected_balance(till: Till) -> int:
    """From what the objects say, without a look at the ledger's own amounts."""
    entered = [one for one in bodies(till, "charge") if one["balance_transaction"]]
    came = sum(one["amount_captured"] for one in entered)
    moved = [one for one in bodies(till, "refund") if one["balance_transaction"]]
    went = sum(one["amount"] for one in moved if one["status"] != "failed")
    taken = sum(
        one["amount"]
        for one in bodies(till, "dispute")
        if one["status"] != "won" and one["balance_transactions"]
    )
    fees = sum(one["fee"] for one in bodies(till, "balance_transaction"))
    return came - went - taken - fees - sum(one["amount"] for one in bodies(till, "payout"))


@pytest.mark.parametrize("seed", range(2))
def test_the_ledger_adds_up_whatever_happens(till: Till, seed: int) -> None:
    week = Week(till, seed)
    till.paid()
    for _ in range(40):
        week.go_on()
        transactions = bodies(till, "balance_transaction")
        for one in transactions:
            assert one["net"] == one["amount"] - one["fee"]
            assert sum(detail["amount"] for detail in one["fee_details"]) == one["fee"]
        whole = sum(one["net"] for one in transactions)
        assert sum(balance(till)) == whole == expected_balance(till)
        for charge in bodies(till, "charge"):
            assert 0 <= charge["amount_refunded"] <= charge["amount"]
    till.advance(days=30)
    assert week.refused < 20
    available, pending = balance(till)
    assert (max(available, 0), pending) == (0, 0)  # what was there to pay out is paid out
    assert available == expected_balance(till)
