"""What may be shown, and what is never taken in: text made safe for Slack, card numbers refused."""

import unicodedata

from rules.card_numbers import contains_card_number
from rules.words import Refusal, sentence

ELLIPSIS = "…"
CARD_NUMBER = sentence(
    "That looks like a card number, so Paydesk has not kept it. Please delete it wherever you wrote"
    " it, and never send card numbers in chat. The client can enter the card on the payment page,"
    " where only the processor sees it."
)

# Control, surrogate, private and format characters. The last reorder or hide what stands around
# them, so that a name could make another text lie; joiners are part of scripts and of emoji.
_HARMFUL = frozenset({"Cc", "Cs", "Co", "Cf"})
_JOINERS = frozenset("\u200c\u200d")


def plain(text: str, limit: int = 200) -> str:
    """`text` on one line, at most `limit` characters, without control and direction characters."""
    printed = text.isprintable()  # Mostly so, and then nothing needs to go.
    kept = text if printed else "".join(_harmless(character) for character in text)
    return cut(" ".join(kept.split()), limit)


def escape(text: str, limit: int = 200) -> str:
    """`plain`, and nothing in it can be a mention, a link or an entity in Slack's mrkdwn.

    `limit` counts the characters before they are escaped, so that no entity is cut in two.
    """
    safe = plain(text, limit)
    return safe.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, limit: int) -> str:
    """At most `limit` characters; what was cut ends in "…"."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + ELLIPSIS


def refuse_card_numbers(text: str) -> None:
    """Refuse a text with a card number in it, before anything logs or stores it."""
    if contains_card_number(text):
        raise Refusal(CARD_NUMBER)


def _harmless(character: str) -> str:
    if character.isspace():
        return " "
    if unicodedata.category(character) in _HARMFUL and character not in _JOINERS:
        return ""
    return character
