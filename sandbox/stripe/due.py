"""What the agenda can do, by name."""

from collections.abc import Callable, Mapping

DUE: Mapping[str, Callable[..., None]] = {}
"""Each takes the account's books, and the task's args by name."""
