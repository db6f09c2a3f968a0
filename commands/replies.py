"""What a listener can say, without knowing how Slack carries it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Block = dict[str, Any]
View = dict[str, Any]
Option = dict[str, Any]
"""A choice of a select."""


@dataclass(frozen=True)
class Message:
    """Text for notifications and screen readers, and the blocks that are seen instead.

    `plain` says the same in sections, for workspaces that refuse newer blocks such as tables.
    """

    text: str
    blocks: list[Block]
    plain: list[Block] | None = None


class Reply(Protocol):
    """The way back to the person who asked. Each request is answered exactly once."""

    def show(self, message: Message) -> None:
        """Answer privately, where the person is."""

    def replace(self, message: Message) -> None:
        """Put `message` in the place of the one whose button was pressed. Where others read that
        one too it stays, and the person alone sees `message`, in a window."""

    def redraw(self, card: Message) -> None:
        """Put `card` in the place of the one whose button was pressed, where others may read it:
        the same one, as it is now, with nothing in it that is for the person alone."""

    def open(self, view: View) -> None:
        """Open a modal, from a command or a click."""

    def open_slowly(self, meanwhile: View, make: Callable[[], View]) -> None:
        """Open `meanwhile`, then show what `make` gives in its place: it may take longer than Slack
        lets a modal be opened. What `make` refuses stands there too."""

    def update(self, view: View) -> None:
        """Show `view` in the modal that was clicked in or submitted. What was typed stays in the
        inputs of the same form (callback_id and private_metadata); in others it does not."""

    def update_slowly(self, meanwhile: View, make: Callable[[], View]) -> None:
        """Show `meanwhile` in the modal that was clicked in, then what `make` gives: it may take
        longer than Slack waits."""

    def errors(self, by_field: Mapping[str, str]) -> None:
        """Keep the submitted modal open and say, by action_id, what is wrong."""

    def offer(self, options: Sequence[Option]) -> None:
        """Choices for what is being typed into a select."""

    def close(self) -> None:
        """Close the submitted modal."""

    def leave_to_home(self) -> None:
        """Say nothing: the person sees it in Home, which is being shown anew."""
