"""What Slack itself checks in a form before the app hears of it."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.slack.elements import State, full_state, is_empty

Element = Mapping[str, Any]

REQUIRED = "Please complete this required field."
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://\S+")
_WHOLE, _DECIMAL = re.compile(r"[+-]?\d+"), re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")


def faults_in_form(blocks: list[dict[str, Any]], kept: State) -> dict[str, str]:
    """By block_id, what is wrong with what stands in the inputs."""
    state = full_state(blocks, kept)
    faults = {}
    for block in blocks:
        if block["type"] == "input":
            held = state[block["block_id"]][block["element"]["action_id"]]
            if fault := _fault(block, block["element"], held):
                faults[block["block_id"]] = fault
    return faults


def _fault(block: Element, element: Element, held: Mapping[str, Any]) -> str | None:
    if is_empty(held):
        return None if block.get("optional") else REQUIRED
    check = _CHECKS.get(element["type"])
    return check(element, held["value"]) if check else None


def _length(element: Element, value: str) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(value) < least:
        return f"Please enter at least {least} characters."
    return f"Please enter {most} characters at most." if len(value) > most else None


def _email(element: Element, value: str) -> str | None:
    return None if _EMAIL.fullmatch(value) else "Please enter a valid email address."


def _url(element: Element, value: str) -> str | None:
    return None if _URL.fullmatch(value) else "Please enter a valid URL."


def _number(element: Element, value: str) -> str | None:
    pattern = _DECIMAL if element.get("is_decimal_allowed") else _WHOLE
    if not pattern.fullmatch(value):
        return "Please enter a valid number."
    number = float(value)
    if "min_value" in element and number < float(element["min_value"]):
        return f"Please enter a number of {element['min_value']} or more."
    if "max_value" in element and number > float(element["max_value"]):
        return f"Please enter a number of {element['max_value']} or less."
    return None


_CHECKS: dict[str, Callable[[Element, str], str | None]] = {
    "plain_text_input": _length,
    "email_text_input": _email,
    "url_text_input": _url,
    "number_input": _number,
}
