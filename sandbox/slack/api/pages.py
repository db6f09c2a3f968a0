"""Long lists, a page at a time."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any, TypeVar

from sandbox.slack.api.args import Args
from sandbox.slack.refusals import ApiError

Item = TypeVar("Item")


def page(items: Sequence[Item], args: Args) -> tuple[list[Item], dict[str, Any]]:
    """The part of `items` that was asked for, and what says how to go on."""
    start, limit = _start(args.text("cursor")), args.number("limit", 100)
    if not 1 <= limit <= 1000:
        raise ApiError("invalid_limit")
    after = start + limit
    cursor = base64.b64encode(f"next:{after}".encode()).decode() if after < len(items) else ""
    return list(items[start:after]), {"response_metadata": {"next_cursor": cursor}}


def _start(cursor: str) -> int:
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:") or 0)
    except (binascii.Error, ValueError):
        raise ApiError("invalid_cursor") from None
