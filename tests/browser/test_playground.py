"""Payments, the client mailbox and the panel beside the workspace, in a demo of its own that is
killed and started again."""

import json
import re
import signal
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest
from playwright.sync_api import Page, expect
from stripe import StripeClient

from bot.demo import STRIPE_KEY
from tests.browser.desk import DESK, DemoProcess, Screen, Windows
from tests.sandbox.playground.support import send_mail
from tests.sandbox.stripe.support import new_client, refusal


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "data"


@pytest.fixture(scope="module")
def mine(folder: Path) -> Iterator[DemoProcess]:
    demo = DemoProcess(folder)
    try:
        demo.wait_until_ready()
        yield demo
    finally:
        demo.end()


@pytest.fixture
def olivia(windows: Callable[[Mapping[str, Any]], Windows], mine: DemoProcess) -> Iterator[Page]:
    screen = Screen(windows(DESK), mine.url)
    yield screen.person("U0OLIVIA").page
    screen.close()


def stripe_of(demo: DemoProcess) -> StripeClient:
    return new_client(f"{demo.url}/stripe", key=STRIPE_KEY)


def opens(page: Page, label: str) -> Page:
    """A link of the rail, which opens beside the workspace."""
    with page.expect_popup() as opened:
        page.locator("#rail").get_by_role("link", name=label).click()
    return opened.value


def smtp_url(demo: DemoProcess) -> str:
    return demo.output.partition("SMTP_URL=")[2].split()[0]


def test_payments_show_what_stripe_is_asked_for(mine: DemoProcess, olivia: Page) -> None:
    payments = opens(olivia, "Payments")
    expect(payments.locator("main")).to_contain_text("nothing here moves money")
    stripe_of(mine).v1.payment_intents.create(
        {"amount": 15450, "currency": "usd", "description": "Invoice INV-1042"}
    )
    expect(payments.locator("main")).to_contain_text("$154.50")
    payments.get_by_role("link", name="Slack workspace").click()
    expect(payments.locator("#message")).to_be_visible()
    payments.close()


def test_what_a_client_is_sent_lands_in_the_mailbox(mine: DemoProcess, olivia: Page) -> None:
    mailbox = opens(olivia, "Client mailbox")
    send_mail(smtp_url(mine), "jane@example.org", "Your receipt")
    mailbox.get_by_role("link", name="Your receipt").click()
    expect(mailbox.get_by_role("heading", name="Your receipt")).to_be_visible()
    mailbox.close()


def test_light_and_dark_go_from_page_to_page(olivia: Page) -> None:
    olivia.get_by_role("button", name="Switch between light and dark").click()
    for label in ("Payments", "Client mailbox", "Demo panel"):
        beside = opens(olivia, label)
        expect(beside.locator("html")).to_have_attribute("data-theme", "dark")
        beside.close()


def test_three_days_later_paydesk_has_another_date_too(mine: DemoProcess, olivia: Page) -> None:
    panel = opens(olivia, "Demo panel")
    panel.get_by_role("button", name="+3 days").press("Enter")
    expect(panel.locator("#time")).to_contain_text("3 days ahead of your clock.")
    assert panel.evaluate("document.activeElement.textContent") == "+3 days"
    panel.close()
    olivia.locator("#message").fill("/fees")
    olivia.locator("#message").press("Enter")
    olivia.get_by_role("button", name="Use our own fees").last.click()
    since = olivia.locator("dialog[open]").get_by_label("These fees hold from")
    day = datetime.fromisoformat(since.input_value()).astimezone()
    assert timedelta(days=1) < day - datetime.now().astimezone() < timedelta(days=4)
    olivia.keyboard.press("Escape")
    expect(olivia.locator("dialog#modal")).to_be_hidden()


def test_a_decline_and_a_failure_reach_whoever_calls_stripe(
    mine: DemoProcess, olivia: Page
) -> None:
    panel, client = opens(olivia, "Demo panel"), stripe_of(mine)
    panel.get_by_label("The next charge of a card declines:").select_option("lost_card")
    panel.get_by_role("button", name="Decline it").click()
    expect(panel.locator("#cards")).to_contain_text("declines: the card was reported lost.")
    error = refusal(lambda: pays(client))
    assert error.code == "card_declined"
    expect(panel.locator("#cards")).to_contain_text("No decline is waiting.")
    panel.get_by_label("The next request that changes").select_option("busy")
    panel.get_by_role("button", name="Queue it").click()
    expect(panel.locator("#faults li")).to_have_text(["is refused: too many requests (429)"])
    assert refusal(lambda: pays(client)).http_status == 429
    expect(panel.locator("#faults")).to_contain_text("Nothing is queued")
    panel.close()


def pays(client: StripeClient) -> str:
    intent = client.v1.payment_intents.create(
        {
            "amount": 15450,
            "currency": "usd",
            "payment_method": "pm_card_visa",
            "allowed_payment_method_types": ["card"],
            "confirm": True,
        }
    )
    return intent.id


def test_a_wrong_number_is_told_at_its_field(olivia: Page) -> None:
    panel = opens(olivia, "Demo panel")
    field = panel.get_by_label("Another step")
    field.fill("soon")
    field.press("Enter")
    expect(panel.get_by_role("alert")).to_contain_text("a whole number")
    expect(field).to_be_focused()
    panel.close()


def test_paydesk_hears_from_this_stripe(mine: DemoProcess) -> None:
    address = mine.output.partition("Paydesk is ready at ")[2].split()[0]
    with urllib.request.urlopen(f"{address}/readyz", timeout=10) as answer:
        state = json.load(answer)
    assert state["stripe_last_contact_ms"] > 0


def test_a_killed_demo_goes_on_where_it_was(mine: DemoProcess, folder: Path) -> None:
    intent = pays(stripe_of(mine))
    send_mail(smtp_url(mine), "jane@example.org", "Before the end")
    clock = clock_of(mine)
    started = psutil.Process(mine.process.pid).children(recursive=True)
    mine.process.send_signal(signal.SIGKILL)
    assert psutil.wait_procs(started, 20)[1] == []
    again = DemoProcess(folder)
    try:
        again.wait_until_ready()
        payment = stripe_of(again).v1.payment_intents.retrieve(intent)
        assert (payment.status, payment.amount) == ("succeeded", 15450)
        with urllib.request.urlopen(f"{again.url}/mail/", timeout=10) as shown:
            assert "Before the end" in shown.read().decode()
        assert clock_of(again) == clock
    finally:
        again.end()


def clock_of(demo: DemoProcess) -> str:
    """How the panel says where the clock is."""
    with urllib.request.urlopen(f"{demo.url}/panel/", timeout=10) as shown:
        found = re.search(r'<p class="ahead.*?</p>', shown.read().decode())
    assert found
    return found.group()
