"""The pieces of Slack's Block Kit that Paydesk uses, each cut to Slack's limits.

Texts named `text` are mrkdwn: data in them goes through `desk.privacy.escape` first. Everything
else is plain text, which Slack shows as it is. The limits are those that Slack documents.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from commands.replies import Block, Option, View
from desk.choices import Groups
from desk.privacy import ELLIPSIS, cut

Element = dict[str, Any]

SECTION_TEXT = 3000
FIELD_TEXT = 2000
HEADER_TEXT = 150
BUTTON_TEXT = 75
OPTION_TEXT = 75
PLACEHOLDER_TEXT = 150
LABEL_TEXT = 2000
MODAL_TITLE = 24
CONFIRM_TITLE, CONFIRM_TEXT, CONFIRM_BUTTON = 100, 300, 30
FIELDS = 10
ACTIONS_ELEMENTS = 25
OPTIONS = 100
TICKS = 10
TABLE_ROWS = 100
MODAL_BLOCKS = 100
HOME_BLOCKS = 100
TICKED = "yes"

_CUT_IN_TWO = re.compile(f"(&[a-z]*|<[^>]*){ELLIPSIS}$")


def section(text: str, accessory: Element | None = None, block_id: str = "") -> Block:
    """A paragraph of mrkdwn, with a button or select beside it."""
    block = {"type": "section", "text": _mrkdwn(text), "accessory": accessory, "block_id": block_id}
    return _without_empty(block)


def plain_section(words: str) -> Block:
    """A paragraph that is shown exactly as it is."""
    return {"type": "section", "text": _plain(words, SECTION_TEXT)}


def fields(texts: Iterable[str]) -> Block:
    """Short pieces of mrkdwn side by side, two in a row."""
    pieces = [_mrkdwn(text, FIELD_TEXT) for text in texts]
    return {"type": "section", "fields": pieces[:FIELDS]}


def context(*texts: str) -> Block:
    """Small grey lines of mrkdwn, one below the other."""
    return {"type": "context", "elements": [_mrkdwn("\n".join(texts))]}


def header(words: str) -> Block:
    """A title."""
    return {"type": "header", "text": _plain(words, HEADER_TEXT)}


def divider() -> Block:
    """A thin line."""
    return {"type": "divider"}


def actions(*elements: Element) -> Block:
    """A row of buttons and selects."""
    return {"type": "actions", "elements": list(elements[:ACTIONS_ELEMENTS])}


def button(
    words: str, action_id: str, value: str = "", style: str = "", confirm: Element | None = None
) -> Element:
    """`value` comes back with the click; `style` is "primary", "danger" or nothing; `confirm` is
    asked first (`sure`)."""
    element = {
        "type": "button",
        "text": _plain(words, BUTTON_TEXT),
        "action_id": action_id,
        "value": value,
        "style": style,
        "confirm": confirm,
    }
    return _without_empty(element)


def sure(title: str, words: str, yes: str, no: str) -> Element:
    """A question before something is done."""
    return {
        "title": _plain(title, CONFIRM_TITLE),
        "text": _plain(words, CONFIRM_TEXT),
        "confirm": _plain(yes, CONFIRM_BUTTON),
        "deny": _plain(no, CONFIRM_BUTTON),
    }


def table(rows: Sequence[Sequence[str]]) -> Block:
    """Rows of plain text, the first of them the heads; every row has as many cells."""
    cells = [[{"type": "raw_text", "text": cell or "–"} for cell in row] for row in rows]
    return {
        "type": "table",
        "column_settings": [{"is_wrapped": True} for _ in rows[0]],
        "rows": cells[:TABLE_ROWS],
    }


def option(words: str, value: str) -> Option:
    """A choice of a select; `value` (at most 150 characters) is what a listener gets."""
    return {"text": _plain(words, OPTION_TEXT), "value": value}


def select(
    action_id: str, options: Sequence[Option], chosen: str = "", placeholder: str = ""
) -> Element:
    """A drop-down; `chosen` is the value of the option that is set, if there is one."""
    element = {
        "type": "static_select",
        "action_id": action_id,
        "options": list(options[:OPTIONS]),
        "initial_option": next((one for one in options if one["value"] == chosen), None),
        "placeholder": _plain(placeholder, PLACEHOLDER_TEXT) if placeholder else None,
    }
    return _without_empty(element)


def channel_select(action_id: str, chosen: str = "") -> Element:
    """A choice of one channel, public or private; a listener gets its Slack id."""
    element = {
        "type": "conversations_select",
        "action_id": action_id,
        "initial_conversation": chosen,
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    return _without_empty(element)


def searching_select(action_id: str, placeholder: str, chosen: Option | None = None) -> Element:
    """A drop-down whose choices are looked up as somebody types, from the first letter on."""
    element = {
        "type": "external_select",
        "action_id": action_id,
        "placeholder": _plain(placeholder, PLACEHOLDER_TEXT),
        "min_query_length": 1,
        "initial_option": chosen,
    }
    return _without_empty(element)


def multi_select(action_id: str, options: Sequence[Option], chosen: Sequence[str] = ()) -> Element:
    """A drop-down in which several can be chosen; `chosen` are values of options. A listener gets
    values with commas."""
    element = {
        "type": "multi_static_select",
        "action_id": action_id,
        "options": list(options[:OPTIONS]),
        "initial_options": [one for one in options[:OPTIONS] if one["value"] in chosen] or None,
    }
    return _without_empty(element)


def grouped_select(
    action_id: str,
    groups: Groups,
    chosen: str = "",
    placeholder: str = "",
) -> Element:
    """A drop-down with headings, for more than a hundred choices: up to a hundred under each."""
    of_groups = [
        {
            "label": _plain(label, OPTION_TEXT),
            "options": [option(words, value) for value, words in choices[:OPTIONS]],
        }
        for label, choices in groups.items()
    ]
    every = (one for choices in groups.values() for one in choices)
    initial = next((option(words, value) for value, words in every if value == chosen), None)
    return _without_empty(
        {
            "type": "static_select",
            "action_id": action_id,
            "option_groups": of_groups,
            "initial_option": initial,
            "placeholder": _plain(placeholder, PLACEHOLDER_TEXT) if placeholder else None,
        }
    )


def text_input(
    action_id: str,
    placeholder: str = "",
    longest: int = 200,
    begins: str = "",
    *,
    lines: bool = False,
) -> Element:
    """A line to type into, or several; `begins` stands in it already."""
    element = {
        "type": "plain_text_input",
        "action_id": action_id,
        "initial_value": begins[:longest],
        "placeholder": _plain(placeholder, PLACEHOLDER_TEXT) if placeholder else None,
        "max_length": longest,
        "multiline": lines,
    }
    return _without_empty(element)


def tick(action_id: str, words: str, *, ticked: bool = False) -> Element:
    """One box to tick; a listener gets TICKED, or an empty text. `ticked`: it begins so."""
    return ticks(action_id, [option(words, TICKED)], [TICKED] if ticked else ())


def ticks(action_id: str, options: Sequence[Option], chosen: Sequence[str] = ()) -> Element:
    """At most ten boxes to tick; `chosen` are values of options. A listener gets values with
    commas."""
    element = {
        "type": "checkboxes",
        "action_id": action_id,
        "options": list(options[:TICKS]),
        "initial_options": [one for one in options[:TICKS] if one["value"] in chosen] or None,
    }
    return _without_empty(element)


def date_input(action_id: str, chosen: str) -> Element:
    """A day, as "2026-11-23"; it begins without any where `chosen` is empty."""
    return _without_empty({"type": "datepicker", "action_id": action_id, "initial_date": chosen})


def labelled(
    label: str, element: Element, hint: str = "", *, optional: bool = False, tells: bool = False
) -> Block:
    """An input of a modal, named by the element's action_id. With `tells`, a listener hears of it
    as soon as Enter is pressed in it."""
    block = {
        "type": "input",
        "block_id": element["action_id"],
        "label": _plain(label, LABEL_TEXT),
        "element": element,
        "hint": _plain(hint, LABEL_TEXT) if hint else None,
        "optional": optional,
        "dispatch_action": tells,
    }
    return _without_empty(block)


def modal(
    title: str,
    blocks: Sequence[Block],
    close: str,
    *,
    submit: str = "",
    callback_id: str = "",
    private: str = "",
) -> View:
    """A window. `submit` names its button, and `callback_id` what answers it."""
    view = {
        "type": "modal",
        "title": _plain(title, MODAL_TITLE),
        "close": _plain(close, MODAL_TITLE),
        "submit": _plain(submit, MODAL_TITLE) if submit else None,
        "callback_id": callback_id,
        "private_metadata": private,
        "blocks": list(blocks[:MODAL_BLOCKS]),
    }
    return _without_empty(view)


def home(blocks: Sequence[Block]) -> View:
    """A person's Home tab."""
    return {"type": "home", "blocks": list(blocks[:HOME_BLOCKS])}


def mention(slack_user: str) -> str:
    """A person, in mrkdwn; the id is Slack's own and is still kept to letters and digits."""
    return f"<@{''.join(filter(str.isalnum, slack_user))}>"


def _mrkdwn(text: str, limit: int = SECTION_TEXT) -> Element:
    if len(text) > limit:
        # An entity or a mention that was cut in two would show, or be refused: drop what is left.
        text = _CUT_IN_TWO.sub(ELLIPSIS, cut(text, limit))
    return {"type": "mrkdwn", "text": text}


def _plain(words: str, limit: int) -> Element:
    return {"type": "plain_text", "text": cut(words, limit)}


def _without_empty(block: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in block.items() if value not in (None, "", False)}
