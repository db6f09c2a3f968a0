"""Cuts what a person typed into numbers, currency signs and words; refuses what is none of them."""

import re
import unicodedata
from dataclasses import dataclass

from rules.amount_words import SIGNS
from rules.words import Refusal, refuse, sentence

LONGEST_TEXT = 300
_LONGEST_ECHO = 40

_LETTER = r"[^\W\d_]"
_DASH = "[-‐‑‒–—−]"
_SIGNS = "".join(sign for sign in SIGNS if len(sign) == 1)


def _sign_pattern(sign: str) -> str:
    """The pattern of `sign`; where letters follow it ($us), a space may come before them."""
    follows = sign[1:].isalpha()
    return rf"{re.escape(sign[0])} ?{sign[1:]}\b" if follows else re.escape(sign)


_TOKENS = {
    # Spaces, punctuation at the end of a word, the hyphen of états-unis, the d' of d'une.
    "gap": rf"\s+|[.,;:!?]+(?=\s|$)|[,;:](?={_LETTER})|(?<={_LETTER})(?:{_DASH}|_)(?={_LETTER})"
    rf"|(?<!{_LETTER})(?:[cdjlmnst]|qu)'(?={_LETTER})|'s\b",
    "sign": "|".join(map(_sign_pattern, sorted(SIGNS, key=len, reverse=True))),
    "number": rf"(?:(?<![^\s{_SIGNS}])\.)?[0-9]+(?:[.,' ][0-9]+)*",
    "word": rf"{_LETTER}+",
    "unknown": ".",
}
_TOKEN = re.compile(
    "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _TOKENS.items()),
    re.IGNORECASE | re.DOTALL,
)

_WRONG = (
    (
        r"[0-9]e[-+]?[0-9]",
        sentence("Write the amount out in full, without an exponent, for example 1,250.50."),
    ),
    (
        r"[%‰]|\bper ?cent\b|\bpour ?cent\b",
        sentence("Name an amount of money, not a percentage, for example 120.50."),
    ),
    (
        r"[/⁄÷]",
        sentence("Write the amount with decimals, not as a fraction, for example 120.50."),
    ),
    (
        rf"\+|(?<!{_LETTER}){_DASH}|{_DASH}(?!{_LETTER})",
        sentence("Write one amount without a plus or a minus, for example 120.50."),
    ),
)

# Characters that take no room: they come along when text is copied from a web page.
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200e\u2060\ufeff"))
_APOSTROPHES = dict.fromkeys(map(ord, "’ʼ′"), "'")


@dataclass(frozen=True)
class Token:
    """A piece of what was typed; `kind` is number, sign or word, `text` in lower case."""

    kind: str
    text: str


def scan(text: str) -> list[Token]:
    """The numbers, currency signs and words of `text`, in order. Raises Refusal for the rest."""
    if len(text) > LONGEST_TEXT:
        raise refuse(
            "That is too long. Write at most {limit} characters, for example 120.50 eur.",
            limit=LONGEST_TEXT,
        )
    clean = _normalised(text)
    _refuse_other_numbers(clean)
    return [_token(found, clean) for found in _TOKEN.finditer(clean) if found.lastgroup != "gap"]


def unknown_word(word: str) -> Refusal:
    """The refusal that repeats what could not be read, cut to a length that fits a message."""
    shown = "".join(char if char.isprintable() else "\ufffd" for char in word[:_LONGEST_ECHO])
    return refuse(
        "I don’t understand “{word}”. Write an amount such as 120.50 or 120.50 eur.",
        word=shown + "…" if len(word) > _LONGEST_ECHO else shown,
    )


def _token(found: re.Match[str], clean: str) -> Token:
    if found.lastgroup == "unknown":
        raise unknown_word(clean[found.start() :].split()[0])
    typed = found.group().lower()
    if found.lastgroup == "sign":
        typed = typed.replace(" ", "")
    return Token(str(found.lastgroup), typed)


def _normalised(text: str) -> str:
    """`text` with full-width characters as usual ones and every printed space as " "."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(map(_plain, composed.translate(_INVISIBLE))).translate(_APOSTROPHES)


def _plain(char: str) -> str:
    if unicodedata.category(char) == "Zs":
        return " "
    # Only the other widths: NFKC would also make "10²" into 102.
    if unicodedata.decomposition(char).startswith(("<wide>", "<narrow>", "<small>")):
        return unicodedata.normalize("NFKC", char)
    return char


def _refuse_other_numbers(clean: str) -> None:
    if any(char > "\x7f" and unicodedata.category(char).startswith("N") for char in clean):
        raise refuse("Write the amount with the digits 0 to 9 only, for example 120.50.")
    for pattern, reason in _WRONG:
        if re.search(pattern, clean, re.IGNORECASE):
            raise Refusal(reason)
