"""An article as Slack shows it: its mrkdwn, which is what is sent, taken apart into pieces that a
template writes. Nothing of it is ever HTML."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from desk.help.articles import Article
from desk.help.markdown import mrkdwn

_LINK = re.compile(r"<(https?://[^|>]+)\|([^>]+)>")
_MARKED = re.compile(r"(?<![\w*_~`])([*_~`])(?!\s)([^*_~`\n]+?)(?<!\s)\1(?![\w*_~`])")
LOOKS = {"*": "bold", "_": "italic", "~": "struck", "`": "code"}


@dataclass(frozen=True)
class Piece:
    """`look`: "" or one of LOOKS; `href`: where it leads, "" for nowhere."""

    text: str
    look: str = ""
    href: str = ""


Line = tuple[Piece, ...]


def parts_of(article: Article) -> list[list[Line]]:
    """Each section of a message, line by line."""
    return [
        [tuple(_pieces(line)) for line in mrkdwn(part).splitlines()]
        for part in article.sections
        if part.strip()
    ]


def _pieces(line: str) -> Iterator[Piece]:
    at = 0
    for found in _MARKED.finditer(line):
        yield from _linked(line[at : found.start()], "")
        yield from _linked(found[2], LOOKS[found[1]])
        at = found.end()
    yield from _linked(line[at:], "")


def _linked(text: str, look: str) -> Iterator[Piece]:
    at = 0
    for found in _LINK.finditer(text):
        yield from _plain(text[at : found.start()], look)
        yield Piece(html.unescape(found[2]), look, html.unescape(found[1]))
        at = found.end()
    yield from _plain(text[at:], look)


def _plain(text: str, look: str) -> Iterator[Piece]:
    if text:
        yield Piece(html.unescape(text), look)
