"""What stands inside blocks: the elements that people use, their ids, and what they hold."""

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Element = dict[str, Any]
State = dict[str, dict[str, dict[str, Any]]]
"""By block_id and action_id, what stands in an input, as in `state.values`."""

_ONE = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}
_MANY = {
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "file_input": ("files", "initial_files"),
}
KEEPS = _ONE | _MANY
"""Types that keep a value: its name in `state.values`, and the element's field for the first."""
USED = frozenset({"button", "workflow_button", "overflow", "feedback_buttons", "icon_button"})
"""Types that people use and that keep nothing."""


_NESTS = {"container": "child_blocks", "carousel": "elements"}


def nested(block: Element) -> tuple[str, list[Element]]:
    """The blocks that stand in this one, and the field that they stand in."""
    name = _NESTS.get(block.get("type", ""), "")
    inside = block.get(name)
    return name, inside if isinstance(inside, list) else []


def usable(blocks: list[Element]) -> Iterator[tuple[Element, Element]]:
    """Each element that people use, with the block that it stands in."""
    for block in _all_blocks(blocks):
        for element in _inside(block):
            if element.get("type") in KEEPS or element.get("type") in USED:
                yield block, element


def _inside(block: Element) -> Iterator[Element]:
    for name in ("element", "accessory"):
        if isinstance(block.get(name), dict):
            yield block[name]
    for name in ("elements", "actions"):
        if isinstance(block.get(name), list):
            yield from (one for one in block[name] if isinstance(one, dict))


def with_ids(blocks: list[Element], new_id: Callable[[], str]) -> list[Element]:
    """A copy of `blocks` where each block and element has an id, as Slack gives them."""
    named = copy.deepcopy(blocks)
    for block in _all_blocks(named):
        if not block.get("block_id"):
            block["block_id"] = new_id()
    for _, element in usable(named):
        if not element.get("action_id"):
            element["action_id"] = new_id()
    return named


def _all_blocks(blocks: list[Element]) -> Iterator[Element]:
    for block in blocks:
        yield block
        yield from _all_blocks(nested(block)[1])


def find(blocks: list[Element], block_id: str, action_id: str) -> Element | None:
    """The element of these ids."""
    for block, element in usable(blocks):
        if block.get("block_id") == block_id and element.get("action_id") == action_id:
            return element
    return None


def block_of(blocks: list[Element], block_id: str) -> Element | None:
    return next((one for one in _all_blocks(blocks) if one.get("block_id") == block_id), None)


def full_state(blocks: list[Element], kept: Mapping[str, Any]) -> State:
    """What stands in every input: what is in `kept`, else what the element begins with."""
    state: State = {}
    for block, element in usable(blocks):
        if element["type"] in KEEPS:
            block_id, action_id = block["block_id"], element["action_id"]
            held = kept.get(block_id, {}).get(action_id)
            if held is None or held.get("type") != element["type"]:
                held = first_state(element)
            state.setdefault(block_id, {})[action_id] = held
    return state


def first_state(element: Element) -> dict[str, Any]:
    key, initial = KEEPS[element["type"]]
    empty: Any = [] if element["type"] in _MANY else None
    return {"type": element["type"], key: element.get(initial, empty)}


def is_empty(state: Mapping[str, Any]) -> bool:
    """Whether nothing stands in an input of this state."""
    return not state.get(KEEPS[state["type"]][0])


def clean_state(element: Element, state: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in `element` once somebody has set it to `state`, with the type, and null
    where it was emptied."""
    key, _ = KEEPS[element["type"]]
    empty: Any = [] if element["type"] in _MANY else None
    return {"type": element["type"], key: state.get(key) or empty}
