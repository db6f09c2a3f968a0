"""What stands in an input: from state.values into a form, and from a sent form back."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sandbox.slack.elements import KEEPS, Element, clean_state, first_state

_OF_OPTIONS = ("checkboxes", "multi_static_select", "multi_external_select")
_OF_IDS = ("multi_users_select", "multi_channels_select", "multi_conversations_select")
_OF_ONE_OPTION = ("static_select", "external_select", "radio_buttons")


def field_name(block_id: str, action_id: str) -> str:
    """The name of an input in its form; both ids may hold any character."""
    return json.dumps([block_id, action_id])


def value_of(element: Element, state: dict[str, Any] | None) -> Any:
    """What stands in the input: what a person put there, or what it had at first."""
    held = first_state(element) if state is None else state
    return held.get(KEEPS[element["type"]][0])


def state_of(element: Element, sent: list[str]) -> dict[str, Any]:
    """state.values of the input, from what its form sent (nothing: empty)."""
    return clean_state(element, {KEEPS[element["type"]][0]: _value(element, sent)})


def _value(element: Element, sent: list[str]) -> Any:
    kind, sent = element["type"], [one for one in sent if one.strip()]
    if kind in _OF_OPTIONS:
        return [_option(element, one) for one in sent]
    if kind in _OF_IDS:
        return sent
    if not sent:
        return None
    if kind in _OF_ONE_OPTION:
        return _option(element, sent[0])
    if kind == "rich_text_input":
        return _rich(sent[0])
    if kind == "datetimepicker":
        return int(datetime.fromisoformat(sent[0]).astimezone().timestamp())
    return sent[0].replace("\r\n", "\n")


def _option(element: Element, sent: str) -> dict[str, Any]:
    """The option of that value, or the option itself where a search field sent it whole."""
    for option in options_of(element):
        if option.get("value") == sent:
            return option
    option = json.loads(sent)
    return {"text": option["text"], "value": option["value"]}


def options_of(element: Element) -> Iterator[dict[str, Any]]:
    """All options of the element, out of their groups too."""
    yield from element.get("options") or []
    for group in element.get("option_groups") or []:
        yield from group["options"]


def _rich(text: str) -> dict[str, Any]:
    leaf = {"type": "text", "text": text.replace("\r\n", "\n")}
    section = {"type": "rich_text_section", "elements": [leaf]}
    return {"type": "rich_text", "elements": [section]}


def rich_as_text(value: dict[str, Any] | None) -> str:
    """A rich text value as the plain text that a person can go on typing."""
    if not value:
        return ""
    parts = [
        "".join(leaf.get("text") or leaf.get("url") or "" for leaf in part.get("elements", []))
        for part in value.get("elements", [])
    ]
    return "\n".join(parts)
