"""Views: each person's stack of modals, and App Homes."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from sandbox.slack.elements import State, full_state
from sandbox.slack.people import Identity

MOST_STACKED = 3

_OPTIONAL: dict[str, Any] = {
    "private_metadata": "",
    "callback_id": "",
    "external_id": "",
    "title": None,
    "close": None,
    "submit": None,
    "clear_on_close": False,
    "notify_on_close": False,
}


@dataclass
class Window:
    """An open view: a modal, or a Home. `spec` is what the app sent, ids filled in."""

    id: str
    person: str
    spec: dict[str, Any]
    hash: str
    root_id: str = ""
    previous_id: str | None = None
    state: State = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    revision: int = 0

    def replace(self, spec: dict[str, Any], new_hash: str) -> None:
        """Show another spec. Inputs with the same ids keep what people put into them."""
        self.spec, self.hash, self.errors = spec, new_hash, {}

    @property
    def blocks(self) -> list[dict[str, Any]]:
        return list(self.spec["blocks"])


def as_json(window: Window, identity: Identity) -> dict[str, Any]:
    """The view as Slack's API and payloads write it."""
    given = {name: window.spec.get(name, empty) for name, empty in _OPTIONAL.items()}
    return {
        "id": window.id,
        "team_id": identity.team,
        "type": window.spec["type"],
        "blocks": window.spec["blocks"],
        **given,
        "state": {"values": full_state(window.blocks, window.state)},
        "hash": window.hash,
        "previous_view_id": window.previous_id,
        "root_view_id": window.root_id or window.id,
        "app_id": identity.app,
        "app_installed_team_id": identity.team,
        "bot_id": identity.bot,
    }


class Windows:
    """All open views."""

    def __init__(self) -> None:
        self._stacks: dict[str, list[Window]] = defaultdict(list)
        self._homes: dict[str, Window] = {}

    def stack(self, person: str) -> list[Window]:
        """The person's modals; the last one is on top."""
        return list(self._stacks[person])

    def get(self, view_id: str) -> Window | None:
        return next((one for one in self._everything() if one.id == view_id), None)

    def by_external_id(self, external_id: str) -> Window | None:
        found = (one for one in self._everything() if one.spec.get("external_id") == external_id)
        return next(found, None)

    def home(self, person: str) -> Window | None:
        return self._homes.get(person)

    def set_home(self, window: Window) -> None:
        self._homes[window.person] = window

    def open(self, window: Window) -> None:
        """As the only one: whatever was open before gives way."""
        window.root_id, window.previous_id = window.id, None
        self._stacks[window.person] = [window]

    def push(self, window: Window) -> None:
        below = self._stacks[window.person]
        window.root_id, window.previous_id = below[0].root_id, below[-1].id
        below.append(window)

    def close(self, window: Window) -> None:
        """Away with this one and what lies on it."""
        stack = self._stacks[window.person]
        if window in stack:
            del stack[stack.index(window) :]

    def clear(self, person: str) -> list[Window]:
        """Away with all of them; which they were, the top first."""
        return self._stacks.pop(person, [])[::-1]

    def _everything(self) -> list[Window]:
        modals = [window for stack in self._stacks.values() for window in stack]
        return [*modals, *self._homes.values()]
