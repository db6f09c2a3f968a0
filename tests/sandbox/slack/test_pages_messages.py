"""Messages on the page: rows, threads, files, unread marks."""

import json

import pytest

from sandbox.slack import acts, posting
from sandbox.slack.delivery import Ack
from sandbox.slack.workspace import Workspace
from tests.sandbox.slack.pages_support import (
    MANIFEST,
    Tag,
    browser,
    by_app,
    do,
    messages,
    page,
    read,
    refreshed,
)
from tests.sandbox.slack.support import (
    BEN,
    BILLING,
    FLORENCE,
    GENERAL,
    HELP,
    OLIVIA,
    Recorder,
    section,
)


@pytest.fixture
def app() -> Recorder:
    return Recorder()


@pytest.fixture
def workspace(app: Recorder) -> Workspace:
    made = Workspace(manifest=MANIFEST)
    made.delivery = app
    return made


def test_messages_of_one_person_stand_together_under_their_day(workspace: Workspace) -> None:
    for person, text in ((BEN, "one"), (BEN, "two"), (OLIVIA, "three")):
        acts.say(workspace, person, BILLING, text)
    shown = page(browser(workspace), BEN, BILLING)
    assert messages(shown) == ["one", "two", "three"]
    assert [row.text for row in shown.all("span", class_="name")] == ["Ben Castillo", "Olivia Hart"]
    assert [day.text for day in shown.all("div", class_="day")] == ["Today"]


def test_what_somebody_types_cant_become_html(workspace: Workspace) -> None:
    acts.say(workspace, BEN, BILLING, "<script>alert(1)</script> & *bold*")
    shown = page(browser(workspace), OLIVIA, BILLING)
    assert messages(shown) == ["<script>alert(1)</script> & bold"]
    assert not shown.one("main").all("script")


def test_the_app_wears_its_badge(workspace: Workspace) -> None:
    by_app(workspace, section("*Fees*"))
    row = page(browser(workspace), BEN, BILLING).one("article")
    assert row.one("span", class_="badge").text == "APP"
    assert row.one("strong").text == "Fees"


def test_an_ephemeral_message_is_seen_by_one_until_they_reload(workspace: Workspace) -> None:
    by_app(workspace, section("Only for Ben"), only_for=BEN)
    client = browser(workspace)
    shown = Tag("document", {})
    assert "Only visible to you" in refreshed(client, shown, BEN, BILLING)["content"].text
    assert "Only for Ben" not in refreshed(client, shown, OLIVIA, BILLING)["content"].text
    assert "Only for Ben" not in page(client, BEN, BILLING).text


def test_an_edited_message_says_so_and_makes_nothing_unread(workspace: Workspace) -> None:
    client = browser(workspace)
    acts.say(workspace, BEN, BILLING, "frist")
    before = page(client, OLIVIA, GENERAL)
    assert before.all("span", class_="dot")
    page(client, OLIVIA, BILLING)
    ts = workspace.messages(BEN, BILLING)[0].ts
    do(client, BEN, "edit", channel=BILLING, ts=ts, text="first")
    assert messages(page(client, BEN, BILLING)) == ["first (edited)"]
    assert not page(client, OLIVIA, GENERAL).all("span", class_="dot")


def test_only_ones_own_messages_can_be_edited_and_deleted(workspace: Workspace) -> None:
    client = browser(workspace)
    acts.say(workspace, BEN, BILLING, "3 < 4")
    ts = workspace.messages(BEN, BILLING)[0].ts
    theirs = page(client, OLIVIA, BILLING).one("article")
    assert [one.text for one in theirs.all("button", role="menuitem")] == ["Answer x"]
    form = client.get("/page/edit", query_string={"as": BEN, "channel": BILLING, "ts": ts})
    assert read(form.text).one("textarea").text == "3 < 4"
    do(client, BEN, "delete", channel=BILLING, ts=ts)
    assert messages(page(client, BEN, BILLING)) == []


def test_a_thread_stands_beside_the_channel_with_its_count(workspace: Workspace) -> None:
    client = browser(workspace)
    acts.say(workspace, BEN, BILLING, "question")
    root = workspace.messages(BEN, BILLING)[0].ts
    for text in ("one", "two"):
        do(client, FLORENCE, "say", channel=BILLING, thread=root, text=text)
    shown = page(client, BEN, BILLING, thread=root)
    assert messages(shown.one("div", id="content")) == ["question"]
    assert shown.one("a", class_="thread-link").text == "2 replies"
    assert messages(shown.one("aside", id="thread")) == ["question", "one", "two"]


def test_a_command_in_a_thread_is_refused_there(workspace: Workspace) -> None:
    client = browser(workspace)
    acts.say(workspace, BEN, BILLING, "question")
    root = workspace.messages(BEN, BILLING)[0].ts
    do(client, BEN, "say", channel=BILLING, thread=root, text="/fees")
    parts = refreshed(client, Tag("document", {}), BEN, BILLING, thread=root)
    assert messages(parts["thread"])[-1] == "/fees is not supported in threads. Sorry!"


def test_what_slack_says_of_a_command_stands_where_it_was_typed(
    workspace: Workspace, app: Recorder
) -> None:
    client = browser(workspace)
    app.acks.append(Ack(error="operation_timeout"))
    do(client, BEN, "say", channel=BILLING, text="/fees 100")
    content = refreshed(client, Tag("document", {}), BEN, BILLING)["content"]
    assert messages(content) == ['/fees failed with the error "operation_timeout"']
    assert "Slackbot" in content.text


def test_pictures_are_shown_and_other_files_offered(workspace: Workspace) -> None:
    common = {"url_private": "http://127.0.0.1:9/files/F1/x", "size": 2048}
    picture = common | {"name": "a.png", "mimetype": "image/png", "alt_txt": "A <chart>"}
    sheet = common | {"name": "fees.csv", "mimetype": "text/csv", "filetype": "csv"}
    posting.post(workspace, BILLING, BEN, "", files=[picture, sheet])
    row = page(browser(workspace), BEN, BILLING).one("article")
    assert row.one("img").attributes["alt"] == "A <chart>"
    assert row.one("img").attributes["src"] == "/files/F1/x"
    assert row.one("a", class_="file-chip").text == "📄 fees.csv CSV · 2 kB"


def rows(content: Tag) -> int:
    """Whole ones, and stand-ins for those that the page has."""
    return len(content.all("article")) + sum(
        tag.attributes["id"].startswith("m-") for tag in content.all("i", data_kept="")
    )


def test_a_row_that_the_page_has_is_not_sent_again(workspace: Workspace) -> None:
    client = browser(workspace)
    for text in ("one", "two"):
        acts.say(workspace, BEN, BILLING, text)
    shown = page(client, BEN, BILLING)
    acts.say(workspace, BEN, BILLING, "three")
    content = refreshed(client, shown, BEN, BILLING)["content"]
    assert messages(content) == ["three"]
    assert rows(content) == len(["one", "two", "three"])
    had = {tag.attributes["id"]: tag.attributes["data-sig"] for tag in shown.all("article")}
    for stand_in in content.all("i", data_kept="")[1:]:
        assert had[stand_in.attributes["id"]] == stand_in.attributes["data-sig"]


def test_the_newest_hundred_come_first_and_older_ones_on_demand(workspace: Workspace) -> None:
    for number in range(250):
        posting.post(workspace, HELP, BEN, f"message {number}")
    client = browser(workspace)
    shown = page(client, OLIVIA, HELP)
    assert messages(shown)[0] == "message 150"
    older = shown.one("div", id="older").one("button")
    assert json.loads(older.attributes["hx-vals"]) == {"size": 200}
    more = refreshed(client, shown, OLIVIA, HELP, size="200")["content"]
    assert (messages(more)[0], rows(more)) == ("message 50", 200)
    everything = refreshed(client, shown, OLIVIA, HELP, size="300")["content"]
    assert messages(everything)[0] == "message 0"
    assert not everything.all("div", id="older")


def test_unread_channels_are_marked_and_counted_until_they_are_looked_at(
    workspace: Workspace,
) -> None:
    client = browser(workspace)
    shown = page(client, OLIVIA, GENERAL)
    acts.say(workspace, BEN, BILLING, "hello")
    parts = refreshed(client, shown, OLIVIA, GENERAL)
    assert set(parts) == {"rail"}
    assert parts["rail"].one("a", aria_label="billing, 1 unread").attributes["class"] == "unread"
    page(client, OLIVIA, BILLING)
    assert not page(client, OLIVIA, GENERAL).all("span", class_="dot")


def test_a_page_that_nobody_looks_at_reads_nothing(workspace: Workspace) -> None:
    acts.say(workspace, BEN, BILLING, "hello")
    hidden = {"HX-Request": "true", "X-Visible": "hidden"}
    browser(workspace).get(f"/?as={OLIVIA}&c={BILLING}", headers=hidden)
    assert workspace.unread(OLIVIA) == {BILLING: 1}
