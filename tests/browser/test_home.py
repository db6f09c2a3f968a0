"""Home: in the language that its reader chooses, and shown anew as their role changes."""

from playwright.sync_api import expect

from tests.browser.desk import Screen, in_http

LANGUAGE = '[data-action-id="home:language"]'


def test_home_speaks_the_language_that_its_reader_chooses(screen: Screen) -> None:
    florence = screen.home_of("U0FLORENCE")
    florence.sees("Votre rôle : Accueil.", "Ce que vous pouvez taper", within="#content")
    florence.page.locator(LANGUAGE).focus()
    florence.page.locator(LANGUAGE).select_option("en")
    florence.sees("Your role: Front desk.", "What you can type", within="#content")
    florence.is_at(florence.page.locator(LANGUAGE))
    florence.sees("Canaux", within="#rail")
    florence.page.locator(LANGUAGE).select_option("slack")
    florence.sees("Votre rôle : Accueil.", within="#content")
    screen.home_of("U0OLIVIA").sees("Your role: Owner.", within="#content")


@in_http
def test_a_role_that_an_owner_gives_shows_at_once_in_the_others_home(screen: Screen) -> None:
    noah, olivia = screen.home_of("U0NOAH"), screen.person("U0OLIVIA")
    noah.sees("You have no role here.", within="#content")
    olivia.types("/billing").presses("People and roles")
    people = olivia.dialog()
    people.locator("select").first.select_option(label="Support agent")
    expect(people).to_contain_text("You gave @Noah Lind access.")
    noah.sees("Your role: Support agent.", within="#content")
    noah.page.get_by_role("tab", name="Messages").click()
    noah.sees("Your role in Paydesk at Northside Physio is now", within="#content")
