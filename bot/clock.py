"""The time that Paydesk goes by: the wall clock, moved where a demo or a test says so."""

import time
from collections.abc import Callable
from pathlib import Path

Clock = Callable[[], int]
"""Gives UTC epoch milliseconds."""


def wall_clock() -> int:
    return time.time_ns() // 1_000_000


def clock_of(offset_file: Path | None) -> Clock:
    """The wall clock, plus the whole seconds that stand in `offset_file`, read at each call.

    Signatures are never checked by it: they stay in wall time.
    """
    if offset_file is None:
        return wall_clock

    def moved() -> int:
        try:
            seconds = int(offset_file.read_text(encoding="ascii").strip() or 0)
        except FileNotFoundError:
            seconds = 0
        return wall_clock() + 1_000 * seconds

    return moved
