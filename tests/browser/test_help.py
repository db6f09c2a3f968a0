"""The help channel: asked in French, answered, not the answer, taken by one of two agents, replies
both ways, resolved; and without agents the owner has it."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.desk import DemoProcess, Screen, Someone, as_read, in_http

LONG = 40_000
ASKED = "Combien coûte un prélèvement SEPA ?"
AGENTS, HELP = "C0BILLING", "C0HELP"


def sees(where: Locator, *texts: str) -> None:
    for text in texts:
        expect(where).to_contain_text(as_read(text), timeout=LONG)


def press(where: Locator, label: str) -> None:
    where.get_by_role("button", name=as_read(label), exact=True).last.click(timeout=LONG)


def writes(someone: Someone, text: str, field: str = "#message") -> None:
    someone.page.locator(field).fill(text)
    someone.page.locator(field).press("Enter")


def resolves_unanswered(agent: Someone) -> None:
    """Asked whether that is meant, while somebody waits."""
    press(content(agent), "Resolve")
    sees(agent.page.locator("#ask-title"), "Resolve it unanswered?")
    agent.page.locator("#ask-yes").click()


def content(someone: Someone) -> Locator:
    return someone.page.locator("#content")


def dialog(someone: Someone) -> Locator:
    shown = someone.page.locator("dialog#modal[open]")
    expect(shown).to_be_visible(timeout=LONG)
    return shown


def agents_are_set_up(olivia: Someone) -> None:
    """The demo has a help channel, and nobody yet whom to ask."""
    writes(olivia, "/billing")
    press(content(olivia), "Settings")
    form = dialog(olivia)
    form.locator('[data-action-id="settings:edit:agents_channel"]').click(timeout=LONG)
    form.locator('[data-action-id="agents_channel"]').select_option(AGENTS)
    press(form, "Save")
    sees(form, "Saved.")
    press(form, "Close")


def thread(someone: Someone) -> Locator:
    """Of the newest message that has one."""
    someone.page.locator("#content a.thread-link").last.click(timeout=LONG)
    shown = someone.page.locator("#thread")
    expect(shown).to_be_visible(timeout=LONG)
    return shown


@in_http
def test_a_question_is_asked_answered_taken_replied_to_and_resolved(
    screen: Screen, demo: DemoProcess
) -> None:
    florence = screen.person("U0FLORENCE", HELP)
    olivia = screen.person("U0OLIVIA")
    writes(florence, f"@Paydesk {ASKED}")
    found = thread(florence)
    sees(found, "Avez-vous trouvé la réponse ?", "Parler à quelqu’un")
    press(found, "Parler à quelqu’un")
    sees(found, "Quelqu’un vous répondra ici.")
    owner = screen.messages_of("U0OLIVIA")
    sees(content(owner), "Nobody has it yet", ASKED)  # No agents are set up.
    resolves_unanswered(owner)
    sees(found, "Cette question est close.")

    agents_are_set_up(olivia)
    writes(florence, ASKED)
    expect(florence.page.locator("#content a.thread-link")).to_have_count(2, timeout=LONG)
    found = thread(florence)
    found.locator('[data-action-id="help:rate:bad"]').click(timeout=LONG)
    sees(found, "Quelqu’un vous répondra ici.")

    ben = screen.person("U0BEN", AGENTS)
    card = olivia.messages.filter(has_text="Nobody has it yet").last
    sees(card, ASKED, "says that this was not the answer")
    late = ben.messages.filter(has_text=ASKED).last
    expect(late).to_be_visible(timeout=LONG)
    press(card, "Take it")
    sees(olivia.messages.last, "has it")
    sees(late, "has it")
    press(late, "Reply")
    sees(content(ben), "has this question already")

    press(olivia.messages.last, "Reply")
    form = dialog(olivia)
    form.get_by_label("Your answer").fill("0,8 %, au plus 6 €.")
    press(form, "Send")
    sees(found, "0,8 %, au plus 6 €.")
    writes(florence, "Et en dollars ?", "#thread textarea")
    sees(thread(olivia), "Et en dollars ?")
    resolves_unanswered(olivia)
    sees(found, "Votre question est close.")
    sees(content(olivia), "Resolved by")
    assert re.search("Resolved by", content(olivia).inner_text())
