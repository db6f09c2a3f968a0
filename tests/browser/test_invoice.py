"""An invoice from the client to the PDF, as the desk writes it."""

from playwright.sync_api import expect

from tests.browser.desk import Screen, in_http


@in_http
def test_an_invoice_is_written_and_comes_as_a_pdf(screen: Screen) -> None:
    olivia = screen.person("U0OLIVIA")
    olivia.types("/client").presses("New client")
    form = olivia.dialog()
    form.get_by_label("Name").fill("Ada Lovelace")
    form.get_by_role("button", name="Save").click()
    form.get_by_role("button", name="New invoice").click()
    expect(form).to_contain_text("There is nothing on it yet")
    form.get_by_role("button", name="Add line").click()
    form.get_by_label("What it is for").fill("Session")
    form.get_by_label("Price of one, in USD").fill("lots")
    form.get_by_role("button", name="Add line").click()
    expect(form.locator(".error")).to_be_visible()
    form.get_by_label("Price of one, in USD").fill("60")
    form.get_by_role("button", name="Add line").click()
    expect(form).to_contain_text("Total $60.00")
    form.get_by_label("Note on the invoice").fill("Policy 4711")
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("INV-1001")
    expect(form).to_contain_text("Policy 4711")
    form.get_by_role("button", name="Send me the PDF").click()
    expect(form).to_contain_text("on its way")
    screen.messages_of("U0OLIVIA").sees("INV-1001.pdf", within="#content")
