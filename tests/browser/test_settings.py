"""The settings in the window, with the local workspace's channels and the local Stripe."""

from playwright.sync_api import Locator, expect

from tests.browser.desk import Screen, Someone, in_http


def settings(screen: Screen) -> tuple[Someone, Locator]:
    olivia = screen.person("U0OLIVIA")
    olivia.types("/billing").presses("Settings")
    return olivia, olivia.dialog()


@in_http
def test_an_owner_says_where_the_practice_is_on_invoices(screen: Screen) -> None:
    _, window = settings(screen)
    window.locator('[data-action-id="settings:edit:identity"]').click()
    window.locator('[data-action-id="address"]').fill("12 Elm Street\nAustin, TX 78701")
    window.get_by_role("button", name="Save", exact=True).click()
    expect(window).to_contain_text("Address: 12 Elm Street · Austin, TX 78701")


@in_http
def test_a_guest_in_the_billing_channel_is_told(screen: Screen) -> None:
    _, window = settings(screen)
    window.locator('[data-action-id="settings:edit:channel"]').click()
    window.locator('[data-action-id="billing_channel"]').select_option("C0HELP")
    window.get_by_role("button", name="Save", exact=True).click()
    expect(window).to_contain_text("Not only your own people read in")
    expect(window).to_contain_text("Grace Guest")
    window.get_by_role("button", name="Choose it anyway", exact=True).click()
    expect(window).to_contain_text("Billing channel: #help")


@in_http
def test_what_stripe_says_of_the_account(screen: Screen) -> None:
    _, window = settings(screen)
    window.get_by_role("button", name="Stripe", exact=True).click()
    expect(window).to_contain_text("It can take payments.")
    expect(window).to_contain_text("View Stripe dashboard")


@in_http
def test_what_if_everybody_paid_by_debit(screen: Screen) -> None:
    noah = screen.person("U0NOAH")
    noah.types("/fees").presses("What if…")
    window = noah.dialog()
    window.locator('[data-action-id="amount"]').fill("100")
    window.get_by_role("button", name="Work it out", exact=True).click()
    expect(window).to_contain_text("Bank debits save $0.80.")
