"""What tests and the demo can make happen to money; and that it outlives a restart."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from sandbox.clock import Clock
from sandbox.stripe import methods, payments
from sandbox.stripe.service import Service, Setup
from tests.sandbox.stripe.till import MONDAY, Till


@pytest.fixture(scope="module")
def till() -> Iterator[Till]:
    running = Till(Setup(debit_seconds=3_600))
    yield running
    running.stop()


def post(till: Till, path: str, **asked: Any) -> dict[str, Any]:
    answer = requests.post(f"{till.url}/_test/{path}", json=asked, timeout=10)
    assert answer.json()["ok"] == (answer.status_code == 200)
    return dict(answer.json())


def again(till: Till, intent: Any) -> Any:
    return till.client.v1.payment_intents.retrieve(intent.id, {"expand": ["latest_charge"]})


def test_any_payment_can_be_disputed_once(till: Till) -> None:
    charge = till.paid()
    opened = post(till, f"charges/{charge.id}/dispute", reason="duplicate")["dispute"]
    dispute = till.client.v1.disputes.retrieve(opened)
    assert (dispute.charge, dispute.reason, dispute.status) == (
        charge.id,
        "duplicate",
        "needs_response",
    )
    assert not post(till, f"charges/{charge.id}/dispute")["ok"]
    assert not post(till, f"charges/{till.pay().latest_charge}/dispute")["ok"]  # a second too early


def test_a_disputed_debit_is_lost(till: Till) -> None:
    intent = till.debit("pm_usBankAccount_success", "usd")
    till.advance(seconds=3_600)
    opened = post(till, f"charges/{intent.latest_charge}/dispute")["dispute"]
    assert till.client.v1.disputes.retrieve(opened).status == "lost"


@pytest.mark.parametrize("passed", [True, False])
def test_a_cardholder_can_be_made_to_come_through(till: Till, passed: bool) -> None:
    intent = till.pay(
        "pm_card_authenticationRequired", off_session=None, return_url="https://pay.example"
    )
    said = post(till, f"payment_intents/{intent.id}/authenticate", passed=passed)["status"]
    assert said == ("succeeded" if passed else "requires_payment_method")
    assert again(till, intent).status == said
    assert not post(till, f"payment_intents/{intent.id}/authenticate", passed=True)["ok"]


def test_a_payment_and_its_prices_outlive_a_restart(tmp_path: Path) -> None:
    def start() -> Service:
        return Service(Clock(lambda: MONDAY), file=tmp_path / "stripe.db")

    service = start()
    with service.acting():
        books = service.platform
        service.pricing.set(books.account, {"domestic": {"percent": "1"}})
        intent = payments.create(books, {"amount": 10_000, "currency": "usd"})
        payments.confirm(books, intent, methods.resolve(books, "pm_card_visa"), off_session=True)
    service.close()
    service = start()
    service.advance(1)
    moved = next(service.platform.all("balance_transaction")).body
    assert (moved["amount"], moved["fee"], moved["source"]) == (
        10_000,
        100,
        intent.body["latest_charge"],
    )
    service.advance(30 * 86_400)
    assert next(service.platform.all("payout")).body["amount"] == 9_900
    service.close()
