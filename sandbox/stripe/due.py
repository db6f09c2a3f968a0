"""What the agenda can do, by name."""

from collections.abc import Callable, Mapping

from sandbox.stripe import mandates

DUE: Mapping[str, Callable[..., None]] = {
    "mandate_answered": mandates.answer,
}
"""Each takes the account's books, and the task's args by name."""
