"""The builders of blocks keep to Slack's limits, and the tests' own check sees what doesn't."""

from typing import Any

import pytest

from commands import blocks
from commands.names import command_named
from commands.people_choices import people_select
from tests.support.blockcheck import faults_in_message, faults_in_view

LONG = "word " * 2000


def test_everything_too_long_is_cut_to_what_slack_takes() -> None:
    options = [blocks.option(LONG, f"v{number}") for number in range(300)]
    choices = [(f"v{number}", LONG) for number in range(300)]
    groups = {f"{number} {LONG}": choices[number * 100 : (number + 1) * 100] for number in range(3)}
    message = [
        blocks.header(LONG),
        blocks.section(LONG),
        blocks.fields([LONG, LONG]),
        blocks.context(LONG),
        blocks.actions(*(blocks.button(LONG, f"a{number}") for number in range(40))),
        blocks.divider(),
        blocks.plain_section(LONG),
    ]
    for block in message:
        assert faults_in_message("text", [block]) == []
    inputs = [
        blocks.labelled(LONG, blocks.select("a", options, placeholder=LONG), hint=LONG),
        blocks.labelled(LONG, blocks.grouped_select("b", groups, placeholder=LONG)),
        blocks.labelled(LONG, blocks.text_input("c", LONG), optional=True),
        blocks.labelled(LONG, blocks.date_input("d", "2026-11-23")),
        blocks.labelled(LONG, people_select("e", LONG)),
    ]
    view = blocks.modal(LONG, inputs, LONG, submit=LONG, callback_id="x", private="1")
    assert faults_in_view(view) == []


@pytest.mark.parametrize("piece", ["&amp;", "&lt;", "<@U0BENJAMIN>", "x <https://example.com|y>"])
def test_a_cut_leaves_no_half_of_an_entity_or_a_mention(piece: str) -> None:
    for spaces in range(len(piece)):
        text = " " * spaces + piece * 1000
        assert faults_in_message("text", [blocks.section(text)]) == []


def test_ten_fields_are_shown_at_most() -> None:
    assert len(blocks.fields(["x"] * 12)["fields"]) == 10


def test_an_empty_cell_of_a_table_shows_a_dash() -> None:
    table = blocks.table([["Head", "Head"], ["", "x"]])
    assert table["rows"][1][0]["text"] == "–"
    assert faults_in_message("text", [table]) == []


def test_a_select_begins_with_the_chosen_option_or_with_none() -> None:
    options = [blocks.option("One", "1"), blocks.option("Two", "2")]
    assert blocks.select("a", options, chosen="2")["initial_option"] == options[1]
    assert "initial_option" not in blocks.select("a", options, chosen="3")
    grouped = blocks.grouped_select("a", {"All": [("1", "One"), ("2", "Two")]}, chosen="1")
    assert grouped["initial_option"] == options[0]


def test_a_mention_can_only_be_a_person() -> None:
    assert blocks.mention("U0BEN") == "<@U0BEN>"
    assert blocks.mention("U1> <!channel") == "<@U1channel>"


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("/billing", "/fees"),
        ("/np-billing", "/np-fees"),
        ("/a-b-billing", "/a-b-fees"),
        ("", "/fees"),
    ],
)
def test_other_commands_have_the_prefix_of_the_one_that_was_typed(typed: str, named: str) -> None:
    assert command_named(typed, "fees") == named


SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "x"}}


def button(action_id: str) -> dict[str, Any]:
    return {
        "type": "button",
        "action_id": action_id,
        "text": {"type": "plain_text", "text": "x"},
    }


@pytest.mark.parametrize(
    "wrong",
    [
        [{"type": "section"}],
        [{"type": "sektion", "text": "x"}],
        [{"type": "section", "text": {"type": "mrkdwn", "text": ""}}],
        [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}],
        [{"type": "section", "text": {"type": "mrkdwn", "text": "hello <!channel>"}}],
        [{"type": "section", "text": {"type": "mrkdwn", "text": "R & D"}}],
        [{"type": "actions", "elements": []}],
        [{"type": "actions", "elements": [button("a"), button("a")]}],
        [{**SECTION, "block_id": "a"}, {**SECTION, "block_id": "a"}],
        [SECTION] * 51,
        [blocks.table([["a"]]), blocks.table([["a"]])],
        [blocks.table([["a", "b"], ["a"]])],
        [blocks.table([["x" * 5001, "x" * 5001]])],
        [{"type": "alert", "text": {"type": "plain_text", "text": "x"}}],
        [{**SECTION, "accessory": {"type": "static_select", "action_id": "a"}}],
        [{**SECTION, "accessory": blocks.select("a", [blocks.option("x", "")])}],
        [{**SECTION, "accessory": blocks.select("a", [blocks.option("x", "v")] * 2)}],
        [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2999}}] * 4,
    ],
)
def test_the_check_finds_what_slack_would_refuse(wrong: list[dict[str, Any]]) -> None:
    assert faults_in_message("text", wrong) != []


def test_the_check_misses_a_text_for_notifications() -> None:
    assert faults_in_message("", [SECTION]) != []


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": {"type": "plain_text", "text": "x" * 25}},
        {"blocks": []},
        {"blocks": [blocks.labelled("x", blocks.text_input("a"))]},
        {"blocks": [blocks.table([["a"]])]},
        {"private_metadata": "x" * 3001},
        {"blocks": [SECTION] * 101},
    ],
)
def test_the_check_finds_wrong_windows(wrong: dict[str, Any]) -> None:
    right = blocks.modal("Title", [SECTION], "Close")
    assert faults_in_view(right) == []
    assert faults_in_view({**right, **wrong}) != []
