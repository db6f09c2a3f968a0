"""What the app is allowed and asked to do, read from its manifest."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Manifest = Mapping[str, Any]


@dataclass(frozen=True)
class Command:
    """A slash command as the completion shows it."""

    name: str
    description: str = ""
    usage_hint: str = ""


@dataclass(frozen=True)
class Shortcut:
    """A shortcut; `kind` is "global" or "message"."""

    name: str
    kind: str
    callback_id: str
    description: str = ""


class App:
    """The app's configuration. Without a manifest nothing is restricted."""

    def __init__(self, manifest: Manifest | None = None) -> None:
        self.given = manifest is not None
        features: Manifest = _part(manifest or {}, "features")
        about = _part(manifest or {}, "display_information")
        self.description = str(about.get("description") or "")
        self._home = _part(features, "app_home")
        self.commands = [
            Command(one["command"], one.get("description", ""), one.get("usage_hint", ""))
            for one in features.get("slash_commands", ())
        ]
        self.shortcuts = [
            Shortcut(one["name"], one["type"], one["callback_id"], one.get("description", ""))
            for one in features.get("shortcuts", ())
        ]
        scopes = _part(_part(manifest or {}, "oauth_config"), "scopes")
        self.scopes = frozenset(scopes.get("bot", ()))
        events = _part(_part(manifest or {}, "settings"), "event_subscriptions")
        self.events = frozenset(events.get("bot_events", ()))

    def takes_command(self, name: str) -> bool:
        return not self.given or any(one.name == name for one in self.commands)

    def may(self, *scopes: str) -> bool:
        """Whether the app has one of `scopes`; no scopes: everybody may."""
        return not self.given or not scopes or bool(self.scopes.intersection(scopes))

    def subscribed(self, event: str) -> bool:
        return not self.given or event in self.events

    @property
    def home_enabled(self) -> bool:
        return not self.given or bool(self._home.get("home_tab_enabled"))

    @property
    def messages_read_only(self) -> bool:
        """Whether people can't write in their direct messages with the app."""
        if not self.given:
            return False
        enabled = self._home.get("messages_tab_enabled", True)
        return not enabled or bool(self._home.get("messages_tab_read_only_enabled"))


def _part(whole: Manifest, name: str) -> Manifest:
    part = whole.get(name)
    return part if isinstance(part, Mapping) else {}
