"""The text of a file whose encoding nobody tells: told by what stands in it, or asked for.

The whole file is looked at, a piece at a time: its encoding, and a digest by which it is known.
"""

import codecs
import io
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, TextIO

from rules.words import Refusal, refuse, sentence

PIECE = 1 << 20
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
    "mac_roman": "Mac Roman",
}
"""Python's names, and those that people know."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_TEXT = ((b"PK\x03\x04", "Excel"), (b"\xd0\xcf\x11\xe0", "Excel"), (b"%PDF", "PDF"))
_USUAL = frozenset("àâäáãåçéèêëíìîïñóòôöõøúùûüÿœæß’–€£°«»")
_RARER = frozenset("ÀÂÄÁÅÇÉÈÊËÍÎÏÑÓÔÖÕØÚÛÜŒÆ")
"""What English, French and their neighbours come out as in the right encoding; the rarer count
half."""


@dataclass(frozen=True)
class Given:
    """A file that is in memory, as somebody gave it to a page."""

    name: str
    content: bytes

    def open(self, mode: str = "rb") -> BinaryIO:
        """To read it, as a path is opened."""
        return io.BytesIO(self.content)


Source = Path | Given
UNCLEAR = sentence(
    "It is not clear in which encoding {name} is written. Save it as “CSV UTF-8”, or say it: "
    "--encoding windows-1252 or --encoding mac-roman."
)


@dataclass(frozen=True)
class TextFile:
    """`encoding` as Python names it; `guessed`: not certain, so it is to be said. `stamp`: size and
    time of the last change, by which a change during the work shows."""

    path: Source
    encoding: str
    guessed: bool
    digest: str
    size: int
    stamp: tuple[int, int]

    def open(self) -> TextIO:
        """From the beginning, without the mark that some programs put there."""
        encoding = "utf-8-sig" if self.encoding == "utf-8" else self.encoding
        return io.TextIOWrapper(_open(self.path), encoding=encoding, newline="")

    def refuse_if_changed(self) -> None:
        if _stamp(self.path) != self.stamp:
            raise refuse(
                "{name} has changed while it was read. Start again, once nobody writes to it.",
                name=self.path.name,
            )


def look_at(path: Source, encoding: str | None = None) -> TextFile:
    """The file, with the encoding that was told or that it shows. Refusal for what is no text."""
    try:
        stamp = _stamp(path)
        seen = _read(path)
    except OSError as error:
        raise refuse(
            "{name} can’t be read: {why}.", name=path.name, why=error.strerror or "?"
        ) from None
    told = encoding or seen.encoding()
    if encoding and not seen.can_be(encoding):
        raise refuse("{name} is not written in {encoding}.", name=path.name, encoding=encoding)
    if told is None:
        raise _unclear(path)
    guessed = encoding is None and told in ("cp1252", "mac_roman")
    return TextFile(path, told, guessed, seen.digest.hexdigest(), stamp[0], stamp)


class _Seen:
    """What the bytes of a file tell."""

    def __init__(self) -> None:
        self.digest = sha256()
        self.first = b""
        self.counts: Counter[int] = Counter()
        self._utf8: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()

    def piece(self, data: bytes, *, last: bool) -> None:
        self.digest.update(data)
        self.first = self.first or data[:4096]
        if self._utf8:
            try:
                self._utf8.decode(data, final=last)
            except UnicodeDecodeError:
                self._utf8 = None
        high = data.translate(None, bytes(range(128)))
        self.counts.update(high)

    def encoding(self) -> str | None:
        for mark, name in _MARKS:
            if self.first.startswith(mark):
                return name
        if b"\0" in self.first:
            even = self.first[0::2].count(0) > self.first[1::2].count(0)
            return "utf-16-be" if even else "utf-16-le"
        return "utf-8" if self._utf8 else self._single_byte()

    def can_be(self, encoding: str) -> bool:
        if encoding == "utf-8":
            return self._utf8 is not None
        return encoding.startswith("utf-16") or not self._undefined(encoding)

    def _single_byte(self) -> str | None:
        """The one of two in which far more of the bytes above 127 are letters; None: neither."""
        weights = {name: self._weight(name) for name in ("cp1252", "mac_roman")}
        best = max(weights, key=weights.__getitem__)
        sure = weights[best] >= 2 * min(weights.values()) and weights[best] >= self.counts.total()
        return best if sure and not self._undefined(best) else None

    def _weight(self, encoding: str) -> int:
        weight = 0
        for byte, times in self.counts.items():
            character = bytes([byte]).decode(encoding, "replace")
            weight += times * (2 * (character in _USUAL) + (character in _RARER))
        return weight

    def _undefined(self, encoding: str) -> bool:
        return any("\ufffd" in bytes([byte]).decode(encoding, "replace") for byte in self.counts)


def _read(path: Source) -> _Seen:
    seen = _Seen()
    with _open(path) as file:
        data = file.read(PIECE)
        _refuse_what_is_no_text(path, data)
        while data:
            following = file.read(PIECE)
            seen.piece(data, last=not following)
            data = following
    return seen


def _refuse_what_is_no_text(path: Source, data: bytes) -> None:
    for mark, program in _NOT_TEXT:
        if data.startswith(mark):
            raise refuse(
                "{name} is a file of {program}, not a CSV file. Open it there, save it as “CSV "
                "UTF-8”, and import that.",
                name=path.name,
                program=program,
            )
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
        raise refuse("{name} is empty.", name=path.name)


def _open(path: Source) -> BinaryIO:
    return path.open("rb")


def _stamp(path: Source) -> tuple[int, int]:
    if isinstance(path, Given):
        return len(path.content), 0
    found = path.stat()
    return found.st_size, found.st_mtime_ns


def _unclear(path: Source) -> Refusal:
    return Refusal(sentence(UNCLEAR.text, name=path.name))
