"""What Stripe does without us reaches its end by the daily comparison alone, or by news in any
order: the same end."""

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.news_worker import NewsWorker
from bot.stripe_news import finder, handlers
from desk.comparison import Comparison
from desk.stripe_events import Intake
from processor.events import read_event
from storage import ledger, refunds
from storage.invoices import Invoice
from storage.operations import REOPEN, Operation
from tests.support.cast import OLIVIA
from tests.support.disputing import LOSES, answers, charge_of, is_disputed
from tests.support.link_payers import makes_link, opens, pays
from tests.support.refunding import refund
from tests.support.register import LEASE_MS, Accounting, Register
from tests.support.stores import ON_SQLITE

pytestmark = ON_SQLITE
End = list[Any]


@pytest.fixture
def accounting() -> Iterator[Accounting]:
    """One for each test: everything that it has is compared."""
    running = Accounting()
    yield running
    running.stop()


def lost(register: Register) -> None:
    """Nobody is told anything; the practice is compared with Stripe."""
    found = Comparison(register.desk, register.client).now(register.cast.practice)
    assert found.differences == []


def told(seed: int) -> Callable[[Register], None]:
    """All that Stripe tells comes, twice, in an order of the seed."""

    def arrives(register: Register) -> None:
        service = register.accounting.stripe.service
        with service.lock:
            events = [one.snapshot() for one in service.platform.all("event")]
        known = handlers(register.desk, register.client)
        intake = Intake(register.desk, known, finder(register.desk))
        worker = NewsWorker(register.desk, "news", LEASE_MS, known)
        events += events
        random.Random(seed).shuffle(events)
        for body in events:
            event = read_event(body)
            if event is not None:
                intake.take_in(event)
        for _ in range(5):
            worker.work_off()
            register.clock.advance(60_000)

    return arrives


def happens(register: Register, hears: Callable[[Register], None]) -> tuple[End, End, End]:
    """What the invoices are in the end, the ledger and the operations."""
    ada, ben = register.payer("pm_card_refundFail"), register.payer("pm_usBankAccount_success")
    due = [register.invoice(ada, total) for total in (10_000, 5_000, 4_000, 3_000)]
    debits = [register.invoice(ben, total) for total in (2_500, 2_000)]
    paid = [register.done(register.charges(OLIVIA, one, again=True)) for one in due[:3]]
    sent = [register.done(register.charges(OLIVIA, one, again=True)) for one in debits]
    link = makes_link(register, due[3])
    pays(register, opens(register, link))
    register.passes(days=6)
    hears(register)
    assert register.now(link).state == "succeeded"
    register.done(refund(register, OLIVIA, paid[0], 4_000, ends=REOPEN))
    v1 = register.accounting.stripe.client.v1
    v1.refunds.create({"charge": charge_of(register, register.now(link)), "amount": 1_000})
    lost_one = is_disputed(register, paid[1])
    won = is_disputed(register, paid[2])
    answers(register, lost_one, LOSES)
    answers(register, won)
    register.control(f"debits/{sent[1].stripe_id}/end", failure_code="account_closed")
    register.passes(seconds=30)
    hears(register)
    return (
        [_invoice(register, one) for one in [*due, *debits]],
        [_lines(register, one) for one in [*paid, *sent, link]],
        [register.now(one).state for one in [*paid, *sent, link]],
    )


def _invoice(register: Register, invoice: Invoice) -> tuple[str, int, int]:
    found = register.invoice_now(invoice)
    return found.state, found.paid, found.credited


def _lines(register: Register, payment: Operation) -> list[tuple[str, int]]:
    """With those of its refunds."""
    made = refunds.of_charges(register.store, register.mine, [payment.id])
    lines = [
        line
        for one in [payment, *made]
        for line in ledger.of_operation(register.store, register.mine, one.id)
    ]
    return sorted((line.kind, line.amount) for line in lines)


@pytest.mark.parametrize("hears", [lost, told(1), told(2)], ids=["lost", "told", "told-anew"])
def test_the_reconciler_alone_comes_to_the_end_to_which_news_lead(
    register: Register, hears: Callable[[Register], None]
) -> None:
    invoices, lines, states = happens(register, hears)
    assert invoices == [
        ("paid", 10_000, 0),
        ("open", 0, 0),
        ("paid", 4_000, 0),
        ("open", 2_000, 0),
        ("paid", 2_500, 0),
        ("open", 0, 0),
    ]
    assert states == ["succeeded", "succeeded", "succeeded", "succeeded", "failed", "succeeded"]
    moved = [[line for line in one if line[0] != "fee"] for one in lines]
    assert moved == [
        [("charge", 10_000), ("refund", -4_000), ("refund_back", 4_000)],
        [("charge", 5_000), ("dispute", -5_000), ("dispute_fee", -1_500)],
        [
            ("charge", 4_000),
            ("dispute", -4_000),
            ("dispute_back", 4_000),
            ("dispute_fee", -1_500),
        ],
        [("charge", 2_500)],
        [("charge", 2_000), ("reversal", -2_000)],
        [("charge", 3_000), ("refund", -1_000)],
    ]
    assert all("fee" in [kind for kind, _ in one] for one in lines)
