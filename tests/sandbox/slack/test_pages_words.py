"""The workspace's own words: French for French people, each of them, and nothing of others'."""

import re
from pathlib import Path

import pytest

from sandbox.slack import acts, filling, outcomes
from sandbox.slack.delivery import Ack
from sandbox.slack.pages import french
from sandbox.slack.pages.words import words_of
from sandbox.slack.people import CAST
from sandbox.slack.tour import Step
from sandbox.slack.workspace import Workspace
from tests.sandbox.slack.pages_support import (
    MANIFEST,
    Tag,
    browser,
    by_app,
    do,
    messages,
    opened,
    page,
    refreshed,
)
from tests.sandbox.slack.support import (
    BEN,
    BILLING,
    FLORENCE,
    GRACE,
    HELP,
    OLIVIA,
    Recorder,
    section,
    typed_input,
)

PAGES = Path(french.__file__).parent
SAID = re.compile(r'say\(\s*"([^"]+)"|say\.counted\("([^"]+)", "([^"]+)"|beginning = "([^"]+)"')
IN_LISTS = {"Channels", "Direct messages", "Apps", "Home", "Messages"}


@pytest.fixture
def app() -> Recorder:
    return Recorder()


@pytest.fixture
def workspace(app: Recorder) -> Workspace:
    made = Workspace(manifest=MANIFEST)
    made.delivery = app
    return made


def said() -> set[str]:
    """All that templates and code say."""
    files = [*PAGES.glob("*.py"), *PAGES.glob("templates/*.html")]
    found = [SAID.findall(file.read_text()) for file in files if file.name != "words.py"]
    words = {word for matches in found for match in matches for word in match if word}
    return words | IN_LISTS | {person.title for person in CAST}


def test_every_word_has_its_french_and_none_is_left_over() -> None:
    assert len(said()) > 50
    assert said() - set(french.WORDS) == set()
    assert set(french.WORDS) - said() == set()


@pytest.mark.parametrize(
    "sentence",
    [
        outcomes.failed("/fees", "dispatch_failed").notice,
        outcomes.GONE.notice,
        outcomes.TROUBLE.notice,
        acts.NO_COMMAND.format(name="/x"),
        acts.NOT_IN_THREADS.format(name="/x"),
        acts.READ_ONLY,
        filling.REQUIRED,
        filling._email({}, "x"),
        filling._url({}, "x"),
        filling._number({}, "x"),
        filling._number({"min_value": "3"}, "1"),
        filling._number({"max_value": "3"}, "4"),
        filling._length({"min_length": 3}, "x"),
        filling._length({"max_length": 3}, "long"),
    ],
)
def test_every_sentence_that_comes_whole_has_its_french(sentence: str) -> None:
    assert words_of("en-GB").again(sentence) == sentence
    assert words_of("fr-CA").again(sentence) != sentence


def test_the_values_of_a_sentence_stay() -> None:
    notice = outcomes.failed("/fees", "dispatch_failed").notice or ""
    assert words_of("fr-FR").again(notice) == (
        "/fees a échoué avec l’erreur «\u00a0dispatch_failed\u00a0»"
    )


@pytest.mark.parametrize("text", [*french.WORDS.items(), *french.SAID.items()])
def test_french_has_the_same_values_and_its_own_spaces(text: tuple[str, str]) -> None:
    values = [sorted(re.findall(r"\{\w+\}", one)) for one in text]
    assert values[0] == values[1]
    assert not re.search(r"[^\s\u00a0][?!:;»](?!//)|« \S| [?!:;»]|\w'\w", text[1]), text[1]


def test_what_others_write_is_left_as_they_wrote_it(workspace: Workspace) -> None:
    by_app(workspace, section("Only visible to you"))
    acts.say(workspace, BEN, BILLING, "This message was deleted.")
    shown = messages(page(browser(workspace), FLORENCE, BILLING))
    assert shown == ["Only visible to you", "This message was deleted."]


def test_a_french_person_reads_the_frame_in_french(workspace: Workspace) -> None:
    by_app(workspace, section("Frais"))
    shown = page(browser(workspace), FLORENCE, BILLING)
    assert shown.one("html").attributes["lang"] == "fr"
    assert shown.one("nav").text.startswith("Northside Physio Canaux")
    assert shown.one("label", for_="message").text == "Envoyer un message à #billing"
    assert shown.one("article").one("span", class_="badge").text == "APPLI"


def test_a_notice_comes_in_the_readers_language(workspace: Workspace, app: Recorder) -> None:
    client = browser(workspace)
    app.acks.append(Ack(error="dispatch_failed"))
    do(client, FLORENCE, "say", channel=BILLING, text="/fees")
    content = refreshed(client, Tag("document", {}), FLORENCE, BILLING)["content"]
    assert messages(content) == ["/fees a échoué avec l’erreur « dispatch_failed »"]
    assert "Visible uniquement par vous" in content.text


def test_what_slack_finds_in_a_form_is_french_and_what_the_app_finds_is_the_apps(
    workspace: Workspace, app: Recorder
) -> None:
    client = browser(workspace)
    view_id = opened(workspace, app, typed_input())
    do(client, BEN, "submit", where=f"view {view_id}", view_id=view_id)
    acts.speak(workspace, BEN, "fr-FR")
    view = refreshed(client, Tag("document", {}), BEN, BILLING)["view"]
    assert view.one("div", class_="error").text == "Veuillez remplir ce champ obligatoire."
    assert view.one("button", class_="button").text == "Fermer"


def test_a_deleted_message_with_replies_says_so_in_french(workspace: Workspace) -> None:
    acts.say(workspace, BEN, BILLING, "question")
    root = workspace.messages(BEN, BILLING)[0].ts
    acts.say(workspace, OLIVIA, BILLING, "answer", root)
    acts.delete(workspace, BEN, BILLING, root)
    row = page(browser(workspace), FLORENCE, BILLING).one("article")
    assert row.one("div", class_="what").text == "Ce message a été supprimé."
    assert row.one("a", class_="thread-link").text == "1 réponse"


TOUR = {
    "en": [Step("Ask", "Type `/fees` <here>"), Step("Give", "As *Olivia*", OLIVIA, BILLING)],
    "fr": [Step("Demander", "Tapez `/fees`"), Step("Donner", "En tant qu’Olivia", OLIVIA, BILLING)],
}


def steps(shown: Tag) -> list[tuple[str, list[str]]]:
    """Each step's title, and where its link leads."""
    listed = shown.one("aside", id="tour").all("li")
    return [
        (one.all("strong")[0].text, [link.attributes["href"] for link in one.all("a")])
        for one in listed
    ]


def test_the_tour_is_in_the_readers_language_and_leads_to_whoever_can(workspace: Workspace) -> None:
    client = browser(workspace)
    assert not page(client, BEN).all("aside", id="tour")
    workspace.tour = TOUR
    assert steps(page(client, OLIVIA)) == [("Ask", []), ("Give", [])]
    to_olivia = f"/?as={OLIVIA}&c={BILLING}"
    assert steps(page(client, FLORENCE)) == [("Demander", []), ("Donner", [to_olivia])]
    tour = page(client, FLORENCE).one("aside", id="tour")
    assert tour.one("h2").text == "2 choses à essayer"
    assert [one.text for one in tour.all("code")] == ["/fees"]


def test_a_guest_is_led_to_somebody_who_can(workspace: Workspace) -> None:
    workspace.tour = TOUR
    found = steps(page(browser(workspace), GRACE, HELP))
    assert [bool(links) for _, links in found] == [True, True]


def test_a_guest_meets_the_app_in_channels_only(workspace: Workspace) -> None:
    client = browser(workspace)
    for channel in ("D0GRACE", "H0GRACE"):
        assert page(client, GRACE, channel).one("h1").text == "# help"
    assert [one.text for one in page(client, GRACE).one("nav").all("a")] == ["# help"]


def test_the_messages_with_the_app_begin_with_its_commands(workspace: Workspace) -> None:
    welcome = page(browser(workspace), BEN, "D0BEN").one("div", id="welcome")
    assert [one.attributes["data-command"] for one in welcome.all("button")] == [
        "/fees",
        "/billing",
    ]
    assert welcome.one("a").attributes["href"].endswith("c=H0BEN")


def test_where_nobody_can_write_no_commands_are_offered(app: Recorder) -> None:
    closed = {"messages_tab_enabled": True, "messages_tab_read_only_enabled": True}
    manifest = {**MANIFEST, "features": {**MANIFEST["features"], "app_home": closed}}
    shown = page(browser(Workspace(manifest=manifest)), FLORENCE, "D0FLORENCE")
    assert not shown.one("div", id="welcome").all("button")
    assert shown.one("div", class_="closed").text.startswith("L’envoi de messages")
