"""What is attached to a mail: its name, its type, and whether a browser may show it."""

import mimetypes
import re
from dataclasses import dataclass
from email.message import Message

from sandbox.mailbox.headers import decoded, text_of

_NOT_IN_NAMES = re.compile(
    r'[\x00-\x1f\x7f\ufffd/\\:*?"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]+'
)
_LONGEST_NAME = 120
_SHOWN = {"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"}
_SHOWN_AS_TEXT = {"text/plain", "text/csv", "text/calendar", "message/rfc822"}


@dataclass(frozen=True)
class Attachment:
    """`mimetype` is what the sender called it. `content_id`: by what HTML names it, or ""."""

    name: str
    mimetype: str
    content: bytes
    charset: str | None = None
    content_id: str = ""

    @property
    def opens_as(self) -> str:
        """The type that a browser may show it as, or "" where it can only be saved."""
        if self.mimetype in _SHOWN_AS_TEXT:
            return "text/plain"
        return self.mimetype if self.mimetype in _SHOWN else ""

    @property
    def shown(self) -> bytes:
        """Its content as `opens_as`; texts in UTF-8."""
        if self.opens_as != "text/plain":
            return self.content
        return text_of(self.content, self.charset).encode()


def attachment(part: "Message[str, str]", number: int, content: bytes) -> Attachment:
    """`number` makes up the name of one that has none."""
    mimetype = part.get_content_type()
    return Attachment(
        safe_name(written_name(part)) or _made_up_name(mimetype, number),
        mimetype,
        content,
        charset_of(part),
        decoded(str(part.get("Content-ID", ""))).strip("<>"),
    )


def written_name(part: "Message[str, str]") -> str:
    """The file name that the sender gave, or ""."""
    try:
        return decoded(part.get_filename("") or "")
    except (TypeError, ValueError):  # where the pieces of the name (RFC 2231) contradict each other
        return ""


def charset_of(part: "Message[str, str]") -> str | None:
    try:
        return part.get_content_charset()
    except (TypeError, ValueError):
        return None


def safe_name(written: str) -> str:
    """Without folders, controls, marks that turn the writing around, and what systems refuse."""
    name = _NOT_IN_NAMES.sub("_", written).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if len(name) <= _LONGEST_NAME:
        return name
    if dot and len(ending) < _LONGEST_NAME // 4:
        return f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}"
    return name[:_LONGEST_NAME]


def _made_up_name(mimetype: str, number: int) -> str:
    return f"attachment-{number}{mimetypes.guess_extension(mimetype) or '.bin'}"
