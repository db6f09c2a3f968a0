"""Text for a terminal, whatever characters the terminal can show."""

import shutil
import sys
import textwrap
from typing import IO, Any

import click

# What an old terminal shows instead.
PLAIN = str.maketrans(
    {
        "✓": "ok",
        "✗": "!!",
        "–": "-",
        "→": "->",
        "…": "...",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "\u00a0": " ",
    }
)


def printable(text: str, encoding: str) -> str:
    """The text in characters that the encoding has."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(PLAIN).encode(encoding, "replace").decode(encoding)
    return text


def tell(text: str = "", *, error: bool = False) -> None:
    """Print a line, to standard error if it tells of a failure."""
    stream = sys.stderr if error else sys.stdout
    click.echo(printable(text, stream.encoding or "ascii"), err=error)


def wrapped(text: str, indent: str = "") -> str:
    """In lines as wide as the terminal, 100 characters at most; addresses stay whole."""
    width = min(shutil.get_terminal_size((100, 24)).columns, 100)
    return textwrap.fill(
        text,
        max(width, 40),
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


class Stop(click.ClickException):
    """Ends a command with a sentence and exit status 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        tell(self.message, error=True)
