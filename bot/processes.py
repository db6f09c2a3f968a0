"""Ending this process where going on would do harm; the supervisor starts a new one."""

import os

EXIT_STATUS = 75
"""By convention: a passing failure, try again."""


def end_process() -> None:
    """At once. What was claimed comes back to others when its lease ends."""
    os._exit(EXIT_STATUS)
