"""What Slack sent, in one shape, whichever of its payloads carried it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Payload = Mapping[str, Any]

TYPED = frozenset(
    {"plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input"}
)
"""The elements of modals and messages that people type into."""
_SLACKS = frozenset({"type", "action_id", "block_id", "action_ts"})
"""What Slack itself writes into an element: times and ids may look like card numbers."""


class Kind(StrEnum):
    """What the person did."""

    COMMAND = "command"
    CLICK = "click"
    CLICK_IN_VIEW = "click in a view"
    CLICK_IN_HOME = "click in Home"
    SUBMISSION = "submission"
    SHORTCUT = "shortcut"
    SEARCH = "search"
    """Somebody types into a select whose choices we look up."""


@dataclass(frozen=True)
class Incoming:
    """A person's request. Everything in it comes from outside; missing parts are empty."""

    kind: Kind
    team: str
    """The workspace that the request came through."""
    user: str
    user_team: str
    """The person's own workspace: another one in channels shared between organisations."""
    name: str = ""
    """The command without slash and prefix, the action_id, or the callback_id."""
    command: str = ""
    text: str = ""
    value: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    private: str = ""
    trigger_id: str = ""
    response_url: str = ""
    view: Mapping[str, Any] = field(default_factory=dict)
    message: Mapping[str, str] = field(default_factory=dict)
    """Of a message's shortcut: its channel, ts and text."""
    shared: bool = False
    """Others read the message whose button was pressed."""
    thread: str = ""
    """The ts of the message in whose thread that one stands."""


INTERACTIONS = frozenset(
    {"block_actions", "block_suggestion", "view_submission", "shortcut", "message_action"}
)


def read_request(body: Payload) -> Incoming | None:
    """What a person asks for; None for events and whatever else Slack sends by itself."""
    if "command" in body:
        return read_command(body)
    return read_interaction(body) if body.get("type") in INTERACTIONS else None


def read_command(body: Payload) -> Incoming:
    """A slash command. "/np-fees" is the command "fees" in a workspace with prefixed names."""
    command = _text(body, "command")
    return Incoming(
        kind=Kind.COMMAND,
        team=_text(body, "team_id"),
        user=_text(body, "user_id"),
        user_team=_text(body, "team_id"),
        name=command.lstrip("/").rpartition("-")[2].lower(),
        command=command,
        text=_text(body, "text"),
        trigger_id=_text(body, "trigger_id"),
        response_url=_text(body, "response_url"),
    )


def read_interaction(body: Payload) -> Incoming:
    """A click, a submitted modal, or a shortcut."""
    user, view = _part(body, "user"), _part(body, "view")
    team = _text(_part(body, "team"), "id") or _text(user, "team_id")
    kind = _kind(body, view)
    action: Payload = next(iter(body.get("actions") or ()), {})
    return Incoming(
        kind=kind,
        team=_text(view, "app_installed_team_id") or team,
        user=_text(user, "id"),
        user_team=_text(user, "team_id") or team,
        name=_name(kind, body, action),
        value=_text(body, "value") if kind is Kind.SEARCH else _chosen(action),
        values=dict(_inputs(view)),
        private=_text(view, "private_metadata"),
        trigger_id=_text(body, "trigger_id"),
        response_url=_text(body, "response_url"),
        view=view,
        message=_chosen_message(body) if body.get("type") == "message_action" else {},
        shared=kind is Kind.CLICK and _is_shared(body),
        thread=_text(_part(body, "container"), "thread_ts"),
    )


def _is_shared(body: Payload) -> bool:
    """Unless Slack says that only the person sees it, or it stands in their messages with us."""
    if _part(body, "container").get("is_ephemeral") is True:
        return False
    return not _text(_part(body, "channel"), "id").startswith("D")


def _chosen_message(body: Payload) -> dict[str, str]:
    message = _part(body, "message")
    here = {"channel": _text(_part(body, "channel"), "id")}
    return here | {name: _text(message, name) for name in ("ts", "text")}


def _name(kind: Kind, body: Payload, action: Payload) -> str:
    if kind is Kind.SEARCH:
        return _text(body, "action_id")
    named = _text(action, "action_id") or _text(_part(body, "view"), "callback_id")
    return named or _text(body, "callback_id")


def typed_texts(body: Payload) -> Iterator[str]:
    """Every text in a request that a person may have typed, in a command, a modal or a message.

    Values of buttons and options are ours, and ids among them may look like card numbers.
    """
    yield _text(body, "text")
    yield _text(body, "value")
    yield _text(_part(body, "message"), "text")
    for element in _elements(body):
        if element.get("type") in TYPED:
            yield from _strings([part for name, part in element.items() if name not in _SLACKS])


def _elements(body: Payload) -> Iterator[Payload]:
    yield from (action for action in body.get("actions") or () if isinstance(action, Mapping))
    for holder in (body, _part(body, "view")):
        for elements in _part(_part(holder, "state"), "values").values():
            yield from elements.values()


def _kind(body: Payload, view: Payload) -> Kind:
    match body.get("type"):
        case "view_submission":
            return Kind.SUBMISSION
        case "shortcut" | "message_action":
            return Kind.SHORTCUT
        case "block_suggestion":
            return Kind.SEARCH
        case _:
            if not view:
                return Kind.CLICK
            return Kind.CLICK_IN_HOME if view.get("type") == "home" else Kind.CLICK_IN_VIEW


def _inputs(view: Payload) -> Iterator[tuple[str, str]]:
    for elements in _part(_part(view, "state"), "values").values():
        for action_id, element in elements.items():
            yield action_id, _chosen(element)


def _chosen(element: Payload) -> str:
    """What stands in an input or was clicked: typed text, an option's value, a person or several, a
    date."""
    if option := element.get("selected_option"):
        return _text(option, "value")
    if options := element.get("selected_options"):
        return ",".join(_text(option, "value") for option in options)
    if people := element.get("selected_users"):
        return ",".join(filter(None, (one if isinstance(one, str) else "" for one in people)))
    names = ("value", "selected_user", "selected_date", "selected_conversation", "selected_channel")
    return next((found for name in names if (found := _text(element, name))), "")


def _strings(value: Any) -> Iterator[str]:
    """Every string inside a JSON value, however deep (without recursion: it comes from outside)."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str() as text:
                yield text
            case Mapping() as part:
                waiting.extend(part.values())
            case list() as items:
                waiting.extend(items)


def _part(body: Payload, name: str) -> Payload:
    part = body.get(name)
    return part if isinstance(part, Mapping) else {}


def _text(body: Payload, name: str) -> str:
    """Without NUL, which no database holds in a text."""
    found = body.get(name)
    return found.replace("\0", "") if isinstance(found, str) else ""
