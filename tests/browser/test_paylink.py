"""A payment link from chat: mailed to the client, opened there, paid with 3-D Secure at Stripe's
page, and seen to be paid in the window, on the card and in Home."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import PHONE, DemoProcess, Screen, Windows, in_http
from tests.browser.steps import LONG, dialog, press, sees, types, window

SECURE = "4000 0027 6000 3184"


@pytest.fixture
def client(windows: Callable[[Mapping[str, Any]], Windows]) -> Iterator[Page]:
    """Their phone."""
    page = windows(PHONE).take()
    yield page
    windows(PHONE).give_back(page)


@in_http
def test_a_link_is_mailed_opened_paid_with_3_d_secure_and_seen_to_be_paid(
    screen: Screen, client: Page, demo: DemoProcess
) -> None:
    olivia = screen.person("U0OLIVIA")
    types(olivia, "/client")
    press(olivia.page.locator("#content"), "New client")
    form = dialog(olivia)
    form.get_by_label("Name").first.fill("Linus Link")
    form.get_by_label("E-mail").fill("linus@example.org")
    press(form, "Save")
    sees(form, "Linus Link")
    press(form, "Send a link")
    form.get_by_label("Amount").fill("85")
    press(form, "Go on")
    sees(form, "The client pays $85.00", "The practice receives")
    press(form, "Make the link")
    sees(form, "Link made, not sent yet", "For a text message")
    press(form, "E-mail it")
    sees(form, "Link sent")

    client.goto(f"{demo.url}/mail/?to=linus@example.org")
    mail = client.get_by_role("link", name="$85.00 for INV-")
    expect(mail).to_be_visible(timeout=LONG)
    mail.click()
    expect(client.get_by_text(".pdf").first).to_be_visible()
    client.goto(client.locator(".text a").first.get_attribute("href") or "")
    client.get_by_label("E-mail").fill("linus@example.org")
    client.get_by_label("Full name").fill("Linus Link")
    client.get_by_role("button", name=SECURE).click()
    client.get_by_role("button", name="Pay $85.00").click()
    client.get_by_role("button", name="Complete authentication").click()
    client.wait_for_url("**/mail/", timeout=LONG)

    sees(form, "Paid by link · $85.00")
    press(form, "Close")
    home = screen.home_of("U0OLIVIA")
    sees(home.page.locator("#content"), "Nobody owes anything")
    sees(window(olivia, "/paylink"), "Who is to pay?")
