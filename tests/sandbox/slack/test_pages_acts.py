"""What people do in modals, in Home and with elements, and what comes of it."""

from typing import Any

import pytest

from sandbox.slack import acts
from sandbox.slack.delivery import Ack
from sandbox.slack.pages.states import field_name
from sandbox.slack.workspace import Workspace
from tests.sandbox.slack.pages_support import (
    MANIFEST,
    Tag,
    browser,
    by_app,
    do,
    opened,
    page,
    read,
    refreshed,
)
from tests.sandbox.slack.support import (
    BEN,
    BILLING,
    FLORENCE,
    OLIVIA,
    Recorder,
    actions,
    button,
    calls,
    modal,
    plain,
    section,
    typed_input,
)


@pytest.fixture
def app() -> Recorder:
    return Recorder()


@pytest.fixture
def workspace(app: Recorder) -> Workspace:
    made = Workspace(manifest=MANIFEST)
    made.delivery = app
    return made


def test_a_modal_is_shown_with_its_words(workspace: Workspace, app: Recorder) -> None:
    client = browser(workspace)
    shown = page(client, BEN, BILLING)
    opened(workspace, app, typed_input(), title="Charge <it>", submit=plain("Charge"))
    view = refreshed(client, shown, BEN, BILLING)["view"]
    assert view.one("h2", id="view-title").text == "Charge <it>"
    assert view.one("button", class_="button primary submit").text == "Charge"
    assert view.one("label").text == "Note"
    assert "view" not in refreshed(client, shown, OLIVIA, BILLING)


def test_what_was_typed_is_submitted_and_errors_come_back_under_it(
    workspace: Workspace, app: Recorder
) -> None:
    client = browser(workspace)
    view_id = opened(workspace, app, typed_input())
    where, name = f"view {view_id}", field_name("note", "text")
    do(client, BEN, "submit", where=where, view_id=view_id)
    view = refreshed(client, Tag("document", {}), BEN, BILLING)["view"]
    assert "required" in view.one("div", class_="error").text
    errors = {"response_action": "errors", "errors": {"note": "Not *that*."}}
    app.acks.append(Ack(body=errors))
    do(client, BEN, "submit", where=where, view_id=view_id, **{name: "this"})
    values = app.last["view"]["state"]["values"]
    assert values == {"note": {"text": {"type": "plain_text_input", "value": "this"}}}
    view = refreshed(client, Tag("document", {}), BEN, BILLING)["view"]
    assert view.one("div", class_="error").text == "Not *that*."
    assert view.one("input", name=name).attributes["value"] == "this"
    do(client, BEN, "submit", where=where, view_id=view_id, **{name: "that"})
    assert workspace.view_on_top(BEN) is None


def test_an_update_leaves_unchanged_inputs_their_mark(workspace: Workspace, app: Recorder) -> None:
    client = browser(workspace)
    view_id = opened(workspace, app, typed_input(), section("Loading…"))
    before = refreshed(client, Tag("document", {}), BEN, BILLING)["view"]
    view = modal(typed_input(), section("Loaded"))
    assert calls(workspace, "views.update", view_id=view_id, view=view)["ok"]
    after = refreshed(client, before, BEN, BILLING)["view"]
    marks = [
        [
            box.attributes["data-sig"]
            for box in one.one("div", id="view-body").children[1:]
            if isinstance(box, Tag) and "data-block-id" in box.attributes
        ]
        for one in (before, after)
    ]
    assert marks[0][0] == marks[1][0]
    assert marks[0][1] != marks[1][1]


@pytest.mark.parametrize("tells", [False, True])
def test_a_click_in_a_modal_carries_what_stands_in_its_inputs(
    workspace: Workspace, app: Recorder, tells: bool
) -> None:
    client = browser(workspace)
    typing = typed_input() | {"dispatch_action": tells}
    view_id = opened(workspace, app, typing, actions(button("more")))
    typed = {field_name("note", "text"): "half a"}
    where = {"where": f"view {view_id}", "block_id": "row", "action_id": "more"}
    do(client, BEN, "click", **where, **typed)
    assert app.last["actions"][0]["action_id"] == "more"
    assert app.last["view"]["state"]["values"]["note"]["text"]["value"] == "half a"


def test_an_input_that_the_page_does_not_have_yet_keeps_what_the_app_put_into_it(
    workspace: Workspace, app: Recorder
) -> None:
    client = browser(workspace)
    typing = typed_input() | {"dispatch_action": True}
    typing["element"] |= {"initial_value": "85.00"}
    view_id = opened(workspace, app, typing, actions(button("more")), submit=plain("Charge"))
    where = f"view {view_id}"
    do(client, BEN, "click", where=where, block_id="row", action_id="more")
    assert app.last["view"]["state"]["values"]["note"]["text"]["value"] == "85.00"
    do(client, BEN, "submit", where=where, view_id=view_id)
    assert app.last["type"] == "view_submission"
    assert app.last["view"]["state"]["values"]["note"]["text"]["value"] == "85.00"


def test_closing_closes_and_says_nothing(workspace: Workspace, app: Recorder) -> None:
    client = browser(workspace)
    view_id = opened(workspace, app)
    assert do(client, BEN, "close", view_id=view_id) == ""
    assert workspace.view_on_top(BEN) is None
    assert do(client, BEN, "close", view_id=view_id) == ""


def test_the_home_is_drawn_and_the_app_told_that_it_is_open(
    workspace: Workspace, app: Recorder
) -> None:
    client = browser(workspace)
    shown = page(client, BEN, "H0BEN")
    assert "Paydesk has shown nothing here yet." in shown.one("div", id="content").text
    assert [tab.text for tab in shown.all("a", role="tab")] == ["Home", "Messages"]
    home = {"type": "home", "blocks": [section("Hello *Ben*"), actions(button("go"))]}
    assert calls(workspace, "views.publish", user_id=BEN, view=home)["ok"]
    content = refreshed(client, shown, BEN, "H0BEN")["content"]
    assert content.one("form", id="home").text == "Hello Ben Press"
    do(client, BEN, "click", where="home", block_id="row", action_id="go")
    assert app.last["container"]["type"] == "view"


def test_a_select_in_a_message_tells_the_app_at_once(workspace: Workspace, app: Recorder) -> None:
    options = [{"text": plain(name), "value": name.lower()} for name in ("Card", "Bank")]
    select = {"type": "static_select", "action_id": "way", "options": options}
    ts = by_app(workspace, actions(select))
    client = browser(workspace)
    where = {"where": f"message {BILLING} {ts}", "block_id": "row", "action_id": "way"}
    do(client, BEN, "click", **where, **{field_name("row", "way"): "bank"})
    assert app.last["actions"][0]["selected_option"] == options[1]
    chosen = page(client, BEN, BILLING).one("article").one("option", selected="")
    assert chosen.text == "Bank"


@pytest.mark.parametrize(
    ("element", "told"),
    [
        ({"type": "overflow", "options": [{"text": plain("A"), "value": "a"}]}, "selected_option"),
        (
            {
                "type": "feedback_buttons",
                "positive_button": {"text": plain("Good"), "value": "a"},
                "negative_button": {"text": plain("Bad"), "value": "b"},
            },
            "value",
        ),
    ],
)
def test_what_was_picked_is_told(
    workspace: Workspace, app: Recorder, element: dict[str, Any], told: str
) -> None:
    kind = "actions" if element["type"] == "overflow" else "context_actions"
    block = {"type": kind, "block_id": "row", "elements": [element | {"action_id": "it"}]}
    ts = by_app(workspace, block)
    where = {"where": f"message {BILLING} {ts}", "block_id": "row", "action_id": "it"}
    do(browser(workspace), BEN, "click", **where, picked="a")
    heard = app.last["actions"][0][told]
    assert (heard if isinstance(heard, str) else heard["value"]) == "a"


def test_a_search_field_asks_the_app(workspace: Workspace, app: Recorder) -> None:
    select = {"type": "external_select", "action_id": "client", "min_query_length": 1}
    ts = by_app(workspace, actions(select))
    app.acks.append(Ack(body={"options": [{"text": plain("<Anna>"), "value": "a"}]}))
    where = {"where": f"message {BILLING} {ts}", "block_id": "row", "action_id": "client"}
    client = browser(workspace)
    answer = client.get("/page/suggest", query_string={"as": BEN, "typed": "an", **where})
    assert app.last["value"] == "an"
    offered = read(answer.text).one("li", role="option")
    assert offered.text == "<Anna>"
    value = {field_name("row", "client"): offered.attributes["data-value"]}
    do(client, BEN, "click", **where, **value)
    assert app.last["actions"][0]["selected_option"] == {"text": plain("<Anna>"), "value": "a"}


def test_a_select_of_several_people_offers_them_without_asking_the_app(
    workspace: Workspace, app: Recorder
) -> None:
    select = {"type": "multi_users_select", "action_id": "who"}
    ts = by_app(workspace, section("Who?") | {"accessory": select, "block_id": "row"})
    where = {"where": f"message {BILLING} {ts}", "block_id": "row", "action_id": "who"}
    client = browser(workspace)
    answer = client.get("/page/suggest", query_string={"as": BEN, "typed": "hart", **where})
    assert app.got == []
    offered = read(answer.text).one("li", role="option")
    assert (offered.text, offered.attributes["data-value"]) == ("Olivia Hart", OLIVIA)
    do(client, BEN, "click", **where, **{field_name("row", "who"): [OLIVIA, FLORENCE]})
    assert app.last["actions"][0]["selected_users"] == [OLIVIA, FLORENCE]


def test_what_has_gone_is_said_to_have_gone(workspace: Workspace) -> None:
    where = {"where": f"message {BILLING} 1.1", "block_id": "row", "action_id": "way"}
    assert "no longer there" in do(browser(workspace), BEN, "click", **where)


@pytest.mark.parametrize(("deed", "field"), [("shortcut", {}), ("message-shortcut", {"ts": ""})])
def test_shortcuts_reach_the_app(
    workspace: Workspace, app: Recorder, deed: str, field: dict[str, str]
) -> None:
    acts.say(workspace, OLIVIA, BILLING, "please")
    ts = {name: workspace.messages(BEN, BILLING)[0].ts for name in field}
    callback = "answer" if field else "look"
    do(browser(workspace), BEN, deed, callback_id=callback, channel=BILLING, **ts)
    assert app.last["callback_id"] == callback
    assert app.last["user"]["id"] == BEN
