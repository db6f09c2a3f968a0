"""Block Kit as HTML: the templates' environment, and the canvas that blocks are drawn on."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from sandbox.slack.pages.choices import listed
from sandbox.slack.pages.dates import local
from sandbox.slack.pages.names import Names
from sandbox.slack.pages.render_mrkdwn import is_link, link, mrkdwn, plain_text
from sandbox.slack.pages.render_rich_text import markdown, rich_text
from sandbox.slack.pages.states import field_name, rich_as_text, value_of
from sandbox.slack.pages.words import Words, words_of

Node = dict[str, Any]

BLOCKS = (
    "actions",
    "alert",
    "card",
    "carousel",
    "container",
    "context",
    "context_actions",
    "data_table",
    "divider",
    "file",
    "header",
    "image",
    "input",
    "markdown",
    "rich_text",
    "section",
    "table",
    "video",
)
ELEMENTS = {
    "button": "button",
    "workflow_button": "button",
    "image": "small_image",
    "mrkdwn": "words",
    "plain_text": "words",
    "overflow": "overflow",
    "feedback_buttons": "feedback_buttons",
    "icon_button": "icon_button",
    "plain_text_input": "text_input",
    "email_text_input": "text_input",
    "url_text_input": "text_input",
    "number_input": "text_input",
    "rich_text_input": "rich_text_input",
    "static_select": "select",
    "users_select": "select",
    "channels_select": "select",
    "conversations_select": "select",
    "external_select": "combo",
    "multi_static_select": "combo",
    "multi_external_select": "combo",
    "multi_users_select": "combo",
    "multi_channels_select": "combo",
    "multi_conversations_select": "combo",
    "checkboxes": "checkboxes",
    "radio_buttons": "radio_buttons",
    "datepicker": "date_input",
    "timepicker": "date_input",
    "datetimepicker": "date_input",
}
"""The macro that draws each type of element."""
_SIGNATURE_BYTES = 8
_ASKS_APP_FROM = 3


@dataclass(frozen=True)
class Canvas:
    """The message, view or Home that blocks stand on, as one person sees it."""

    where: str
    names: Names = field(default_factory=Names)
    values: Mapping[str, Mapping[str, dict[str, Any]]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    def blocks(self, blocks: list[Node]) -> Markup:
        return Markup("").join(self.block(block) for block in blocks)

    def block(self, block: Node) -> Markup:
        """A box with the block in it; an unknown type gets a grey box that names it."""
        kind, macros = str(block.get("type")), self._macros("blocks.html")
        draw = getattr(macros, kind if kind in BLOCKS else "unknown")
        return Markup(macros.box(block, draw(block, self), self))  # noqa: S704

    def element(self, element: Node, block: Node) -> Markup:
        kind = ELEMENTS.get(str(element.get("type")), "unknown")
        draw = getattr(self._macros("elements.html"), kind)
        return Markup(draw(element, block, self))  # noqa: S704

    def text(self, text: Node | str | None) -> Markup:
        """A text object, or the bare text that some fields allow."""
        if not text:
            return Markup("")
        if isinstance(text, str):
            return plain_text(text)
        if text.get("type") == "mrkdwn":
            return mrkdwn(str(text.get("text", "")), self.names)
        return plain_text(str(text.get("text", "")), emoji=text.get("emoji", True))

    def rich(self, elements: list[Node]) -> Markup:
        return rich_text(elements, self.names)

    def value(self, element: Node, block: Node) -> Any:
        state = self.values.get(block.get("block_id", ""), {}).get(element.get("action_id", ""))
        return value_of(element, state)

    def post(self, block: Node) -> str:
        """Where a change of an input goes: to the app, or only remembered for later."""
        silent = block.get("type") == "input" and not block.get("dispatch_action")
        return "/page/state" if silent else "/page/click"

    def listed(self, element: Node) -> list[tuple[str, str]]:
        return listed(element, self.names)

    def dom_id(self, *parts: str) -> str:
        """An id for the page: the same for the same parts, whatever characters they hold."""
        return "x" + signature(self.where, *parts)

    def _macros(self, name: str) -> Any:
        return macros_of(name, self.names.locale)


def least_typed(element: Node) -> int:
    """How many characters must be typed before choices are looked up; Slack asks an app from 3."""
    default = _ASKS_APP_FROM if "external" in element["type"] else 0
    return int(element.get("min_query_length", default))


def signature(*parts: Any) -> str:
    """A short mark that changes whenever one of the parts does."""
    text = json.dumps(parts, sort_keys=True, default=str)
    return hashlib.blake2b(text.encode(), digest_size=_SIGNATURE_BYTES).hexdigest()


def template(name: str, locale: str, **values: Any) -> str:
    """The page, in the reader's language."""
    return environment(words_of(locale)).get_template(name).render(**values)


@lru_cache(maxsize=64)
def macros_of(name: str, locale: str) -> Any:
    """The macros of a template, in the reader's language."""
    return environment(words_of(locale)).get_template(name).module


@lru_cache(maxsize=2)
def environment(say: Words) -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        field_name=lambda element, block: field_name(block["block_id"], element["action_id"]),
        rich_as_text=rich_as_text,
        as_json=json.dumps,
        least_typed=least_typed,
        local_minute=lambda seconds: local(seconds).strftime("%Y-%m-%dT%H:%M") if seconds else "",
        markdown=markdown,
        link=link,
        is_link=is_link,
        signature=signature,
    )
    made.globals["say"] = say
    return made
