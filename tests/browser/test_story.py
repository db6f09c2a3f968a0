"""A payment from the link to the last coin of it, told by all who have a hand in it: the owner in
English, the front desk and the client in French."""

import re

from playwright.sync_api import Page, expect

from tests.browser.desk import DemoProcess, Screen, Someone, as_read, in_http
from tests.browser.steps import LONG, closes, dialog, field, press, sees, types

SECURE = "4000 0027 6000 3184"
ADDRESS = "linus@example.org"


def mailed(client: Page, url: str, subject: str) -> None:
    """The client opens the mail."""
    client.goto(f"{url}/mail/?to={ADDRESS}")
    mail = client.get_by_role("link", name=as_read(subject))
    expect(mail).to_be_visible(timeout=LONG)
    mail.click()
    expect(client.get_by_text(".pdf").first).to_be_visible()


def pays(client: Page, url: str, amount: str) -> None:
    """By the link in the mail, with a card whose bank asks first."""
    mailed(client, url, f"{amount} pour INV-")
    client.goto(client.locator(".text a").first.get_attribute("href") or "")
    client.get_by_label("E-mail").fill(ADDRESS)
    client.get_by_label("Full name").fill("Linus Link")
    client.get_by_role("button", name=SECURE).click()
    client.get_by_role("button", name="Pay $85.00").click()
    client.get_by_role("button", name="Complete authentication").click()
    client.wait_for_url("**/mail/", timeout=LONG)


def sends_a_link(olivia: Someone) -> None:
    """To a new client who reads French, for an invoice that is made with it."""
    types(olivia, "/client")
    press(olivia.page.locator("#content"), "New client")
    form = dialog(olivia)
    form.get_by_label("Name").first.fill("Linus Link")
    form.get_by_label("E-mail").fill(ADDRESS)
    form.get_by_label("Language").select_option(label="French")
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


@in_http
def test_a_link_is_paid_with_3_d_secure_half_goes_back_and_cash_comes_for_it(
    screen: Screen, client: Page, demo: DemoProcess
) -> None:
    olivia, florence = screen.person("U0OLIVIA"), screen.person("U0FLORENCE")
    sends_a_link(olivia)
    pays(client, demo.url, "85,00 $US")
    form = dialog(olivia)
    sees(form, "Paid by link · $85.00")
    found = re.search(r"INV-\d+", form.inner_text())
    assert found
    mailed(client, demo.url, "Reçu pour INV-")
    sees(client.locator(".text"), "85,00 $US", "par Visa •••• 3184", "Le reçu est joint en PDF.")

    press(form, "Refund…")
    sees(form, "Paid $85.00", "Visa ••3184")
    field(form, "refund:amount").fill("42.50")
    field(form, "refund:amount").press("Enter")
    sees(form, "The client gets back$42.50")
    field(form, "ending").select_option(label="The client still owes it, and pays in another way")
    press(form, "Refund $42.50")
    sees(form, "Refunded: $42.50")
    mailed(client, demo.url, "42,50 $US")
    sees(client.locator(".text"), "La facture reste à payer", "Une confirmation est jointe en PDF.")
    home = f"{demo.url}/?as=U0OLIVIA&c=H0OLIVIA"
    olivia.page.goto(home)
    sees(olivia.page.locator("#content"), "Linus Link", "$42.50 · 1 invoice")

    types(florence, f"/invoice {found[0]}")
    shown = florence.page.locator("#content")
    sees(shown, "Reste à payer42,50 $US", "Payé : 85,00 $US · Visa ••3184")
    press(shown, "Payée autrement")
    cash = dialog(florence)
    press(cash, "C’est payé")
    closes(cash, "Payée autrement : 42,50 $US · Espèces", "Noté par @Florence Petit")
    olivia.page.goto(home)
    sees(olivia.page.locator("#content"), "Your role: Owner.")
    expect(olivia.page.locator("#content")).not_to_contain_text("Linus Link", timeout=LONG)
    types(florence, f"/invoice {found[0]}")
    sees(florence.messages.last, "Étatpayée", "Reste à payer0,00 $US", "Payée autrement : 42,50")
