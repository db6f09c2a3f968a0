"""Invoices as the front desk writes them, and what an owner’s edit of a tax rate does to them."""

from playwright.sync_api import Locator, expect

from tests.browser.desk import Screen, Someone, as_read, in_http


def sees(window: Locator, *texts: str) -> None:
    for text in texts:
        expect(window).to_contain_text(as_read(text))


def field(window: Locator, action_id: str) -> Locator:
    return window.locator(f'[data-action-id="{action_id}"]')


def press(window: Locator, label: str) -> None:
    window.get_by_role("button", name=label, exact=True).last.click()


def choose(window: Locator, action_id: str, typed: str) -> None:
    """The one that is found by what is typed."""
    field(window, action_id).last.fill(typed)
    window.get_by_role("option", name=typed).click()


def tax(olivia: Someone, name: str, percent: str, kind: str) -> None:
    window = olivia.dialog()
    field(window, "name").fill(name)
    field(window, "percent").fill(percent)
    field(window, "kind").select_option(kind)
    press(window, "Save")
    sees(window, "Saved.")
    press(window, "Close")
    expect(window).to_have_count(0)


def two_taxes(olivia: Someone) -> None:
    for name, percent, kind in (("VAT", "20 %", "exclusive"), ("Levy", "5,5", "inclusive")):
        olivia.types("/tax").presses("New tax rate")
        tax(olivia, name, percent, kind)


def line(form: Locator, what: str, price: str, *taxes: str) -> None:
    press(form, "Ajouter une ligne")
    expect(field(form, "description")).to_have_value("")
    expect(form.locator(".chip")).to_have_count(0)
    field(form, "description").fill(what)
    field(form, "unit_price").fill(price)
    for one in taxes:
        choose(form, "taxes", one)
    press(form, "Ajouter une ligne")


def opened(someone: Someone, line: str) -> Locator:
    """The window that a command opens without an answer in the channel."""
    someone.page.locator("#message").fill(line)
    someone.page.locator("#message").press("Enter")
    return someone.dialog()


@in_http
def test_the_desk_writes_an_invoice_and_the_owner_edits_its_tax_rate(screen: Screen) -> None:
    olivia, florence = screen.person("U0OLIVIA"), screen.person("U0FLORENCE")
    two_taxes(olivia)

    florence.types("/client").presses("Nouveau client")
    form = florence.dialog()
    form.get_by_label("Nom").fill("Ada Lovelace")
    press(form, "Enregistrer")
    press(form, "Nouvelle facture")
    sees(form, "Elle est encore vide")
    line(form, "Séance", "beaucoup")
    expect(form.locator(".error")).to_be_visible()
    field(form, "unit_price").fill("100,00")
    for one in ("VAT", "Levy"):
        choose(form, "taxes", one)
    press(form, "Ajouter une ligne")
    sees(form, "Séance", "Total 118,96 $US")
    line(form, "Attelle", "8")
    press(form, "Modifier la ligne 1")
    field(form, "description").fill("Never mind")
    press(form, "Retour")
    press(form, "Modifier la ligne 2")
    expect(field(form, "description")).to_have_value("Attelle")
    press(form, "Retour")
    form.get_by_label("Note sur la facture").fill("Contrat 4711")
    press(form, "Enregistrer")
    sees(form, "INV-1001", "Contrat 4711", "VAT 20 % sur 94,79 $US : 18,96 $US")
    sees(form, "Levy 5,5 % sur 94,79 $US : 5,21 $US, comprise dans les prix", "Total 126,96 $US")
    press(form, "M’envoyer le PDF")
    sees(form, "vous arrive en PDF")
    for below in ("Contrat 4711", "Qui paie"):
        press(form, "Fermer")
        sees(form, below)
    press(form, "Fermer")
    expect(form).to_have_count(0)
    screen.messages_of("U0FLORENCE").sees("INV-1001.pdf", within="#content")

    olivia.types("/tax").shown.get_by_role("button", name="Edit").last.click()
    tax(olivia, "Levy", "10", "inclusive")
    olivia.types("/invoice 1001").sees("Levy 5.5% of $94.79: $5.21", "Total $126.96")
    form = opened(florence, "/invoice NP-0001")
    line(form, "Séance", "100,00", "VAT", "Levy")
    press(form, "Enregistrer")
    sees(form, "INV-1002", "Levy 10 % sur 90,91 $US : 9,09 $US", "Total 118,18 $US")
    press(form, "Fermer")
    expect(form).to_have_count(0)
    florence.types("/invoice 1001").sees("Levy 5,5 % sur 94,79 $US : 5,21 $US")
    olivia.types("/invoice 1002").sees("VAT 20% of $90.91: $18.18", "Levy 10% of $90.91: $9.09")
