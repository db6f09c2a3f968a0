"""Header fields of a mail as a person reads them, however they were written."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_IN_ANGLES = re.compile(r"<\s*([^<>]+?)\s*>")


@dataclass(frozen=True)
class Address:
    """`name` may be empty; `address` is whatever stood there."""

    name: str
    address: str


@dataclass(frozen=True)
class Unsubscribe:
    """The ways out of a list (RFC 2369). `one_click`: `web` takes a POST for it (RFC 8058)."""

    web: str = ""
    mailto: str = ""
    one_click: bool = False


def printable(text: str) -> str:
    """What can stand in a page: NUL, other controls and half characters become U+FFFD."""
    return _UNPRINTABLE.sub("\ufffd", text)


def text_of(content: bytes, charset: str | None) -> str:
    """Read in that charset, or where it is unknown or not true, in UTF-8, or in Latin-1."""
    for one in (charset or "utf-8", "utf-8"):
        try:
            return printable(content.decode(one))
        except (LookupError, ValueError):
            continue
    return printable(content.decode("latin-1"))


def decoded(written: str) -> str:
    """A field's text on one line, its encoded words read (RFC 2047)."""
    try:
        pieces = decode_header(written)
    except HeaderParseError:
        pieces = [(written, None)]
    read = (one if isinstance(one, str) else _piece(one, charset) for one, charset in pieces)
    return " ".join(printable("".join(read)).split())


def field(message: "Message[str, str]", name: str) -> str:
    """As it was written, 8-bit characters included; the first if there are several, or ""."""
    for each, value in message.raw_items():
        if each.lower() == name.lower():
            return text_of(str(value).encode("utf-8", "surrogateescape"), None)
    return ""


def addresses(message: "Message[str, str]", name: str) -> tuple[Address, ...]:
    """What stood there as a whole, where no address can be made out in it."""
    written = field(message, name)
    try:
        pairs = getaddresses([written])
    except RecursionError:  # brackets within brackets, thousands of them
        pairs = []
    read = tuple(Address(decoded(name), decoded(address)) for name, address in pairs if address)
    if not read and written.strip():
        return (Address("", decoded(written)),)
    return read


def moment(message: "Message[str, str]", name: str) -> float | None:
    """Seconds since 1970, or None where there is no date that makes sense."""
    try:
        read = parsedate_to_datetime(field(message, name))
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None


def unsubscribe(message: "Message[str, str]") -> Unsubscribe:
    ways = _IN_ANGLES.findall(" ".join(field(message, "List-Unsubscribe").split()))
    web = _first(ways, ("https://", "http://"))
    post = field(message, "List-Unsubscribe-Post").strip().lower()
    one_click = bool(web) and post == "list-unsubscribe=one-click"
    return Unsubscribe(web, _first(ways, ("mailto:",)), one_click)


def _piece(content: bytes, charset: str | None) -> str:
    """Part of a field: an encoded word, or (no charset) what stands between two of them."""
    return text_of(content, charset) if charset else content.decode("raw-unicode-escape", "replace")


def _first(ways: Iterable[str], schemes: tuple[str, ...]) -> str:
    return next((one for one in ways if one.lower().startswith(schemes)), "")
