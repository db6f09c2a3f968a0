"""The .env file: read, changed line by line, and written so that only its owner reads it."""

import io
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values
from dotenv.parser import parse_stream

HEADING = (
    "# Paydesk's settings. They hold secrets: show this file to nobody, and back it up safely.\n"
)


def parse(text: str) -> dict[str, str]:
    """The values by name. "$" stays as it is; a name without "=" has an empty value."""
    values = dotenv_values(stream=io.StringIO(text), interpolate=False)
    return {name: value or "" for name, value in values.items()}


def changed(text: str, changes: Mapping[str, str | None]) -> str:
    """The text with other values for some names (None: without them), all else as it was.

    A new value takes the place of the old one, or follows at the end.
    """
    left = dict(changes)
    lines = []
    for binding in parse_stream(io.StringIO(text or HEADING)):
        if binding.key is None or binding.key not in changes:
            lines.append(binding.original.string)
        elif value := left.pop(binding.key, None):
            lines.append(f"{binding.key}={_quoted(value)}\n")
    if lines and not lines[-1].endswith("\n"):
        lines.append("\n")
    return "".join(lines) + "".join(
        f"{name}={_quoted(value)}\n" for name, value in left.items() if value
    )


def _quoted(value: str) -> str:
    """As python-dotenv and systemd both read it."""
    if re.fullmatch(r"[A-Za-z0-9_.,:/@%+=~-]*", value):
        return value
    if "'" not in value and "\\" not in value:
        return f"'{value}'"
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def write_private(path: Path, text: str) -> None:
    """The whole text or nothing, with mode 0600. Raises OSError."""
    target = path.resolve()
    handle, name = tempfile.mkstemp(prefix=".env.", dir=target.parent)  # mkstemp makes it 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
