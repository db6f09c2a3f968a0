"""A client at the hosted pages of the local Stripe, in a real browser."""

from collections.abc import Iterator

import pytest
import stripe
from playwright.sync_api import Browser, Page, expect

from sandbox.stripe.service import Setup
from tests.sandbox.stripe.support import LocalStripe

THREE_DAYS = 3 * 86_400
FAILS = "AT86 1904 3002 3547 3202"


@pytest.fixture(scope="module")
def local() -> Iterator[LocalStripe]:
    running = LocalStripe(Setup(country="DE", debit_seconds=THREE_DAYS))
    yield running
    running.stop()


@pytest.fixture
def client(local: LocalStripe) -> stripe.StripeClient:
    return local.client


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1200, "height": 860}, locale="en-GB")
    context.set_default_timeout(8_000)
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda problem: problems.append(str(problem)))
    yield page
    context.close()
    assert [one for one in problems if "status of 4" not in one] == []


def link(client: stripe.StripeClient) -> stripe.PaymentLink:
    line = {
        "price_data": {
            "currency": "eur",
            "unit_amount": 15450,
            "product_data": {"name": "Invoice INV-1042"},
        },
        "quantity": 1,
    }
    return client.v1.payment_links.create({"line_items": [line]})  # type: ignore[typeddict-item]


def describe_her(page: Page) -> None:
    page.get_by_label("E-mail").fill("ada@example.org")
    page.get_by_label("Full name").fill("Ada Client")


def test_a_client_clicks_a_test_card_and_pays_a_link(
    client: stripe.StripeClient, page: Page
) -> None:
    page.goto(link(client).url)
    describe_her(page)
    page.get_by_role("button", name="4242 4242 4242 4242").click()
    expect(page.get_by_label("Card number")).to_have_value("4242 4242 4242 4242")
    expect(page.get_by_label("Full name")).to_have_value("Ada Client")
    page.get_by_role("button", name="Pay €154.50").click()
    expect(page.get_by_role("heading")).to_have_text("Thank you for your payment")


def test_a_client_with_a_keyboard_pays_a_link(client: stripe.StripeClient, page: Page) -> None:
    page.goto(link(client).url)
    page.get_by_label("E-mail").focus()
    for typed in ("ada@example.org", "Ada Client"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    for typed in ("4242424242424242", "1234", "123"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    expect(page.get_by_label("Card number")).to_have_value("4242 4242 4242 4242")
    expect(page.get_by_label("Expiry date")).to_have_value("12 / 34")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading")).to_have_text("Thank you for your payment")


def test_a_client_fails_3d_secure_and_completes_it_then(
    client: stripe.StripeClient, page: Page
) -> None:
    page.goto(link(client).url)
    describe_her(page)
    for answer in ("Fail authentication", "Complete authentication"):
        page.get_by_role("button", name="4000 0000 0000 3220").click()
        page.get_by_label("E-mail").fill("ada@example.org")
        page.get_by_label("Full name").fill("Ada Client")
        page.get_by_role("button", name="Pay €154.50").click()
        page.get_by_role("button", name=answer).click()
        if answer.startswith("Fail"):
            expect(page.get_by_role("alert")).to_contain_text("We could not authenticate you.")
    expect(page.get_by_role("heading")).to_have_text("Thank you for your payment")


def test_a_sepa_debit_is_saved_charged_and_fails_three_days_later(
    client: stripe.StripeClient, page: Page, local: LocalStripe
) -> None:
    customer = client.v1.customers.create({"name": "Ada Client", "email": "ada@example.org"})
    done = f"{local.url}/pages/?session={{CHECKOUT_SESSION_ID}}"
    session = client.v1.checkout.sessions.create(
        {"mode": "setup", "customer": customer.id, "currency": "eur", "success_url": done}
    )
    page.goto(session.url or "")
    page.get_by_label("SEPA direct debit").check()
    expect(page.get_by_label("Card number")).to_be_hidden()
    page.get_by_label("IBAN").fill(FAILS)
    page.get_by_role("button", name="Save payment details").click()
    expect(page.get_by_text("Please agree to the mandate")).to_be_visible()
    page.get_by_label("I authorise").check()
    page.get_by_role("button", name="Save payment details").click()
    page.wait_for_url(done.replace("{CHECKOUT_SESSION_ID}", session.id))

    saved = client.v1.customers.payment_methods.list(customer.id).data[0]
    charged = client.v1.payment_intents.create(
        {
            "amount": 15450,
            "currency": "eur",
            "customer": customer.id,
            "payment_method": saved.id,
            "off_session": True,
            "confirm": True,
        }
    )
    assert charged.status == "processing"
    local.advance(seconds=THREE_DAYS - 60)
    assert client.v1.payment_intents.retrieve(charged.id).status == "processing"
    local.advance(seconds=120)
    failed = client.v1.payment_intents.retrieve(charged.id)
    assert failed.status == "requires_payment_method"
    page.goto(f"{local.url}/pages/")
    expect(page.get_by_role("row").filter(has_text=failed.id).first).to_contain_text(
        "requires_payment_method"
    )


def test_the_pages_fit_a_telephone(client: stripe.StripeClient, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="fr-FR")
    page = context.new_page()
    page.goto(link(client).url)
    expect(page.get_by_role("button", name="Payer 154,50 €")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_the_payments_page_shows_what_is_new_by_itself(
    client: stripe.StripeClient, page: Page, local: LocalStripe
) -> None:
    page.goto(f"{local.url}/pages/")
    made = client.v1.payment_intents.create({"amount": 4321, "currency": "eur"})
    expect(page.get_by_role("row").filter(has_text=made.id).first).to_contain_text("€43.21")
