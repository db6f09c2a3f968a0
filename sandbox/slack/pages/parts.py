"""The parts of the page, each with a mark of what it shows: only changed ones are sent again."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from markupsafe import Markup

from sandbox.slack import acts
from sandbox.slack.pages.names import Names
from sandbox.slack.pages.places import Place, href, names_for, places_of, where_to_text
from sandbox.slack.pages.render import Canvas, macros_of, signature
from sandbox.slack.pages.rows import Row, Rows, replies, who
from sandbox.slack.pages.welcome import welcome_of
from sandbox.slack.pages.words import words_of
from sandbox.slack.people import Channel, Person
from sandbox.slack.where import Home, View
from sandbox.slack.workspace import Workspace

_SIGNS = {"channel": "#", "im": "✦", "home": "⌂"}


@dataclass(frozen=True)
class Part:
    """`draw` is asked only when somebody needs the part."""

    id: str
    sig: str
    draw: Callable[[], Markup]


def parts_of(workspace: Workspace, rows: Rows, place: Place, have: Mapping[str, str]) -> list[Part]:
    """Everything that may change on a page, as this person sees it now. `have`: the marks of the
    parts that the page has, by id."""
    names = names_for(workspace, place.person)
    return [
        _part("people", place, _people(workspace, names, place)),
        _part("rail", place, _rail(workspace, place)),
        _part("head", place, _head(workspace, place)),
        _content(workspace, rows, names, place, have),
        _part("composer", place, composer(workspace, place)),
        _thread(workspace, rows, names, place, have),
        _view(workspace, names, place),
    ]


def title(workspace: Workspace, place: Place) -> str:
    unread = "• " if workspace.unread(place.person.id) else ""
    return f"{unread}{place.name} – {workspace.identity.team_name}"


def _part(part_id: str, place: Place, shown: dict[str, Any]) -> Part:
    return _late(part_id, place, shown, None, lambda _: {})


def _draw(part_id: str, place: Place, shown: dict[str, Any], sig: str) -> Markup:
    macros = macros_of("parts.html", place.person.locale)
    return Markup(getattr(macros, part_id)(shown, sig))  # noqa: S704 - the template's own


def _people(workspace: Workspace, names: Names, place: Place) -> dict[str, Any]:
    everyone = [
        {
            **who(one.id, names, workspace),
            "title": one.title,
            "href": href(one.id, _same_place(place.channel, one)),
        }
        for one in workspace.people
    ]
    return {"people": everyone, "me": who(place.person.id, names, workspace)}


def _same_place(channel: Channel, person: Person) -> str:
    """What the channel is to somebody else: with the app, each has their own."""
    return {"im": person.dm, "home": person.home}.get(channel.kind, channel.id)


def _rail(workspace: Workspace, place: Place) -> dict[str, Any]:
    unread = workspace.unread(place.person.id)
    own = places_of(workspace, place.person)
    language = words_of(place.person.locale).language
    kinds = (("Channels", "channel"), ("Direct messages", "im"), ("Apps", "home"))
    sections = [
        {
            "title": heading,
            "places": [
                {
                    "name": one.name,
                    "sign": _SIGNS[kind],
                    "href": place.href(one.id),
                    "current": one.id == place.channel.id,
                    "unread": unread.get(one.id, 0) if one.id != place.channel.id else 0,
                }
                for one in own
                if one.kind == kind
            ],
        }
        for heading, kind in kinds
    ]
    return {
        "team": workspace.identity.team_name,
        "sections": [one for one in sections if one["places"]],
        "links": [
            {"label": one.label(language), "href": one.href(language)} for one in workspace.links
        ],
    }


def _head(workspace: Workspace, place: Place) -> dict[str, Any]:
    channel, say = place.channel, words_of(place.person.locale)
    own = {one.kind: one for one in places_of(workspace, place.person)}
    tabs = [
        {"name": name, "href": place.href(own[kind].id), "current": kind == channel.kind}
        for name, kind in (("Home", "home"), ("Messages", "im"))
        if kind in own
    ]
    members = say.counted("{n} member", "{n} members", len(channel.members or ()))
    return {
        "name": channel.name,
        "sign": place.sign,
        "is_app": channel.kind != "channel",
        "tabs": tabs if channel.kind != "channel" else [],
        "members": members + (f" · {channel.topic}" if channel.topic else ""),
    }


def _content(
    workspace: Workspace, rows: Rows, names: Names, place: Place, have: Mapping[str, str]
) -> Part:
    shown: dict[str, Any] = {
        "name": place.name,
        "place": place.channel.id,
        "c": place.channel.id,
        "here": place.href(thread=place.thread),
        "size": place.size,
        "opened": place.channel.kind != "channel",
    }
    if place.is_home:
        view = workspace.home_view(place.person.id)
        drawn = partial(_home, workspace, names, place, view)
        mark = (view or {}).get("revision")
        return _late("content", place, shown, mark, lambda _: {"home": drawn()})
    messages = workspace.messages(place.person.id, place.channel.id, limit=place.size + 1)
    drawn_rows = rows.of(place, names, messages[-place.size :], in_thread=False)
    shown |= {"has_older": len(messages) > place.size}
    shown |= {"welcome": welcome_of(workspace, names, place)}
    return _listing("content", place, shown, rows, drawn_rows, have)


def _late(
    part_id: str,
    place: Place,
    shown: dict[str, Any],
    mark: Any,
    rest: Callable[[str], dict[str, Any]],
) -> Part:
    """A part whose costly rest is drawn only when it is sent; `mark` stands for it."""
    sig = signature(shown, mark, place.person.locale)
    return Part(part_id, sig, lambda: _draw(part_id, place, shown | rest(sig), sig))


def _listing(
    part_id: str,
    place: Place,
    shown: dict[str, Any],
    rows: Rows,
    drawn: list[Row],
    have: Mapping[str, str],
) -> Part:
    """A part with rows, of which only those are sent that the page lacks."""
    had, marks = have.get(part_id), [row.sig for row in drawn]
    return _late(part_id, place, shown, marks, lambda sig: {"rows": rows.lacking(drawn, had, sig)})


def _home(workspace: Workspace, names: Names, place: Place, view: dict[str, Any] | None) -> Markup:
    if view is None:
        say = words_of(place.person.locale)
        words = say("{name} has shown nothing here yet.", name=workspace.identity.app_name)
        return Markup('<div class="loading" id="no-home" data-sig="1">{}</div>').format(words)
    values = workspace.state_of(Home(), place.person.id)
    canvas = Canvas(where_to_text(Home()), names, values, view["errors"])
    return Markup('<form class="blocks home" id="home" data-keyed data-sig="{}">{}</form>').format(
        view["revision"], canvas.blocks(view["blocks"])
    )


def composer(workspace: Workspace, place: Place, thread: str | None = None) -> dict[str, Any]:
    """The message field of a channel or thread; none where nothing can be written."""
    say = words_of(place.person.locale)
    if place.is_home:
        return {"channel": None}
    if place.channel.kind == "im" and workspace.app.messages_read_only:
        return {"channel": None, "closed": say.again(acts.READ_ONLY)}
    offers = not thread and not place.person.is_guest
    return {
        "channel": place.channel.id,
        "thread": thread,
        "label": say("Reply…") if thread else say("Message {name}", name=place.name),
        "commands": [asdict(one) for one in workspace.commands()] if offers else [],
        "shortcuts": [asdict(one) for one in workspace.shortcuts() if one.kind == "global"]
        if offers
        else [],
    }


def _thread(
    workspace: Workspace, rows: Rows, names: Names, place: Place, have: Mapping[str, str]
) -> Part:
    if not place.thread or place.is_home:
        return _part("thread", place, {})
    messages = workspace.messages(place.person.id, place.channel.id, place.thread)
    drawn = rows.of(place, names, messages, in_thread=True)
    count = messages[0].thread_count if messages else 0
    shown = {
        "name": place.name,
        "place": place.thread,
        "here": place.href(),
        "replies": replies(words_of(place.person.locale), count),
        "composer": composer(workspace, place, place.thread),
    }
    return _listing("thread", place, shown, rows, drawn, have)


def _view(workspace: Workspace, names: Names, place: Place) -> Part:
    view = workspace.view_on_top(place.person.id)
    if view is None:
        return _part("view", place, {})
    where = View(view["id"])
    values = workspace.state_of(where, place.person.id)
    say = words_of(place.person.locale)
    errors = {block: say.again(words) for block, words in view["errors"].items()}
    canvas = Canvas(where_to_text(where), names, values, errors)
    shown = {
        "id": view["id"],
        "where": canvas.where,
        "depth": view["depth"],
        "title": canvas.text(view["title"]),
        "submit": canvas.text(view["submit"]),
        "close": canvas.text(view["close"]) or say("Close"),
    }
    mark = (view["revision"], view["hash"], view["errors"])
    return _late("view", place, shown, mark, lambda _: {"blocks": canvas.blocks(view["blocks"])})
