"""Slack's mrkdwn and plain text as HTML. All text is escaped before any tag of ours is added."""

import re
from datetime import datetime

from markupsafe import Markup, escape

from sandbox.slack.pages.dates import date_token
from sandbox.slack.pages.emoji import with_emoji
from sandbox.slack.pages.names import Names

_FENCE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
_QUOTE = re.compile(r"(?:^(?:&gt;|>) ?.*(?:\n|$))+", re.MULTILINE)
_INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|<(?P<angle>[^<>\n]+)>"
    r"|(?<![\w*])\*(?P<strong>[^*\n\s](?:[^*\n]*[^*\n\s])?)\*(?![\w*])"
    r"|(?<!\w)_(?P<em>[^_\n\s](?:[^\n]*?[^\n\s])??)_(?!\w)"
    r"|(?<![\w~])~(?P<s>[^~\n\s](?:[^~\n]*[^~\n\s])?)~(?![\w~])"
    r"|(?P<address>\bhttps?://[^\s<>|*`]*[^\s<>|*`.,;:!?)'\"])"
)
_SAFE_LINK = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_GROUPS = {"here": "@here", "channel": "@channel", "everyone": "@everyone"}
_DATE_NAME = re.compile(r"\{(\w+)\}")


def plain_text(text: str, emoji: bool = True) -> Markup:
    """Text without any formatting, with line breaks."""
    shown = with_emoji(text) if emoji else text
    return Markup("<br>").join(shown.split("\n"))


def mrkdwn(text: str, names: Names) -> Markup:
    """Slack's mrkdwn, as it comes over the wire (&, <, > of the text stand as entities)."""
    parts = _FENCE.split(text)
    pieces = [
        Markup("<pre>{}</pre>").format(_as_meant(part)) if is_code else _with_quotes(part, names)
        for part, is_code in ((part, index % 2) for index, part in enumerate(parts))
    ]
    return Markup("").join(pieces)


def link(address: str, label: str | Markup) -> Markup:
    """A link that opens elsewhere; an address that could run a script stays plain text."""
    if not is_link(address):
        return escape(label)
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(
        address, label
    )


def is_link(address: object) -> bool:
    """Whether the address leads to a page, a mailbox or a phone, and can't run a script here."""
    return isinstance(address, str) and bool(_SAFE_LINK.match(address))


def mention(sigil: str, name: str, is_reader: bool = False) -> Markup:
    kind = "mention me" if is_reader else "mention"
    return Markup('<span class="{}">{}{}</span>').format(kind, sigil, name)


def date_words(stamp: str, form: str, fallback: str, names: Names) -> str:
    """The words of <!date^stamp^form|fallback>."""
    if not stamp.isdigit():
        return fallback
    today = datetime.now().astimezone().date()

    def word(found: re.Match[str]) -> str:
        return date_token(found[1], int(stamp), today, names.locale) or found[0]

    return _DATE_NAME.sub(word, form)


def _with_quotes(text: str, names: Names) -> Markup:
    pieces, start = [], 0
    for quote in _QUOTE.finditer(text):
        lines = [re.sub(r"^(?:&gt;|>) ?", "", line) for line in quote[0].rstrip("\n").split("\n")]
        pieces.append(_lines(text[start : quote.start()], names))
        pieces.append(Markup("<blockquote>{}</blockquote>").format(_lines("\n".join(lines), names)))
        start = quote.end()
    return Markup("").join([*pieces, _lines(text[start:], names)])


def _lines(text: str, names: Names) -> Markup:
    return Markup("<br>").join(_inline(line, names) for line in text.split("\n"))


def _inline(text: str, names: Names) -> Markup:
    pieces, start = [], 0
    for found in _INLINE.finditer(text):
        pieces += [_words(text[start : found.start()]), _formatted(found, names)]
        start = found.end()
    return Markup("").join([*pieces, _words(text[start:])])


def _formatted(found: re.Match[str], names: Names) -> Markup:
    kind = found.lastgroup or ""
    inner = found[kind]
    if kind == "code":
        return Markup("<code>{}</code>").format(_as_meant(inner))
    if kind == "angle":
        return _angle(inner, names)
    if kind == "address":
        return link(_as_meant(inner), _as_meant(inner))
    return Markup("<{}>{}</{}>").format(kind, _inline(inner, names), kind)


def _angle(inner: str, names: Names) -> Markup:
    """What stands between < and >: a mention, a date or a link."""
    target, _, label = inner.partition("|")
    if target.startswith("@"):
        person = target[1:]
        return mention("@", label or names.person(person), is_reader=person == names.reader)
    if target.startswith("#"):
        return mention("#", label or names.channel(target[1:]))
    if target.startswith("!"):
        return _special(target[1:], label, names)
    return link(_as_meant(target), _words(label) if label else _as_meant(target))


def _special(target: str, label: str, names: Names) -> Markup:
    name, *rest = target.split("^")
    if name == "date" and len(rest) >= len(("stamp", "form")):
        words = date_words(rest[0], rest[1], _as_meant(label), names)
        return link(_as_meant(rest[2]), words) if rest[2:] else escape(words)
    if name in _GROUPS:
        return mention("", _GROUPS[name], is_reader=True)
    return mention("", _as_meant(label) or f"@{name}")


def _words(text: str) -> Markup:
    return escape(with_emoji(_as_meant(text)))


def as_typed(text: str, names: Names) -> str:
    """A person's message as they would type it again: names in place of ids, no entities."""
    text = re.sub(r"<@(\w+)>", lambda found: f"@{names.person(found[1])}", text)
    text = re.sub(r"<#(\w+)>", lambda found: f"#{names.channel(found[1])}", text)
    return _as_meant(text)


def _as_meant(text: str) -> str:
    """Slack's three entities as the characters they stand for; escaped again when shown."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
