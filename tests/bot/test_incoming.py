"""Slack's payloads, read into one shape."""

import pytest

from bot.incoming import Kind, read_request, typed_texts
from tests.support.slack_requests import click_body, command_body, event_body, submission_body

TEAM, FLORENCE = "T0PRACTICE", "U0FLORENCE"


@pytest.mark.parametrize(
    ("typed", "name"), [("/fees", "fees"), ("/np-fees", "fees"), ("/a-b-billing", "billing")]
)
def test_a_command_is_known_by_its_last_word(typed: str, name: str) -> None:
    incoming = read_request(command_body(typed, "100", FLORENCE, TEAM))
    assert incoming is not None
    assert (incoming.kind, incoming.name, incoming.command) == (Kind.COMMAND, name, typed)
    assert (incoming.user, incoming.team, incoming.text) == (FLORENCE, TEAM, "100")


def test_a_click_names_its_action_and_value() -> None:
    incoming = read_request(click_body("fees:region:gb", FLORENCE, TEAM, value="gb"))
    assert incoming is not None
    assert (incoming.kind, incoming.name, incoming.value) == (Kind.CLICK, "fees:region:gb", "gb")


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ({"type": "static_select", "selected_option": {"value": "biller"}}, "biller"),
        ({"type": "users_select", "selected_user": "U0BEN"}, "U0BEN"),
        ({"type": "datepicker", "selected_date": "2026-03-01"}, "2026-03-01"),
        ({"type": "checkboxes", "selected_options": [{"value": "a"}, {"value": "b"}]}, "a,b"),
        ({"type": "static_select", "selected_option": None}, ""),
    ],
)
def test_what_was_chosen_is_the_value(element: dict[str, object], value: str) -> None:
    clicked = {"action_id": "x", "block_id": "b", **element}
    incoming = read_request(click_body("x", FLORENCE, TEAM, element=clicked))
    assert incoming is not None
    assert incoming.value == value


def test_a_click_in_a_modal_is_told_from_one_on_a_message() -> None:
    incoming = read_request(click_body("x", FLORENCE, TEAM, view={"id": "V1", "callback_id": "c"}))
    assert incoming is not None
    assert incoming.kind is Kind.CLICK_IN_VIEW


def test_a_submission_gives_its_inputs_by_action_id() -> None:
    body = submission_body("fees:own", FLORENCE, TEAM, {"percent": "2.9", "cap": None}, "private")
    incoming = read_request(body)
    assert incoming is not None
    assert (incoming.kind, incoming.name) == (Kind.SUBMISSION, "fees:own")
    assert dict(incoming.values) == {"percent": "2.9", "cap": ""}
    assert incoming.private == "private"


def test_nul_which_no_database_holds_is_in_none_of_the_texts() -> None:
    typed = read_request(command_body("/client", "a\0b%", FLORENCE, TEAM))
    clicked = read_request(click_body("x", FLORENCE, TEAM, value="a\0b%"))
    sent = read_request(submission_body("x", FLORENCE, TEAM, {"name": "a\0b%"}, "a\0b%"))
    assert typed is not None
    assert clicked is not None
    assert sent is not None
    assert (typed.text, clicked.value) == ("ab%", "ab%")
    assert (dict(sent.values), sent.private) == ({"name": "ab%"}, "ab%")


def test_in_a_shared_channel_the_persons_own_workspace_is_known() -> None:
    body = click_body("x", "U0STRANGER", TEAM)
    body["user"]["team_id"] = "T0OTHER"
    incoming = read_request(body)
    assert incoming is not None
    assert (incoming.team, incoming.user_team) == (TEAM, "T0OTHER")


def test_an_event_is_nobodys_request() -> None:
    assert read_request(event_body({"type": "user_change"}, TEAM, "Ev1")) is None


@pytest.mark.parametrize(
    "body",
    [
        {"type": "block_actions"},
        {"type": "view_submission", "view": None, "user": None},
        {"type": "shortcut", "user": "U1"},
        {"command": None},
        {"type": "block_actions", "actions": None, "view": {"state": {"values": {}}}},
    ],
)
def test_missing_parts_are_empty(body: dict[str, object]) -> None:
    incoming = read_request(body)
    assert incoming is not None
    assert (incoming.user, incoming.value) == ("", "")


def test_what_people_type_is_found_wherever_they_type_it() -> None:
    rich = {"type": "rich_text_input", "rich_text_value": {"elements": [{"text": "deep"}]}}
    submitted = submission_body("c", FLORENCE, TEAM, {"a": "typed", "b": rich})
    clicked = click_body("x", FLORENCE, TEAM, element={"type": "plain_text_input", "value": "in"})
    assert {"typed", "deep"} <= set(typed_texts(submitted))
    assert "in" in set(typed_texts(clicked))
    assert "spoken" in set(typed_texts(command_body("/fees", "spoken", FLORENCE, TEAM)))


def test_ids_in_our_own_buttons_are_not_taken_for_typed_text() -> None:
    assert "4242424242424242" not in set(
        typed_texts(click_body("x", FLORENCE, TEAM, value="4242424242424242"))
    )


def test_what_slack_itself_writes_into_an_input_is_not_taken_for_typed_text() -> None:
    """The time of a press of Enter passes Luhn one time in ten."""
    at = "4242424242.424242"
    element = {"type": "plain_text_input", "action_ts": at, "block_id": at, "value": "42.50"}
    typed = set(typed_texts(click_body("x", FLORENCE, TEAM, element=element)))
    assert "42.50" in typed
    assert at not in typed
