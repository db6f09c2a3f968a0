"""The page under people's hands: keyboard, phones, the dark, threads, guests, direct messages."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import DARK, PHONE, Screen, Someone, in_http

on_a_phone = pytest.mark.parametrize("screen", [PHONE], indirect=True)


def opens_the_form(someone: Someone) -> Any:
    someone.types("/fees 100").presses("Use our own fees")
    return someone.dialog()


@in_http
def test_after_a_refused_form_the_keyboard_is_at_the_first_wrong_field(screen: Screen) -> None:
    olivia = screen.person("U0OLIVIA")
    form = opens_the_form(olivia)
    olivia.is_at(form.get_by_label("How the client pays"))
    form.get_by_label("Where this is written").press("Enter")
    expect(form.locator(".error").first).to_contain_text("required")
    olivia.is_at(form.get_by_label("Percentage of the payment"))
    form.get_by_label("Percentage of the payment").fill("2.2")
    form.get_by_role("button", name="Save").click()
    olivia.is_at(form.get_by_label("Fixed part of each payment"))


@in_http
def test_a_closed_window_leads_back_to_the_button_that_opened_it(screen: Screen) -> None:
    olivia = screen.person("U0OLIVIA")
    form = opens_the_form(olivia)
    olivia.page.keyboard.press("Escape")
    expect(form).to_be_hidden()
    olivia.is_at(olivia.page.get_by_role("button", name="Use our own fees").last)


@in_http
def test_where_that_button_has_gone_the_keyboard_is_at_the_message_field(screen: Screen) -> None:
    olivia = screen.person("U0OLIVIA")
    answer = olivia.types("/fees 100")
    answer.presses("Use our own fees")
    form = olivia.dialog()
    olivia.page.evaluate("document.querySelector('#content article:last-of-type').remove()")
    olivia.page.keyboard.press("Escape")
    expect(form).to_be_hidden()
    olivia.is_at(olivia.page.locator("#message"))


@in_http
def test_a_command_is_completed_sent_and_used_with_the_keyboard_alone(screen: Screen) -> None:
    olivia = screen.person("U0OLIVIA")
    olivia.is_at(olivia.page.locator("#message"))
    olivia.page.keyboard.type("/fe")
    expect(olivia.page.get_by_role("option", name="/fees")).to_be_visible()
    olivia.page.keyboard.press("Tab")
    olivia.page.keyboard.type("100")
    olivia.page.keyboard.press("Enter")
    expect(olivia.messages.last).to_contain_text("$103.30")
    for _ in range(30):
        olivia.page.keyboard.press("Shift+Tab")
        if olivia.page.evaluate("document.activeElement.textContent").strip() == "All regions":
            break
    olivia.page.keyboard.press("Enter")
    expect(olivia.messages.last).to_contain_text("European Union")
    assert olivia.messages.last.evaluate("row => row.contains(document.activeElement)")


@in_http
def test_a_command_in_a_thread_is_refused_in_slacks_words(screen: Screen) -> None:
    for user, words in (
        ("U0OLIVIA", "/fees is not supported in threads. Sorry!"),
        ("U0FLORENCE", "/fees n’est pas prise en charge dans les fils de discussion."),
    ):
        someone = screen.person(user)
        someone.types("A question").shown.hover()
        someone.messages.last.locator(".toolbar a").click()
        reply = someone.page.locator("#reply")
        someone.is_at(reply)
        reply.fill("/fees 100")
        reply.press("Enter")
        someone.sees(words, within="#thread")


def test_whoever_writes_to_paydesk_is_told_what_to_type(screen: Screen) -> None:
    for user, said, words in (
        ("U0OLIVIA", "Hello?", "Hello! Ask me anything about billing."),
        ("U0FLORENCE", "Quoi ?", "Je n’ai pas de réponse à cela."),
    ):
        someone = screen.messages_of(user)
        someone.page.locator("#message").fill(said)
        someone.page.keyboard.press("Enter")
        someone.page.locator("#content a.thread-link").last.click()
        someone.sees(words, within="#thread")
        someone.sees("/billing", within="#thread")


@in_http
def test_the_messages_with_paydesk_begin_with_what_can_be_typed(screen: Screen) -> None:
    ben = screen.messages_of("U0BEN")
    ben.page.locator("#welcome").get_by_role("button", name="/fees").click()
    ben.is_at(ben.page.locator("#message"))
    expect(ben.page.locator("#message")).to_have_value("/fees ")
    ben.page.keyboard.press("Enter")
    expect(ben.messages.last).to_contain_text("United States")


@in_http
def test_the_workspaces_own_words_are_french_for_florence(screen: Screen) -> None:
    florence = screen.person("U0FLORENCE")
    florence.sees("Canaux", "Messages directs", within="#rail")
    florence.types("/fees 100").sees("Visible uniquement par vous", "Ignorer le message")
    florence.types("/nothing").sees("n’est pas une commande valide")
    florence.page.get_by_role("button", name="À essayer").click()
    expect(florence.page.locator("#tour")).to_be_hidden()
    assert florence.page.evaluate("document.documentElement.lang") == "fr"


@in_http
def test_a_guest_is_offered_what_a_guest_can_do(screen: Screen) -> None:
    grace = screen.person("U0GRACE")
    here = grace.page.locator("#rail a:not([target])")
    expect(here).to_have_count(1)
    expect(here).to_contain_text("help")
    steps = grace.page.locator("#tour li")
    expect(steps.get_by_role("link")).to_have_count(steps.count())
    steps.first.get_by_role("link", name="Switch to Olivia Hart").click()
    expect(grace.page.get_by_role("heading", name="#billing").first).to_be_visible()


def sideways(page: Page) -> int:
    """By how much the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@in_http
@on_a_phone
def test_on_a_phone_everything_fits_and_can_be_reached(screen: Screen) -> None:
    olivia = screen.person("U0OLIVIA")
    expect(olivia.page.locator("#tour")).to_be_hidden()
    for command in ("/fees", "/fees 1 250,50 €", "/billing"):
        olivia.types(command)
        assert sideways(olivia.page) <= 0, command
    olivia.presses("People and roles")
    expect(olivia.dialog().get_by_role("button", name="Close").last).to_be_in_viewport()
    assert sideways(olivia.page) <= 0
    olivia.page.keyboard.press("Escape")
    olivia.page.get_by_role("button", name="Channels").click()
    olivia.page.locator("#rail a", has_text="Paydesk").last.click()
    olivia.sees("Your role: Owner.", within="#content")
    expect(olivia.page.locator("#rail")).not_to_be_in_viewport()
    assert sideways(olivia.page) <= 0


@in_http
@on_a_phone
def test_on_a_phone_the_tour_comes_when_asked_and_goes_again(screen: Screen) -> None:
    olivia = screen.person("U0OLIVIA")
    olivia.page.get_by_role("button", name="Try it").click()
    tour = olivia.page.locator("#tour")
    expect(tour.get_by_role("listitem")).to_have_count(12)
    assert sideways(olivia.page) <= 0
    tour.get_by_role("button", name="Close").click()
    expect(tour).to_be_hidden()
    olivia.is_at(olivia.page.get_by_role("button", name="Try it"))


@in_http
def test_a_closed_tour_stays_closed_for_that_person_alone(screen: Screen) -> None:
    ben = screen.person("U0BEN")
    ben.page.locator("#tour").get_by_role("button", name="Close").click()
    ben.page.reload()
    expect(ben.page.locator("#tour")).to_be_hidden()
    expect(screen.person("U0SAM").page.locator("#tour")).to_be_visible()


READABLE = 4.5
"""The contrast that WCAG asks of text."""


def luminance(color: str) -> float:
    parts = [int(part) / 255 for part in color.strip("rgb()").split(",")[:3]]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


COLORS = """element => {
  const color = (one, name) => getComputedStyle(one).getPropertyValue(name);
  let behind = element;
  while (color(behind, "background-color") === "rgba(0, 0, 0, 0)") behind = behind.parentElement;
  return [color(element, "color"), color(behind, "background-color")];
}"""


@in_http
@pytest.mark.parametrize("screen", [DARK], indirect=True)
def test_in_the_dark_every_text_can_be_read(screen: Screen) -> None:
    olivia = screen.person("U0OLIVIA")
    olivia.types("/fees 100")
    for place in (".text", ".context", ".only-you", ".button", ".rail-label", ".tour code", "h1"):
        for shown in olivia.page.locator(place).all()[:5]:
            light, dark = sorted(map(luminance, shown.evaluate(COLORS)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= READABLE, place
    assert luminance(olivia.page.locator("body").evaluate(COLORS)[1]) < 0.05
