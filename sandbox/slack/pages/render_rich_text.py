"""rich_text blocks and the markdown block as HTML."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from sandbox.slack.pages.emoji import EMOJI, with_emoji
from sandbox.slack.pages.names import Names
from sandbox.slack.pages.render_mrkdwn import date_words, link, mention

Node = dict[str, Any]

_STYLES = (
    ("code", "code"),
    ("strike", "s"),
    ("underline", "u"),
    ("italic", "em"),
    ("bold", "strong"),
)
_DEEPEST_INDENT = 8


def rich_text(elements: list[Node], names: Names) -> Markup:
    """The elements of a rich_text block."""
    return Markup("").join(_part(element, names) for element in elements)


def markdown(text: str) -> Markup:
    """Standard markdown; HTML inside it is shown as text."""
    return Markup(_parser().render(with_emoji(text)))  # noqa: S704 - the parser escapes HTML


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(
        ["table", "strikethrough"]
    )


def _part(element: Node, names: Names) -> Markup:
    kind, children = element.get("type"), element.get("elements", [])
    if kind == "rich_text_list":
        return _list(element, names)
    if kind == "rich_text_preformatted":
        return Markup("<pre>{}</pre>").format(_leaves(children, names, breaks=False))
    if kind == "rich_text_quote":
        return Markup("<blockquote>{}</blockquote>").format(_leaves(children, names))
    if kind == "rich_text_section":
        return Markup("<div>{}</div>").format(_leaves(children, names))
    return Markup('<span class="unknown">{}</span>').format(kind)


def _list(element: Node, names: Names) -> Markup:
    tag = "ol" if element.get("style") == "ordered" else "ul"
    indent = min(int(element.get("indent", 0)), _DEEPEST_INDENT)
    start = Markup(' start="{}"').format(int(element.get("offset", 0)) + 1)
    items = Markup("").join(
        Markup("<li>{}</li>").format(_part(item, names)) for item in element.get("elements", [])
    )
    return Markup('<{} class="indent-{}"{}>{}</{}>').format(
        tag, indent, start if tag == "ol" else "", items, tag
    )


def _leaves(elements: list[Node], names: Names, breaks: bool = True) -> Markup:
    shown = Markup("").join(_leaf(element, names) for element in elements)
    return shown.replace("\n", Markup("<br>")) if breaks else shown


def _leaf(element: Node, names: Names) -> Markup:
    kind = str(element.get("type"))
    if kind not in _LEAVES:
        return Markup('<span class="unknown">{}</span>').format(kind)
    shown, styles = _LEAVES[kind](element, names), element.get("style", {})
    for style, tag in _STYLES:
        if styles.get(style):
            shown = Markup("<{}>{}</{}>").format(tag, shown, tag)
    return shown


def _emoji(element: Node, _names: Names) -> Markup:
    name = str(element.get("name", ""))
    return escape(EMOJI.get(name, f":{name}:"))


def _user(element: Node, names: Names) -> Markup:
    person = str(element.get("user_id", ""))
    return mention("@", names.person(person), is_reader=person == names.reader)


def _date(element: Node, names: Names) -> Markup:
    stamp, form = str(element.get("timestamp", "")), str(element.get("format", ""))
    words = date_words(stamp, form, str(element.get("fallback", "")), names)
    return link(element["url"], words) if element.get("url") else escape(words)


_LEAVES: dict[str, Callable[[Node, Names], Markup]] = {
    "text": lambda element, _: escape(with_emoji(str(element.get("text", "")))),
    "link": lambda element, _: link(
        str(element.get("url", "")), str(element.get("text") or element.get("url", ""))
    ),
    "emoji": _emoji,
    "user": _user,
    "channel": lambda element, names: mention("#", names.channel(str(element.get("channel_id")))),
    "usergroup": lambda element, _: mention("@", str(element.get("usergroup_id", ""))),
    "team": lambda element, _: mention("@", str(element.get("team_id", ""))),
    "broadcast": lambda element, _: mention("@", str(element.get("range", "")), is_reader=True),
    "color": lambda element, _: escape(str(element.get("value", ""))),
    "date": _date,
}
