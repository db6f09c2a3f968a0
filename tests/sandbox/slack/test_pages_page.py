"""The page as a person gets it, and the parts that live refresh brings."""

import pytest

from sandbox.links import Link
from sandbox.slack import acts, posting
from sandbox.slack.pages.stream import events
from sandbox.slack.workspace import Workspace
from tests.sandbox.slack.pages_support import (
    MANIFEST,
    Tag,
    browser,
    by_app,
    page,
    read,
    refreshed,
)
from tests.sandbox.slack.support import BEN, BILLING, FLORENCE, GRACE, OLIVIA, Recorder, section


@pytest.fixture
def app() -> Recorder:
    return Recorder()


@pytest.fixture
def workspace(app: Recorder) -> Workspace:
    made = Workspace(manifest=MANIFEST)
    made.delivery = app
    return made


def links(shown: Tag) -> list[str]:
    return [one.text for one in shown.one("nav").all("a")]


def test_the_rail_lists_channels_the_app_and_its_home(workspace: Workspace) -> None:
    rail = page(browser(workspace), BEN).one("nav")
    assert rail.text.startswith("Northside Physio Channels")
    assert [one.text for one in rail.all("span", class_="rail-label")] == [
        "general",
        "billing",
        "help",
        "Paydesk",
        "Paydesk",
    ]


def test_a_guest_sees_only_their_channels_and_no_commands(workspace: Workspace) -> None:
    shown = page(browser(workspace), GRACE, BILLING)
    assert links(shown)[0] == "# help"
    assert shown.one("h1").text == "# help"
    assert not shown.all("li", role="option")
    assert not shown.all("details", class_="menu up shortcuts")


def test_the_composer_knows_the_manifests_commands_and_shortcuts(workspace: Workspace) -> None:
    shown = page(browser(workspace), BEN, BILLING).one("div", id="composer")
    commands = {one.attributes["data-command"]: one.text for one in shown.all("li", role="option")}
    assert commands == {"/fees": "/fees [120 eur] The fees", "/billing": "/billing Who you are"}
    assert [one.text for one in shown.all("button", role="menuitem")] == ["Look up x"]
    label = shown.one("label", for_="message")
    assert label.text == "Message #billing"


def test_links_to_other_pages_stand_in_the_rail_in_their_readers_language(
    workspace: Workspace,
) -> None:
    workspace.links = [
        Link("http://localhost:1/x", "The store", "Le magasin"),
        Link("/mail/", "Mailbox", "Boîte"),
    ]
    client = browser(workspace)
    assert "↗ The store" in links(page(client, BEN))
    shown = {one.text: one.attributes["href"] for one in page(client, FLORENCE).one("nav").all("a")}
    assert (shown["↗ Le magasin"], shown["↗ Boîte"]) == ("http://localhost:1/x", "/mail/?lang=fr")


def test_the_address_says_who_looks(workspace: Workspace) -> None:
    client = browser(workspace)
    for person, words in ((FLORENCE, "FP Florence Petit"), (OLIVIA, "OH Olivia Hart")):
        shown = page(client, person)
        assert shown.one("html").attributes["data-as"] == person
        assert shown.one("details", id="people").one("summary").text == words


def test_a_stranger_in_the_address_becomes_the_first_person(workspace: Workspace) -> None:
    shown = page(browser(workspace), "U0NOBODY", "C0NOWHERE")
    assert shown.one("html").attributes["data-as"] == OLIVIA


def test_switching_keeps_the_channel_and_turns_to_their_own_messages(workspace: Workspace) -> None:
    client = browser(workspace)
    to_florence = [
        one.attributes["href"]
        for channel in (BILLING, "D0BEN", "H0BEN")
        for one in page(client, BEN, channel).all("a", role="menuitem")
        if "Florence" in one.text
    ]
    assert [one.partition("&c=")[2] for one in to_florence] == [BILLING, "D0FLORENCE", "H0FLORENCE"]
    others = page(client, FLORENCE, "D0BEN")
    assert others.one("a", aria_current="page").attributes["href"].endswith("D0FLORENCE")


def test_the_page_allows_no_script_but_its_own(workspace: Workspace) -> None:
    answer = browser(workspace).get("/")
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "onclick" not in answer.text
    for script in read(answer.text).all("script"):
        assert script.attributes["src"].startswith("/page/static/")
        assert browser(workspace).get(script.attributes["src"]).status_code == 200


def test_nothing_comes_when_nothing_has_changed(workspace: Workspace) -> None:
    client = browser(workspace)
    assert refreshed(client, page(client, BEN, BILLING), BEN, BILLING) == {}


def test_only_the_part_that_changed_comes(workspace: Workspace) -> None:
    client = browser(workspace)
    shown = page(client, BEN, BILLING)
    acts.say(workspace, BEN, BILLING, "mine")
    assert set(refreshed(client, shown, BEN, BILLING)) == {"content"}


def test_a_message_keeps_its_mark_until_it_changes(workspace: Workspace) -> None:
    client = browser(workspace)
    ts = by_app(workspace, section("one"))
    acts.say(workspace, BEN, BILLING, "two")
    before = [row.attributes["data-sig"] for row in page(client, BEN, BILLING).all("article")]
    changed = workspace.post_at(BEN, BILLING, ts)
    posting.change(workspace, changed, blocks=[section("uno")])
    after = [row.attributes["data-sig"] for row in page(client, BEN, BILLING).all("article")]
    assert before[0] != after[0]
    assert before[1] == after[1]


def test_the_stream_says_hello_then_each_change(workspace: Workspace) -> None:
    stream = events(workspace, ping_seconds=0.01)
    assert "event: hello" in next(stream)
    assert next(stream) == ": ping\n\n"
    version = workspace.touch()
    assert next(stream) == f"event: changed\ndata: {version}\n\n"
