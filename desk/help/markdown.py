"""Articles are written in Markdown; Slack's messages want mrkdwn."""

import re

from desk.privacy import cut, escape

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LINK = re.compile(r"\[([^\]|]+)\]\((https?://[^)\s|]+)\)")
_HEADING = re.compile(r"#{1,6} +(.*)")
_ITEM = re.compile(r"[-*] +(.*)")
LONGEST = 2900


def mrkdwn(markdown: str, limit: int = LONGEST) -> str:
    """Headings and bold in bold, lists with dots, links; everything else as it is written, and
    nothing of it is a mention. Whole lines, as many as `limit` has room for."""
    lines = [_line(line.strip()) for line in markdown.strip().splitlines()]
    kept, length = [], 0
    for line in lines:
        length += len(line) + 1
        if length > limit:
            break
        kept.append(line)
    return "\n".join(kept) if kept or not lines else cut(lines[0], limit)


def _line(line: str) -> str:
    if heading := _HEADING.fullmatch(line):
        return f"*{escape(heading[1])}*"
    if item := _ITEM.fullmatch(line):
        return f"• {_inside(item[1])}"
    return _inside(line)


def _inside(text: str) -> str:
    safe = escape(text, limit=2_000)
    return _LINK.sub(r"<\2|\1>", _BOLD.sub(r"*\1*", safe))
