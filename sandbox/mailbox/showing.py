"""The bodies of a mail as HTML that is safe to show: the text with its links, the sender's HTML."""

import re
from base64 import b64encode

from markupsafe import Markup, escape

from sandbox.mailbox.letter import Letter

LONGEST_SHOWN = 500_000
"""Characters of a body; browsers get slow beyond."""

_LINK = re.compile(
    r"(?P<web>\bhttps?://[^\s<>\"\u00a0]{1,4000})"
    r"|(?P<mail>\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})",
    re.IGNORECASE,
)
_AFTER_LINKS = ".,;:!?'’»…*_"
_PAIRS = {")": "(", "]": "[", "}": "{"}
_TARGET = re.compile(
    r"(<(?:a|area|base|form)\b[^<>]*?)\starget\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s<>]+)", re.IGNORECASE
)

FRAME_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none';"
    " base-uri 'none'; frame-ancestors 'self';"
    " sandbox allow-popups allow-popups-to-escape-sandbox"
)
"""No scripts, nothing from elsewhere, no forms; links open outside the frame."""


def text_with_links(text: str) -> Markup:
    shown: list[Markup] = []
    end = 0
    for found in _LINK.finditer(text):
        target = _trimmed(found["web"]) if found["web"] else found["mail"]
        shown += [escape(text[end : found.start()]), _link(target, bool(found["mail"]))]
        end = found.start() + len(target)
    return Markup("").join([*shown, escape(text[end:])])


def frame(letter: Letter) -> str:
    """The document for the frame: links open in a new tab, pictures that came with it show."""
    html = _TARGET.sub(r"\1", (letter.html or "")[:LONGEST_SHOWN])
    for one in letter.attachments:
        if letter.is_in_html(one) and one.opens_as.startswith("image/"):
            picture = f"data:{one.opens_as};base64,{b64encode(one.content).decode()}"
            html = html.replace(f"cid:{one.content_id}", picture)
    return f'<!doctype html><meta charset="utf-8"><base target="_blank">{html}'


def _link(target: str, is_mail: bool) -> Markup:
    href = f"mailto:{target}" if is_mail else target
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(
        href, target
    )


def _trimmed(address: str) -> str:
    """Without the sentence's own marks at the end; a bracket stays where its pair is inside."""
    while address:
        last = address[-1]
        opening = _PAIRS.get(last)
        unpaired = opening is not None and address.count(last) > address.count(opening)
        if last not in _AFTER_LINKS and not unpaired:
            break
        address = address[:-1]
    return address
