"""Reminders from the first look at the rules to the invoice that is paid: the owner in English at
a desk, the front desk and the client in French on phones."""

import math
import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import DemoProcess, Screen, Someone, as_read
from tests.browser.steps import LONG, dialog, field, press, sees, types, window

ADDRESS = "linus@example.org"
TEXAS = ZoneInfo("America/Chicago")


def linus_saves_a_card(olivia: Someone, client: Page) -> Locator:
    """The window with what is known of him."""
    types(olivia, "/client")
    press(olivia.page.locator("#content"), "New client")
    form = dialog(olivia)
    form.get_by_label("Name").first.fill("Linus Link")
    form.get_by_label("E-mail").fill(ADDRESS)
    form.get_by_label("Language").select_option(label="French")
    press(form, "Save")
    press(form, "Ask for a card")
    press(form, "Make the link")
    sees(form, "Waits for the client")
    found = re.search(r"http://\S+/checkout/\w+", form.inner_text())
    assert found
    client.goto(found[0])
    client.get_by_role("button", name="4242 4242 4242 4242").click()
    client.get_by_role("button", name="Enregistrer les coordonnées").click()
    client.wait_for_url("**/mail/", timeout=LONG)
    sees(form, "Payment method saved")
    press(form, "Close")
    return form


def invoice(form: Locator, price: str, due: date) -> None:
    """Of the client in the window."""
    press(form, "New invoice")
    sees(form, "There is nothing on it yet")
    field(form, "due_on").fill(due.isoformat())
    press(form, "Add line")
    field(form, "description").fill("Session")
    field(form, "unit_price").fill(price)
    press(form, "Add line")
    sees(form, "Total")
    press(form, "Save")
    sees(form, "INV-")
    press(form, "Close")
    expect(form.get_by_role("button", name="New invoice")).to_be_visible(timeout=LONG)


def switches_on(olivia: Someone) -> None:
    """Both kinds, with their own days, having seen what that does."""
    form = window(olivia, "/reminders")
    sees(form, "Nothing goes out while it is off.")
    for at, kind in enumerate(("Mails to clients", "Staff’s morning list")):
        field(form, "reminders:edit").nth(at).click(timeout=LONG)
        field(form, "reminder_before").fill("")
        field(form, "reminder_after").fill("1, 7")
        field(form, "reminder_working").select_option("every")
        press(form, "See what it would send")
        sees(form, "As it is written, this comes up:", "2 invoices")
        press(form, "Save")
        sees(form, kind, "4 reminders come up in the next 14 days.", "INV-1001 · Linus Link")
        press(form, "Switch on")
        sees(form, "It is on.")
    press(form, "Close")
    expect(form).to_have_count(0, timeout=LONG)


def moves_to(panel: Page, url: str, day: date, now: datetime) -> datetime:
    """Ten past ten of that day in Texas, when all of the day is due."""
    then = datetime.combine(day, time(10, 10), TEXAS)
    minutes = math.ceil((then - now) / timedelta(minutes=1))
    panel.goto(f"{url}/panel/")
    panel.get_by_label("Another step").fill(str(minutes))
    panel.get_by_label("Unit").select_option("minutes")
    panel.get_by_role("button", name="Move ahead").click()
    sees(panel.locator("#time"), "ahead of your clock.")
    return now + timedelta(minutes=minutes)


def mail(client: Page, url: str, about: str) -> None:
    """The client opens it."""
    client.goto(f"{url}/mail/?to={ADDRESS}")
    found = client.get_by_role("link", name=as_read(about))
    expect(found).to_be_visible(timeout=LONG)
    found.click()


def reads_the_mail(client: Page, url: str) -> None:
    mail(client, url, "Rappel : INV-1001 était à régler")
    text = client.frame_locator("iframe").locator("body")
    sees(text, "85,00 $US de la facture INV-1001", "La facture est jointe en PDF.")
    expect(text.get_by_role("link", name=as_read("Payer 85,00 $US"))).to_be_visible()
    expect(client.get_by_text("INV-1001.pdf")).to_be_visible()


def in_french(florence: Someone) -> None:
    """What goes out next, and why the last mail did."""
    form = window(florence, "/reminders")
    sees(form, "Mails aux clients · ✅ activé", "Prochain envoi")
    form.get_by_role("button", name=as_read("Voir 14 jours")).nth(1).click(timeout=LONG)
    sees(form, "Liste du matin", "3 rappels se présentent dans les 14 prochains jours.")
    press(form, "Fermer")
    expect(form).to_have_count(0, timeout=LONG)
    form = window(florence, "/reminders INV-1001")
    sees(form, "À venir", "Jusqu’ici", "Mails aux clients · ✅ envoyé")
    form.get_by_role("button", name="Pourquoi ?").first.click()
    sees(form, "par e-mail, avec la facture et un lien de paiement")
    sees(form, "Le serveur de mail a répondu", "1 jour après l’échéance")
    press(form, "Fermer")
    sees(form, "À venir")
    press(form, "Fermer")
    expect(form).to_have_count(0, timeout=LONG)


def test_what_is_due_is_reminded_of_until_it_is_charged_from_the_morning_list(
    screens: tuple[Screen, Screen], client: Page, mine: DemoProcess
) -> None:
    desk, phones = screens
    olivia, florence = desk.person("U0OLIVIA"), phones.person("U0FLORENCE")
    form = linus_saves_a_card(olivia, client)
    now = datetime.now(TEXAS)
    first = now.date()
    invoice(form, "85", first)
    invoice(form, "40", first + timedelta(days=6))
    press(form, "Close")
    expect(form).to_have_count(0, timeout=LONG)
    switches_on(olivia)

    now = moves_to(client, mine.url, first + timedelta(days=1), now)
    listed = desk.messages_of("U0OLIVIA")
    row = listed.page.locator("#content")
    sees(row, "To see to on", "INV-1001 · NP-0001 (L. L.) · $85.00 · 1 day overdue")
    reads_the_mail(client, mine.url)
    in_french(florence)
    press(row, "Charge")
    form = dialog(listed)
    sees(form, "Linus Link", "Visa ••4242")
    press(form, "Charge $85.00")
    sees(form, "Paid: $85.00")
    press(form, "Close")
    expect(form).to_have_count(0, timeout=LONG)
    sees(row, "INV-1001 · NP-0001 (L. L.) · ✅ paid")

    moves_to(client, mine.url, first + timedelta(days=7), now)
    again = listed.messages.filter(has_text="INV-1002")
    sees(again, "$40.00 · 1 day overdue")
    expect(again).not_to_contain_text("INV-1001")
    mail(client, mine.url, "Rappel : INV-1002 était à régler")
    client.goto(f"{mine.url}/mail/?to={ADDRESS}")
    expect(client.get_by_role("link", name=as_read("Rappel : INV-1001"))).to_have_count(1)
