"""Messages and views that Slack would refuse are refused, with Slack's own kind of error."""

from typing import Any

import pytest

from sandbox.slack.blocks import check_options
from sandbox.slack.refusals import ApiError
from sandbox.slack.workspace import Workspace
from tests.sandbox.slack.support import (
    BEN,
    BILLING,
    actions,
    button,
    calls,
    modal,
    plain,
    section,
    typed_input,
)

OPTION = {"text": plain("One"), "value": "1"}


def select(**more: Any) -> dict[str, Any]:
    return {"type": "static_select", "action_id": "choose", **more}


def table(rows: int = 2, cells: int = 2, text: str = "x") -> dict[str, Any]:
    row = [{"type": "raw_text", "text": text}] * cells
    return {"type": "table", "rows": [row] * rows}


def container(*children: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "container", "title": plain("Fees"), "child_blocks": list(children), **more}


def card(*buttons: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "card", "actions": list(buttons), **more}


def carousel(*cards: dict[str, Any]) -> dict[str, Any]:
    return {"type": "carousel", "elements": list(cards)}


def posted(*blocks: Any) -> dict[str, Any]:
    return calls(Workspace(), "chat.postMessage", channel=BILLING, text="x", blocks=list(blocks))


WRONG = {
    "an unknown block": ({"type": "nonsense"}, "unsupported type: nonsense", "/0/type"),
    "a missing field": ({"type": "header"}, "missing required field: text", "/0"),
    "a field that nobody knows": (
        {**section("x"), "colour": "red"},
        "invalid additional property: colour",
        "/0",
    ),
    "an empty text": (section(""), "must be more than 0 characters", "/0/text/text"),
    "a long text": (section("x" * 3001), "must be less than 3001 characters", "/0/text/text"),
    "a long header": (
        {"type": "header", "text": plain("x" * 151)},
        "must be less than 151 characters",
        "/0/text/text",
    ),
    "a long label of a button": (
        actions(button("a", "x" * 76)),
        "must be less than 76 characters",
        "/0/elements/0/text/text",
    ),
    "an empty label of a button": (
        actions(button("a", "")),
        "must be more than 0 characters",
        "/0/elements/0/text/text",
    ),
    "26 buttons": (
        actions(*(button(str(n)) for n in range(26))),
        "no more than 25 items allowed",
        "/0/elements",
    ),
    "no button": (actions(), "no fewer than 1 items allowed", "/0/elements"),
    "one action_id twice": (
        actions(button("a"), button("a")),
        "`action_id` a already exists",
        "/0/elements/1",
    ),
    "a section without text": (
        {"type": "section"},
        "must define either `text` or `fields`",
        "/0",
    ),
    "null where something belongs": (
        {**section("x"), "accessory": None},
        "must provide an object",
        "/0/accessory",
    ),
    "101 options": (
        actions(select(options=[{**OPTION, "value": str(n)} for n in range(101)])),
        "no more than 100 items allowed",
        "/0/elements/0/options",
    ),
    "a select without options": (
        actions(select()),
        "must define either `options` or `option_groups`",
        "/0/elements/0",
    ),
    "a choice that is not offered": (
        actions(select(options=[OPTION], initial_option={**OPTION, "value": "2"})),
        "initial option must match one of the options",
        "/0/elements/0/initial_option",
    ),
    "a block for modals alone": (
        {"type": "alert", "text": plain("x")},
        "unsupported type: alert",
        "/0/type",
    ),
    "a row of 21 cells": (table(cells=21), "no more than 20 items allowed", "/0/rows"),
    "101 rows": (table(rows=101), "no more than 100 items allowed", "/0/rows"),
    "10,001 characters in a table": (
        table(rows=73, cells=1, text="x" * 137),
        "must be less than 10001 characters",
        "/0/rows",
    ),
    "a section without text in a container": (
        container(section("x"), {"type": "section"}),
        "must define either `text` or `fields`",
        "/0/child_blocks/1",
    ),
    "a select without options in a container": (
        container(actions(select())),
        "must define either `options` or `option_groups`",
        "/0/child_blocks/0/elements/0",
    ),
    "one action_id twice in a container's row": (
        container(actions(button("a"), button("a"))),
        "`action_id` a already exists",
        "/0/child_blocks/0/elements/1",
    ),
    "no button in a container's row": (
        container(actions()),
        "no fewer than 1 items allowed",
        "/0/child_blocks/0/elements",
    ),
    "uneven rows in a container's table": (
        container({"type": "table", "rows": [*table(1, 1)["rows"], *table(1, 2)["rows"]]}),
        "all rows must have the same number of cells",
        "/0/child_blocks/0/rows",
    ),
    "a file in a container": (
        container({"type": "file", "external_id": "x", "source": "remote"}),
        "unsupported type: file",
        "/0/child_blocks/0/type",
    ),
    "an input in a container": (
        container(typed_input()),
        "unsupported type: input",
        "/0/child_blocks/0/type",
    ),
    "one block_id twice in a container": (
        container({**section("x"), "block_id": "a"}, block_id="a"),
        "`block_id` a already exists",
        "/0/child_blocks/0",
    ),
    "a container without a title": (
        {"type": "container", "child_blocks": [section("x")]},
        "must define either `title` or `rich_text_title`",
        "/0",
    ),
    "a file to be chosen in a message": (
        {**typed_input(), "element": {"type": "file_input", "action_id": "file"}},
        "unsupported type: file_input",
        "/0/element/type",
    ),
    "an empty text in a context": (
        {"type": "context", "elements": [{"type": "mrkdwn", "text": ""}]},
        "must be more than 0 characters",
        "/0/elements/0/text",
    ),
    "a card with nothing in it": (
        carousel(card(button("a")), {"type": "card"}),
        "must define one of hero_image, title, actions or body",
        "/0/elements/1",
    ),
    "one action_id twice in a card": (
        carousel(card(button("a"), button("a"))),
        "`action_id` a already exists",
        "/0/elements/0/actions/1",
    ),
    "one block_id in two cards": (
        carousel(card(button("a"), block_id="a"), card(button("a"), block_id="a")),
        "`block_id` a already exists",
        "/0/elements/1",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_blocks_that_slack_refuses_are_refused(name: str) -> None:
    block, sentence, pointer = WRONG[name]
    answer = posted(block)
    assert (answer["ok"], answer["error"]) == (False, "invalid_blocks")
    said = f"{sentence} [json-pointer:/blocks{pointer}]"
    assert f"[ERROR] {said}" in answer["response_metadata"]["messages"]
    assert said in answer["errors"]


def test_all_markdown_together_has_12_000_characters_at_most() -> None:
    half = {"type": "markdown", "text": "x" * 6000}
    more = {"type": "markdown", "text": "x" * 6001}
    workspace = Workspace()
    assert check(workspace, blocks=[half, half]) == []
    assert check(workspace, blocks=[half, more]) == [
        "[ERROR] must be less than 12001 characters [json-pointer:/blocks]"
    ]


def test_one_element_has_the_focus_at_first() -> None:
    element = {"type": "plain_text_input", "action_id": "text", "focus_on_load": True}
    one, other = ({**typed_input(name), "element": element} for name in ("one", "other"))
    assert check(Workspace(), view=modal(one, typed_input("other"))) == []
    assert check(Workspace(), view=modal(one, other)) == [
        "[ERROR] only one element may have focus_on_load [json-pointer:/view/blocks/1/element]"
    ]


def check(workspace: Workspace, **given: Any) -> list[str]:
    """What is wrong with blocks or a view."""
    answer = calls(workspace, "blocks.validate", **given)
    return [] if answer["ok"] else list(answer["response_metadata"]["messages"])


@pytest.mark.parametrize("blocks", [{"type": "divider"}, "divider", 5])
def test_blocks_are_a_list(blocks: Any) -> None:
    given = {"channel": BILLING, "text": "x", "blocks": blocks}
    assert calls(Workspace(), "chat.postMessage", **given)["error"] == "invalid_blocks_format"


@pytest.mark.parametrize("view", ["x", 5, [], {"blocks": []}, {"type": "workflow_step"}])
def test_a_view_is_a_modal_or_a_home(view: Any) -> None:
    workspace = Workspace()
    said = ["[ERROR] must be a valid view [json-pointer:/view]"]
    for method in ("blocks.validate", "views.publish"):
        answer = calls(workspace, method, view=view, user_id=BEN)
        assert answer["error"] == "invalid_arguments"
        if view != "x":
            assert answer["response_metadata"]["messages"] == said
    home = calls(workspace, "views.publish", user_id=BEN, view=modal())
    assert home["response_metadata"]["messages"] == said


def test_an_action_id_may_be_there_again_in_another_block() -> None:
    assert posted(actions(button("a")), {**actions(button("a")), "block_id": "other"})["ok"]
    row = {**actions(button("a")), "block_id": "other"}
    assert posted(container(actions(button("a")), row))["ok"]
    assert posted(carousel(card(button("a")), card(button("a"))))["ok"]


def test_fifty_blocks_are_taken_and_one_more_is_not() -> None:
    assert posted(*(section("x") for _ in range(50)))["ok"]
    answer = posted(*(section("x") for _ in range(51)))
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] no more than 50 items allowed [json-pointer:/blocks]"
    ]


def test_a_block_id_is_there_once() -> None:
    twice = [{**section("x"), "block_id": "same"}, {**section("y"), "block_id": "same"}]
    assert posted(*twice)["error"] == "invalid_blocks"


def test_one_table_a_message() -> None:
    assert posted(table())["ok"]
    assert posted(table(), container(table()))["error"] == "invalid_attachments"
    answer = posted(table(), table())
    assert answer["error"] == "invalid_attachments"
    assert answer["response_metadata"]["messages"] == ["[ERROR] only_one_table_allowed"]


def test_the_limits_themselves_are_taken() -> None:
    header = {"type": "header", "text": plain("x" * 150)}
    assert posted(section("x" * 3000), header, actions(button("a", "x" * 75)), table())["ok"]


def test_a_text_has_40_000_characters_at_most_and_one_at_least() -> None:
    workspace = Workspace()
    fits = calls(workspace, "chat.postMessage", channel=BILLING, text="x" * 40_000)
    assert fits["ok"]
    answer = calls(workspace, "chat.postMessage", channel=BILLING, text="x" * 40_001)
    assert answer == {"ok": False, "error": "msg_too_long"}
    assert calls(workspace, "chat.postMessage", channel=BILLING)["error"] == "no_text"


def test_all_blocks_together_may_not_be_too_long_to_post() -> None:
    assert posted(*(section("x" * 2900) for _ in range(3)))["ok"]
    assert posted(*(section("x" * 2900) for _ in range(5)))["error"] == "msg_blocks_too_long"
    assert posted(*(section("x" * 2995) for _ in range(4)))["error"] == "msg_blocks_too_long"
    written = {"type": "markdown", "text": "x" * 11_900}
    assert posted(written)["ok"]
    assert posted(written, section("x" * 1100))["error"] == "msg_blocks_too_long"


def test_an_update_is_held_to_the_same_rules() -> None:
    workspace = Workspace()
    ts = calls(workspace, "chat.postMessage", channel=BILLING, text="x")["ts"]
    answer = calls(workspace, "chat.update", channel=BILLING, ts=ts, blocks=[section("")])
    assert answer["error"] == "invalid_blocks"
    assert calls(workspace, "chat.update", channel=BILLING, ts=ts, text="")["error"] == "no_text"


@pytest.mark.parametrize("method", ["chat.postEphemeral", "chat.update"])
def test_every_way_to_say_something_is_held_to_the_rules(method: str) -> None:
    workspace = Workspace()
    ts = calls(workspace, "chat.postMessage", channel=BILLING, text="x")["ts"]
    given = {"channel": BILLING, "ts": ts, "user": BEN, "text": "x", "blocks": [section("")]}
    assert calls(workspace, method, **given)["error"] == "invalid_blocks"


def test_an_update_may_be_in_markdown() -> None:
    workspace = Workspace()
    given = {
        "channel": BILLING,
        "ts": calls(workspace, "chat.postMessage", channel=BILLING, text="x")["ts"],
    }
    answer = calls(workspace, "chat.update", **given, markdown_text="**Paid**")
    assert (answer["ok"], answer["text"]) == (True, "")
    (shown,) = workspace.messages(BEN, BILLING)
    assert (shown.text, [one["text"] for one in shown.blocks]) == ("", ["**Paid**"])
    assert shown.blocks[0]["type"] == "markdown"


def test_markdown_stands_alone_and_has_12_000_characters_at_most() -> None:
    workspace = Workspace()
    ts = calls(workspace, "chat.postMessage", channel=BILLING, markdown_text="x")["ts"]
    for method in ("chat.postMessage", "chat.update"):
        given = {"channel": BILLING, "ts": ts, "markdown_text": "x"}
        assert calls(workspace, method, **given, text="x")["error"] == "markdown_text_conflict"
        beside = calls(workspace, method, **given, blocks=[section("x")])
        assert beside["error"] == "markdown_text_conflict"
        long = calls(workspace, method, **given | {"markdown_text": "x" * 12_001})
        assert long["error"] == "invalid_blocks"
        assert calls(workspace, method, **given | {"markdown_text": ""})["error"] == "no_text"


VIEWS = {
    "a long title": (modal(title="x" * 25), "must be less than 25 characters", "/title/text"),
    "a long button": (
        modal(submit=plain("x" * 25)),
        "must be less than 25 characters",
        "/submit/text",
    ),
    "long private metadata": (
        modal(private_metadata="x" * 3001),
        "must be less than 3001 characters",
        "/private_metadata",
    ),
    "101 blocks": (
        modal(*(section("x") for _ in range(101))),
        "no more than 100 items allowed",
        "/blocks",
    ),
    "inputs that nothing submits": (
        {name: part for name, part in modal(typed_input()).items() if name != "submit"},
        "missing required field: submit",
        "",
    ),
    "a block for messages alone": (
        modal({"type": "markdown", "text": "x"}),
        "unsupported type: markdown",
        "/blocks/0/type",
    ),
    "no title": ({"type": "modal", "blocks": [section("x")]}, "missing required field: title", ""),
}


@pytest.mark.parametrize("name", VIEWS)
def test_views_that_slack_refuses_are_refused(name: str) -> None:
    view, sentence, pointer = VIEWS[name]
    answer = calls(Workspace(), "blocks.validate", view=view)
    assert answer["error"] == "invalid_arguments"
    said = f"[ERROR] {sentence} [json-pointer:/view{pointer}]"
    assert said in answer["response_metadata"]["messages"]


def test_a_view_has_250_kilobytes_at_most() -> None:
    fat = modal(*(section("x" * 2990) for _ in range(90)))
    assert calls(Workspace(), "blocks.validate", view=fat)["error"] == "view_too_large"


def test_a_good_view_and_good_blocks_are_valid() -> None:
    workspace = Workspace()
    assert calls(workspace, "blocks.validate", view=modal(typed_input(), title="x" * 24))["ok"]
    assert calls(workspace, "blocks.validate", blocks=[section("x")])["ok"]


def test_options_are_held_to_the_rules_too() -> None:
    assert check_options({"options": [OPTION]}) == [OPTION]
    assert check_options({"options": []}) == []
    wrong: list[dict[str, Any]] = [
        {},
        {"options": [{**OPTION, "text": plain("x" * 76)}]},
        {"options": [{**OPTION, "value": str(n)} for n in range(101)]},
        {"option_groups": [{"label": plain("Empty")}]},
    ]
    for said in wrong:
        with pytest.raises(ApiError):
            check_options(said)
