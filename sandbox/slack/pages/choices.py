"""What a search field offers where the app needn't be asked."""

from typing import Any

from sandbox.slack.elements import Element
from sandbox.slack.pages.names import Names

MOST_CHOICES = 100


def choices(element: Element, names: Names, typed: str) -> list[dict[str, Any]]:
    """Options (or groups of them) whose text holds what was typed; people and channels too."""
    if groups := element.get("option_groups"):
        found = [{**one, "options": _matching(one["options"], typed)} for one in groups]
        return [one for one in found if one["options"]]
    return _matching(element.get("options") or _listed(element, names), typed)


def listed(element: Element, names: Names) -> list[tuple[str, str]]:
    """The (id, name) pairs of a users, channels or conversations select."""
    kind = str(element.get("type"))
    people = list(names.people.items())
    channels = [(one, f"#{name}") for one, name in names.channels.items()]
    if "users" in kind:
        return people
    return channels if "channels" in kind else channels + people


def _listed(element: Element, names: Names) -> list[dict[str, Any]]:
    """As options whose value is the bare id."""
    return [
        {"text": {"type": "plain_text", "text": name}, "value": one, "is_id": True}
        for one, name in listed(element, names)
    ]


def _matching(options: list[dict[str, Any]], typed: str) -> list[dict[str, Any]]:
    wanted = typed.strip().casefold()
    found = [one for one in options if wanted in one["text"]["text"].casefold()]
    return found[:MOST_CHOICES]
