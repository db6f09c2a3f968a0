"""Attachments are held to Slack's rules however they come: posted, updated, or by response_url."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.slack import acts
from sandbox.slack.answers import respond
from sandbox.slack.delivery import Ack
from sandbox.slack.workspace import Workspace
from tests.sandbox.slack.support import (
    BEN,
    BILLING,
    Recorder,
    actions,
    button,
    calls,
    plain,
    section,
    with_recorder,
)

Answer = dict[str, Any]
Way = Callable[[Workspace, Recorder, Any], Answer]

TABLE = {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}


def posted(workspace: Workspace, app: Recorder, attachments: Any, text: str = "x") -> Answer:
    given = {"channel": BILLING, "text": text, "attachments": attachments}
    return calls(workspace, "chat.postMessage", **given)


def shown_to_one(workspace: Workspace, app: Recorder, attachments: Any) -> Answer:
    given = {"channel": BILLING, "text": "x", "attachments": attachments, "user": BEN}
    return calls(workspace, "chat.postEphemeral", **given)


def updated(workspace: Workspace, app: Recorder, attachments: Any) -> Answer:
    ts = calls(workspace, "chat.postMessage", channel=BILLING, text="x")["ts"]
    return calls(workspace, "chat.update", channel=BILLING, ts=ts, attachments=attachments)


def responded(workspace: Workspace, app: Recorder, attachments: Any) -> Answer:
    acts.say(workspace, BEN, BILLING, "/fees")
    path = app.last["response_url"].partition("/commands/")[2]
    status, said = respond(workspace, path, {"text": "x", "attachments": attachments})
    assert status == (200 if said == "ok" else 400)
    return {"ok": True} if said == "ok" else dict(said)  # type: ignore[arg-type]


WAYS: dict[str, Way] = {
    "posted": posted,
    "shown to one": shown_to_one,
    "updated": updated,
    "responded": responded,
}
WRONG: dict[str, tuple[Any, str, list[str]]] = {
    "101 of them": ([{"text": "x"}] * 101, "too_many_attachments", []),
    "no list": ({"text": "x"}, "invalid_attachments", ["must provide an array"]),
    "no object": (
        [{"text": "x"}, "x"],
        "invalid_attachments",
        ["must provide an object [json-pointer:/attachments/1]"],
    ),
    "a title that is no text": (
        [{"title": 5}],
        "invalid_attachments",
        ["must provide a string [json-pointer:/attachments/0/title]"],
    ),
    "fields that are no objects": (
        [{"text": "x", "fields": ["x"]}],
        "invalid_attachments",
        ["must be a valid value [json-pointer:/attachments/0/fields]"],
    ),
    "blocks that are no list": (
        [{"blocks": {}}],
        "invalid_attachments",
        ["must provide an array [json-pointer:/attachments/0/blocks]"],
    ),
    "a long text in a block": (
        [{"text": "x"}, {"blocks": [section("fine"), section("x" * 3001)]}],
        "invalid_attachments",
        ["must be less than 3001 characters [json-pointer:/attachments/1/blocks/1/text/text]"],
    ),
    "a rule that no schema says": (
        [{"blocks": [actions(button("a"), button("a"))]}],
        "invalid_attachments",
        ["`action_id` a already exists [json-pointer:/attachments/0/blocks/0/elements/1]"],
    ),
    "blocks beside fields of the older kind": (
        [{"blocks": [section("x")], "color": "#36a64f", "text": "x"}],
        "invalid_attachments",
        ["invalid additional property: text [json-pointer:/attachments/0]"],
    ),
    "51 blocks": (
        [{"blocks": [section("x")] * 51}],
        "invalid_attachments",
        ["no more than 50 items allowed [json-pointer:/attachments/0/blocks]"],
    ),
    "two tables": (
        [{"blocks": [TABLE]}, {"blocks": [TABLE]}],
        "invalid_attachments",
        ["only_one_table_allowed"],
    ),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", WRONG)
def test_attachments_that_slack_refuses_are_refused(name: str, way: str) -> None:
    attachments, word, sentences = WRONG[name]
    answer = WAYS[way](*with_recorder(), attachments)
    assert answer["ok"] is False
    assert answer["error"] == word
    said = answer.get("response_metadata", {}).get("messages", [])
    assert said == [f"[ERROR] {sentence}" for sentence in sentences]


@pytest.mark.parametrize("way", WAYS)
def test_attachments_of_both_kinds_are_taken(way: str) -> None:
    old = {"title": "x", "fields": [{"title": "x", "value": "y", "short": True}], "ts": 1}
    new = {"color": "good", "fallback": "x", "blocks": [section("x")]}
    assert WAYS[way](*with_recorder(), [old, new])["ok"]
    assert WAYS[way](*with_recorder(), [{"text": "x"}] * 100)["ok"]


def test_wrong_attachments_in_the_acknowledgement_fail_the_command() -> None:
    workspace, app = with_recorder()
    app.acks.append(Ack({"text": "x", "attachments": [{"text": "x"}] * 101}))
    notice = acts.say(workspace, BEN, BILLING, "/fees").notice
    assert notice == '/fees failed with the error "too_many_attachments"'


def test_an_attachment_that_shows_nothing_is_no_message() -> None:
    assert posted(*with_recorder(), [{"color": "good"}], text="")["error"] == "no_text"
    assert posted(*with_recorder(), [{"text": "x"}], text="")["ok"]


def test_blocks_of_attachments_have_ids() -> None:
    workspace, app = with_recorder()
    row = {"type": "actions", "elements": [{"type": "button", "text": plain("Go")}]}
    posted(workspace, app, [{"blocks": [row]}])
    (attachment,) = workspace.messages(BEN, BILLING)[0].attachments
    assert attachment["blocks"][0]["block_id"]
    assert attachment["blocks"][0]["elements"][0]["action_id"]
