"""The inputs of a window: other ones when it turns to another form.

Slack keeps what stands in an input for as long as its block_id stays, whatever the window shows
meanwhile. So a form that takes the place of another would begin with what was typed into that.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.surfaces import sentence_message
from commands.replies import View

_TOLD = "told:"
_OF_A_VIEW = (
    *("type", "title", "submit", "close", "callback_id", "private_metadata"),
    *("clear_on_close", "notify_on_close"),
)
"""What `views.update` takes of what Slack tells of a window."""
Shown = Mapping[str, Any]
"""A window as Slack tells of it. It comes from outside: anything may be missing."""


def begun_anew(view: View, shown: Shown) -> View:
    """`view` as it goes into the window. Inputs of the form that it shows already keep what was
    typed; all others get ids that no input of this window has had."""
    kept = dict(_blocks_of_fields(shown)) if _is_same_form(view, shown) else {}
    blocks = [_with_id(block, kept, shown.get("hash") or "") for block in view["blocks"]]
    return {**view, "blocks": blocks}


def errors_by_block(by_field: Mapping[str, str], shown: Shown) -> dict[str, str]:
    """What is wrong in the fields, by the block_ids that they have in this window."""
    blocks = dict(_blocks_of_fields(shown))
    return {blocks.get(field, field): why for field, why in by_field.items()}


def told_beside(by_field: Mapping[str, str], shown: Shown) -> View:
    """The window once more as it is, with what is wrong below each input: for what Slack itself
    shows no errors to, as when somebody presses Enter in an input."""
    left = dict(by_field)
    blocks = list[dict[str, Any]]()
    for block in shown.get("blocks") or ():
        if str(block.get("block_id", "")).startswith(_TOLD):
            continue
        blocks.append(block)
        if block["type"] == "input":
            wrong = left.pop(block["element"]["action_id"], "")
            blocks += _told(wrong, len(blocks)) if wrong else []
    first = [block for at, wrong in enumerate(left.values()) for block in _told(wrong, -at)]
    view = {name: shown[name] for name in _OF_A_VIEW if shown.get(name)}
    return {**view, "blocks": [*first, *blocks]}


def _told(wrong: str, place: int) -> list[dict[str, Any]]:
    said = sentence_message(f"⚠️ {wrong}").blocks
    return [{**block, "block_id": f"{_TOLD}{place}"} for block in said]


def _with_id(block: dict[str, Any], kept: Mapping[str, str], window_hash: str) -> dict[str, Any]:
    if block["type"] != "input":
        return block
    field = block["element"]["action_id"]
    return {**block, "block_id": kept.get(field) or f"{field}~{window_hash}"}


def _is_same_form(view: View, shown: Shown) -> bool:
    """Of the same thing, too: that stands in private_metadata."""
    names = ("callback_id", "private_metadata")
    return all((view.get(one) or "") == (shown.get(one) or "") for one in names)


def _blocks_of_fields(shown: Shown) -> Iterator[tuple[str, str]]:
    """The action_id of each input, and the block_id."""
    for block in shown.get("blocks") or ():
        element = block.get("element") if isinstance(block, Mapping) else None
        if isinstance(element, Mapping) and block.get("block_id"):
            yield str(element.get("action_id")), str(block["block_id"])
