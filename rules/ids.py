"""Ids of rows as they come back from buttons, windows and forms."""

LONGEST = 18
"""Digits: every number of so many fits the 64 bits that databases count in."""


def read_id(text: str) -> int | None:
    """None where it can't be one."""
    fits = text.isascii() and text.isdigit() and len(text) <= LONGEST
    return int(text) if fits else None
