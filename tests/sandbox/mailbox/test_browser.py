"""A person before the mailbox, in the system's Chromium."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from sandbox.mailbox.mailbox import Mailbox
from sandbox.mailbox.server import Server
from tests.sandbox.mailbox.support import JANE, MARC, PDF, keep, receipt, send

PATIENCE_MS = 8_000


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    with Server(Mailbox()) as server:
        yield server


@pytest.fixture
def screen(chromium: Browser, running: Server) -> Iterator[Page]:
    running.mailbox.delete_all()
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
    context.set_default_timeout(PATIENCE_MS)
    opened = context.new_page()
    yield opened
    context.close()


def test_a_mail_appears_by_itself_and_its_link_opens_in_a_new_tab(
    screen: Page, running: Server
) -> None:
    screen.goto(running.url)
    expect(screen.get_by_role("heading", name="No mail yet")).to_be_visible()
    html = f'<a href="{running.url}/healthz" target=_self>Pay</a>'
    send(running.smtp, receipt(html).as_string())
    screen.get_by_role("link", name="Your receipt for INV-1042").click()
    expect(screen.get_by_role("heading", name="Your receipt for INV-1042")).to_be_visible()
    with screen.expect_popup() as opened:
        screen.frame_locator("iframe").get_by_role("link", name="Pay").click()
    expect(opened.value.locator("body")).to_contain_text("alive")
    assert "/mails/" in screen.url


def test_a_pdf_opens_in_the_browsers_viewer(screen: Page, running: Server) -> None:
    screen.goto(f"{running.url}/mails/{keep(running.mailbox, receipt())}")
    with screen.expect_popup() as opened:
        screen.get_by_role("link", name="INV-1042.pdf").first.click()
    shown = opened.value
    shown.wait_for_load_state()
    assert shown.evaluate("document.contentType") == "application/pdf"
    assert shown.request.get(shown.url).body() == PDF


def test_nothing_in_a_mail_runs_or_is_fetched(screen: Page, running: Server) -> None:
    outside: list[str] = []
    screen.on("requestfinished", lambda request: outside.append(request.url))
    html = (
        '<script>document.body.append("it ran")</script><img src="https://a.example/x.png">'
        f'<img src="{running.url}/healthz" onerror="document.body.append(1)"><p>Hello'
        '<meta http-equiv="refresh" content="0;url=/">'
    )
    screen.goto(f"{running.url}/mails/{keep(running.mailbox, receipt(html))}")
    expect(screen.frame_locator("iframe").locator("body")).to_have_text("Hello")
    assert not [one for one in outside if "a.example" in one or "healthz" in one]


def test_the_filter_and_the_keyboard_lead_through_the_list(screen: Page, running: Server) -> None:
    keep(running.mailbox, b"Subject: For Marc\r\n\r\nHello", MARC)
    keep(running.mailbox, b"Subject: Older\r\n\r\nHello", JANE)
    keep(running.mailbox, b"Subject: Newer\r\n\r\nHello", JANE)
    screen.goto(running.url)
    screen.get_by_label("Sent to").select_option(JANE)
    expect(screen.locator(".row")).to_have_count(2)
    screen.locator(".row").first.focus()
    screen.keyboard.press("ArrowDown")
    screen.keyboard.press("Enter")
    expect(screen.get_by_role("heading", name="Older")).to_be_visible()
    expect(screen.locator(".row")).to_have_count(2)


def test_mail_still_appears_after_leaving_a_list(screen: Page, running: Server) -> None:
    mail = receipt(
        List_Unsubscribe=f"<{running.url}/healthz>",
        List_Unsubscribe_Post="List-Unsubscribe=One-Click",
    )
    screen.goto(f"{running.url}/mails/{keep(running.mailbox, mail)}")
    screen.get_by_role("button", name="Unsubscribe").click()
    expect(screen.get_by_text("Not unsubscribed: the sender answered 405.")).to_be_visible()
    keep(running.mailbox, b"Subject: Hello\r\n\r\n")
    expect(screen.locator(".row")).to_have_count(2)
    expect(screen).to_have_title("Your receipt for INV-1042 · (1) Client mailbox")


def test_deleting_asks_first(screen: Page, running: Server) -> None:
    keep(running.mailbox, b"Subject: Hello\r\n\r\n")
    screen.goto(running.url)
    screen.get_by_role("button", name="Delete all").click()
    screen.get_by_role("button", name="Cancel").click()
    expect(screen.locator(".row")).to_have_count(1)
    screen.get_by_role("button", name="Delete all").click()
    screen.get_by_role("dialog").get_by_role("button", name="Delete all").click()
    expect(screen.get_by_role("heading", name="No mail yet")).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/mails/{mail}"])
def test_nothing_is_wider_than_a_phone(screen: Page, running: Server, path: str) -> None:
    mail = receipt(Cc=", ".join([JANE] * 9))
    mail.replace_header("Subject", "x" * 300)
    kept = keep(running.mailbox, mail, f"{'n' * 60}@example.org")
    screen.set_viewport_size({"width": 390, "height": 800})
    screen.goto(running.url + path.format(mail=kept))
    assert screen.evaluate("document.documentElement.scrollWidth") == 390
    expect(screen.locator("main" if "mails" in path else ".list")).to_be_visible()
    expect(screen.locator(".list" if "mails" in path else "main")).to_be_hidden()
