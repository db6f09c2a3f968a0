"""Slack's rules for blocks and views: what it would refuse with invalid_blocks, found offline.

The shapes and lengths stand in tests/data/slack.schema.json; what a schema can't say stands here.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import fastjsonschema

SCHEMA = Path(__file__).parent.parent / "data" / "slack.schema.json"

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
SURFACES = {
    "alert": {"modal"},
    "carousel": {"message", "home"},
    "container": {"message"},
    "context_actions": {"message"},
    "data_table": {"message"},
    "data_visualization": {"message"},
    "markdown": {"message"},
    "table": {"message"},
    "card": {"message", "home"},
}
"""Where newer blocks are shown (documented and seen to work); all others are shown everywhere."""
TABLE_CELLS_IN_A_ROW = 20
TABLE_CHARACTERS = 10_000
MARKDOWN_CHARACTERS = 12_000
VIEW_BYTES = 250_000
MESSAGE_CHARACTERS = 11_000
"""Above about that much, Slack has answered msg_blocks_too_long though every block was right."""

_MEANT = re.compile(r"<(@[UW][A-Z0-9]+|#C[A-Z0-9]+|https://[^|<>]+(\|[^<>]+)?)>|&(amp|lt|gt);")


def faults_in_message(text: str, blocks: list[dict[str, Any]]) -> list[str]:
    """What is wrong with a message; nothing if Slack would take it."""
    found = _schema_faults("Blocks", blocks) + list(_block_faults(blocks, "message"))
    if not text:
        found.append("no text for notifications and screen readers")
    if len(json.dumps(blocks, ensure_ascii=False)) > MESSAGE_CHARACTERS:
        found.append("the blocks are too long for one message")
    return found


def faults_in_view(view: dict[str, Any]) -> list[str]:
    """What is wrong with a modal or Home; nothing if Slack would take it."""
    surface = view["type"]
    found = _schema_faults(surface.title(), view) + list(_block_faults(view["blocks"], surface))
    if len(json.dumps(view)) > VIEW_BYTES:
        found.append("the view is larger than 250 KB")
    if any(block["type"] == "input" for block in view["blocks"]) and not view.get("submit"):
        found.append("there are inputs, but no button to submit them")
    return found


def elements(value: Any) -> Iterator[dict[str, Any]]:
    """Every object inside `value`, itself included, from top to bottom."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from elements(part)


def _schema_faults(name: str, document: object) -> list[str]:
    return _faults_by_schema(name, json.dumps(document))


@cache
def _faults_by_schema(name: str, document: str) -> list[str]:
    """Kept, since the tests see most documents several times: once with each database."""
    try:
        _validator()({name: json.loads(document)})
    except fastjsonschema.JsonSchemaValueException as error:
        return [error.message[:300]]
    return []


@cache
def _validator() -> Callable[[dict[str, Any]], Any]:
    """For {name: document}; raises what is wrong first."""
    schema = json.loads(SCHEMA.read_text())
    documents = {name: {"$ref": f"#/definitions/{name}"} for name in ("Blocks", "Modal", "Home")}
    checked: Callable[[dict[str, Any]], Any] = fastjsonschema.compile(
        {**schema, "properties": documents}, use_default=False
    )
    return checked


def _block_faults(blocks: list[dict[str, Any]], surface: str) -> Iterator[str]:
    types = Counter(block["type"] for block in blocks)
    if len(blocks) > MOST_BLOCKS[surface]:
        yield f"{len(blocks)} blocks, a {surface} holds {MOST_BLOCKS[surface]}"
    for kind in types:
        if surface not in SURFACES.get(kind, {surface}):
            yield f"a {kind} is not shown in a {surface}"
    if types["table"] > 1:
        yield "more than one table"
    if (
        sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
        > MARKDOWN_CHARACTERS
    ):
        yield "more than 12,000 characters of markdown"
    yield from _repeated("block_id", [block.get("block_id") for block in blocks])
    if sum(element.get("focus_on_load") is True for element in elements(blocks)) > 1:
        yield "more than one element has the focus"
    for block in blocks:
        yield from _faults_of_one(block)


def _faults_of_one(block: dict[str, Any]) -> Iterator[str]:
    inside = list(elements(block))
    yield from _repeated("action_id", [element.get("action_id") for element in inside])
    if block["type"] == "section" and not (block.get("text") or block.get("fields")):
        yield "a section without text"
    if block["type"] in ("actions", "context") and not block["elements"]:
        yield f"an empty {block['type']} block"
    if block["type"] == "table":
        yield from _table_faults(block["rows"])
    for element in inside:
        if element.get("type") in ("static_select", "multi_static_select"):
            yield from _select_faults(element)
        if element.get("type") == "mrkdwn" and re.search("[<>&]", _MEANT.sub("", element["text"])):
            yield f"unescaped characters in {element['text'][:80]!r}"


def _table_faults(rows: list[list[dict[str, Any]]]) -> Iterator[str]:
    if len({len(row) for row in rows}) != 1:
        yield "table rows of different lengths"
    if any(len(row) > TABLE_CELLS_IN_A_ROW for row in rows):
        yield "more than 20 cells in a row"
    if sum(len(element.get("text", "")) for element in elements(rows)) > TABLE_CHARACTERS:
        yield "more than 10,000 characters in a table"


def _select_faults(select: dict[str, Any]) -> Iterator[str]:
    groups = select.get("option_groups") or []
    options = select.get("options") or [one for group in groups for one in group["options"]]
    if bool(select.get("options")) == bool(groups):
        yield "a select needs either options or groups of options"
    if any(not 1 <= len(group["options"]) <= 100 for group in groups):
        yield "a group of options holds 1 to 100"
    if any(not option.get("value") for option in options):
        yield "an option without a value"
    yield from _repeated("option value", [option.get("value") for option in options])
    chosen = select.get("initial_option")
    if chosen and chosen not in options:
        yield f"the chosen option {chosen['value']!r} is not one of the options"


def _repeated(what: str, names: list[str | None]) -> Iterator[str]:
    for name, times in Counter(name for name in names if name).items():
        if times > 1:
            yield f"{what} {name!r} is used {times} times"
