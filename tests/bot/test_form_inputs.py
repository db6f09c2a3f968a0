"""A window that turns to another form: what was typed into the one before is not in it."""

from typing import Any

from bot.form_inputs import begun_anew, errors_by_block, told_beside
from commands.blocks import labelled, modal, section, text_input


def form(callback_id: str, *fields: str, private: str = "") -> dict[str, Any]:
    inputs = [labelled(one, text_input(one, "")) for one in fields]
    return modal(
        "Form", [section("Above"), *inputs], "Close", callback_id=callback_id, private=private
    )


def shown(view: dict[str, Any], window_hash: str) -> dict[str, Any]:
    """As Slack tells of it when something is done in it."""
    return {**view, "id": "V1", "hash": window_hash}


def ids(view: dict[str, Any]) -> list[str]:
    return [one["block_id"] for one in view["blocks"] if one["type"] == "input"]


def test_inputs_of_another_form_have_ids_that_the_window_never_had() -> None:
    first = form("item", "name", "price")
    second = begun_anew(form("person", "name"), shown(first, "1.a"))
    third = begun_anew(form("item", "name", "price"), shown(second, "2.b"))
    assert [*ids(first), *ids(second), *ids(third)] == [
        *("name", "price"),
        "name~1.a",
        *("name~2.b", "price~2.b"),
    ]


def test_the_same_form_of_another_thing_begins_anew_too() -> None:
    first = form("line", "price", private="7:1")
    assert ids(begun_anew(form("line", "price", private="7:2"), shown(first, "1.a"))) == [
        "price~1.a"
    ]


def test_the_same_form_shown_once_more_keeps_what_was_typed() -> None:
    first = begun_anew(form("tax", "name"), shown(form("list"), "1.a"))
    again = begun_anew(form("tax", "name", "place"), shown(first, "2.b"))
    assert ids(again) == ["name~1.a", "place~2.b"]


def test_errors_find_the_inputs_wherever_their_ids_come_from() -> None:
    there = begun_anew(form("line", "price", "name"), shown(form("list"), "1.a"))
    found = errors_by_block({"price": "Too much.", "other": "Gone."}, shown(there, "2.b"))
    assert found == {"price~1.a": "Too much.", "other": "Gone."}


def test_a_window_that_slack_tells_nothing_of_is_taken_as_it_is() -> None:
    view = form("line", "price")
    assert ids(begun_anew(view, {})) == ["price~"]
    odd = {"blocks": ["text", {"type": "input"}, {"type": "input", "element": 7}], "hash": None}
    assert ids(begun_anew(view, odd)) == ["price~"]
    assert errors_by_block({"price": "No."}, odd) == {"price": "No."}


def test_what_is_wrong_stands_below_its_input_once_and_nothing_else_changes() -> None:
    window = shown(form("line", "price", "name", private="7:1"), "1.a")
    first = told_beside({"price": "Too *much*.", "other": "Gone."}, window)
    above, _, price, wrong, name = first["blocks"]
    assert (price["block_id"], name["block_id"]) == ("price", "name")
    assert (above["text"]["text"], wrong["text"]["text"]) == ("⚠️ Gone.", "⚠️ Too *much*.")
    assert wrong["text"]["type"] == "plain_text"
    assert {**first, "blocks": []} == {**form("line", private="7:1"), "blocks": []}
    again = told_beside({"name": "Empty."}, shown(first, "2.b"))
    assert [one["type"] for one in again["blocks"]] == ["section", "input", "input", "section"]
