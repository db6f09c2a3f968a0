"""Charging, from the first card to a debit that comes back: the owner in English at a desk, the
front desk in French on a phone, the client at Stripe's pages."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import DemoProcess, Screen, Someone
from tests.browser.steps import LONG, closes, dialog, field, press, sees, types, window

FAILS = "DE62 3704 0044 0532 0130 01"


def settle(form: Locator, part: str, **chosen: str) -> None:
    """A part of the settings, as an owner chooses it."""
    field(form, f"settings:edit:{part}").click()
    for name, value in chosen.items():
        field(form, name).select_option(value)
    press(form, "Save")
    expect(field(form, f"settings:edit:{part}")).to_be_visible(timeout=LONG)


def moved_to_germany(olivia: Someone) -> None:
    """Where clients have bank debits in euros; cards of charges are shown to all in #billing."""
    types(olivia, "/billing")
    press(olivia.page.locator("#content"), "Settings")
    form = dialog(olivia)
    settle(form, "place", place="DE")
    settle(form, "region", currency="eur")
    settle(form, "channel", billing_channel="C0BILLING")
    press(form, "Close")
    expect(form).to_have_count(0, timeout=LONG)


def link_of(form: Locator) -> str:
    """What the front desk asks the client with."""
    press(form, "Créer le lien")
    sees(form, "En attente du client")
    found = re.search(r"http://\S+/checkout/\w+", form.inner_text())
    assert found
    return found[0]


def saves(client: Page) -> None:
    client.get_by_role("button", name="Save payment details").click()
    client.wait_for_url("**/mail/", timeout=LONG)


def next_card_declines(panel: Page, url: str) -> None:
    panel.goto(f"{url}/panel/")
    panel.get_by_label("The next charge of a card declines:").select_option("insufficient_funds")
    panel.get_by_role("button", name="Decline it").click()
    sees(panel.locator("#cards"), "declines:")


def three_days_later(panel: Page, url: str) -> None:
    panel.goto(f"{url}/panel/")
    panel.get_by_role("button", name="+3 days").click()
    sees(panel.locator("#time"), "3 days ahead of your clock.")


def test_a_card_is_asked_for_declines_and_pays_and_a_debit_comes_back_after_three_days(
    screens: tuple[Screen, Screen], client: Page, mine: DemoProcess
) -> None:
    desk, phones = screens
    olivia, florence = desk.person("U0OLIVIA"), phones.person("U0FLORENCE")
    moved_to_germany(olivia)

    types(florence, "/client")
    press(florence.page.locator("#content"), "Nouveau client")
    form = dialog(florence)
    form.get_by_label("Nom").fill("Ada Lovelace")
    press(form, "Enregistrer")
    press(form, "Demander une carte")
    client.goto(link_of(form))
    client.get_by_role("button", name="4242 4242 4242 4242").click()
    saves(client)
    closes(form, "Moyen de paiement enregistré", onto="Qui paie")

    next_card_declines(client, mine.url)
    form = window(florence, "/charge NP-0001 85")
    sees(form, "Ada Lovelace", "Visa ••4242", "Le client paie", "Le cabinet reçoit")
    press(form, "Débiter 85,00 €")
    sees(form, "Refusé : 85,00 € n’a pas été débité", "Il n’y a pas assez d’argent sur le compte.")
    press(form, "Réessayer")
    closes(form, "Payé : 85,00 €")
    sees(olivia.page.locator("#content"), "Paid · €85.00 · INV-1001 · NP-0001 (A. L.)")

    types(florence, "/client NP-0001")
    press(florence.page.locator("#content"), "Demander une carte")
    client.goto(link_of(dialog(florence)))
    client.get_by_label("SEPA direct debit").check()
    client.get_by_label("IBAN").fill(FAILS)
    client.get_by_label("I authorise").check()
    saves(client)
    closes(dialog(florence), "Moyen de paiement enregistré")

    form = window(florence, "/charge NP-0001 120")
    sees(form, "Moyen de paiementSEPA ••3001", "Débiter 120,00 €")
    press(form, "Débiter 120,00 €")
    closes(form, "Pas encore payé : 120,00 €")
    sees(olivia.page.locator("#content"), "On its way from the bank · €120.00")

    three_days_later(client, mine.url)
    sees(olivia.page.locator("#content"), "Failed · €120.00 · INV-1002")
    failed = olivia.messages.filter(has_text="INV-1002")
    failed.get_by_text("1 reply").click(timeout=LONG)
    sees(olivia.page.locator("#thread"), "this payment has failed. The invoice is open again")
    sees(window(florence, "/charge INV-1002"), "INV-1002 · 120,00 €", "Débiter 120,00 €")
