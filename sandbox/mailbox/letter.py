"""A mail as its reader sees it: taken apart from the raw message, whatever that is."""

import email
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from functools import lru_cache

from sandbox.mailbox.attachments import Attachment, attachment, charset_of, written_name
from sandbox.mailbox.headers import (
    Address,
    Unsubscribe,
    addresses,
    decoded,
    field,
    moment,
    text_of,
    unsubscribe,
)

_LETTERS_KEPT = 8
_NO_LIST = Unsubscribe()


@dataclass(frozen=True)
class Letter:
    """`date`: seconds since 1970, or None where the sender gave none that makes sense. `text` and
    `html`: None where the mail has no such part. `readable`: False where nothing but the source
    can be shown."""

    subject: str = ""
    sender: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    date: float | None = None
    unsubscribe: Unsubscribe = _NO_LIST
    text: str | None = None
    html: str | None = None
    attachments: tuple[Attachment, ...] = ()
    readable: bool = True

    def is_in_html(self, one: Attachment) -> bool:
        """Whether the HTML shows it itself, so that it isn't listed."""
        return bool(one.content_id and self.html and f"cid:{one.content_id}" in self.html)

    @property
    def listed(self) -> list[tuple[int, Attachment]]:
        """The attachments that a reader looks for, each with its number."""
        return [(n, one) for n, one in enumerate(self.attachments) if not self.is_in_html(one)]


@lru_cache(maxsize=_LETTERS_KEPT)
def read(raw: bytes) -> Letter:
    """Never raises. Where the library can't take a message apart (parts nested without end, pieces
    of a parameter that contradict each other), the letter has its headers and isn't `readable`."""
    try:
        return _with_parts(email.message_from_bytes(raw, policy=compat32))
    except (RecursionError, TypeError, ValueError):
        message = BytesHeaderParser(policy=compat32).parsebytes(raw)
        return replace(_headers(message), readable=False)


def _headers(message: "Message[str, str]") -> Letter:
    return Letter(
        decoded(field(message, "Subject")),
        addresses(message, "From"),
        addresses(message, "To"),
        addresses(message, "Cc"),
        addresses(message, "Reply-To"),
        moment(message, "Date"),
        unsubscribe(message),
    )


def _with_parts(message: "Message[str, str]") -> Letter:
    bodies: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    attached: list[Attachment] = []
    for part in _leaves(message):
        kind = "text/plain" if _is_broken_multipart(part) else part.get_content_type()
        if kind in bodies and not _is_attached(part):
            bodies[kind].append(text_of(_content(part), charset_of(part)))
        else:
            attached.append(attachment(part, len(attached) + 1, _content(part)))
    return replace(
        _headers(message),
        text=_joined(bodies["text/plain"]),
        html=_joined(bodies["text/html"]),
        attachments=tuple(attached),
    )


def _joined(texts: list[str]) -> str | None:
    return "\n".join(texts).replace("\r\n", "\n") if texts else None


def _leaves(part: "Message[str, str]") -> Iterator["Message[str, str]"]:
    """The parts that hold something themselves, in order. A message within is one of them."""
    if part.get_content_maintype() != "multipart" or _is_broken_multipart(part):
        yield part
        return
    for one in _parts(part):
        yield from _leaves(one)


def _is_broken_multipart(part: "Message[str, str]") -> bool:
    return part.get_content_maintype() == "multipart" and not part.is_multipart()


def _is_attached(part: "Message[str, str]") -> bool:
    return part.get_content_disposition() == "attachment" or bool(written_name(part))


def _content(part: "Message[str, str]") -> bytes:
    """Decoded; of a message within, its source."""
    if part.is_multipart():
        return b"\n".join(one.as_bytes() for one in _parts(part))
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _parts(part: "Message[str, str]") -> list["Message[str, str]"]:
    inside = part.get_payload()
    return [one for one in inside if isinstance(one, Message)] if isinstance(inside, list) else []
