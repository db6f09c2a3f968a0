"""The messages of a channel or thread as rows of the page."""

from collections import OrderedDict
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlsplit

from markupsafe import Markup

from sandbox.slack.elements import KEEPS, usable
from sandbox.slack.pages.dates import clock_time, day_name, full_moment, local
from sandbox.slack.pages.emoji import EMOJI
from sandbox.slack.pages.names import Names
from sandbox.slack.pages.places import Place, where_to_text
from sandbox.slack.pages.render import Canvas, macros_of, signature
from sandbox.slack.pages.render_mrkdwn import mrkdwn
from sandbox.slack.pages.words import Words, words_of
from sandbox.slack.posts import Shown
from sandbox.slack.where import Message
from sandbox.slack.workspace import Workspace

Key = TypeVar("Key")
Value = TypeVar("Value")

TINTS = 8
_TOGETHER_SECONDS = 300
_ROWS_KEPT = 4000
_LISTS_KEPT = 200


@dataclass(frozen=True)
class Row:
    id: str
    sig: str
    html: Markup

    @property
    def stand_in(self) -> Markup:
        """For a page that has the row already: it stays as it is."""
        return Markup('<i id="{}" data-sig="{}" data-kept hidden></i>').format(self.id, self.sig)


class Rows:
    """Draws messages, and keeps what it has drawn for the next page that shows the same."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._drawn: OrderedDict[tuple[Any, ...], Row] = OrderedDict()
        self._sent: OrderedDict[str, frozenset[str]] = OrderedDict()

    def of(self, place: Place, names: Names, messages: list[Shown], in_thread: bool) -> list[Row]:
        """A row for each message, and in a channel one for each day."""
        rows: list[Row] = []
        today, before = local(self._workspace.clock()).date(), None
        for message in messages:
            day = _day(message)
            if not in_thread and (before is None or _day(before) != day):
                rows.append(_day_row(day, today, place.person.locale))
                before = None
            compact = before is not None and _go_together(before, message)
            rows.append(self._row(place, names, message, in_thread, compact))
            before = message
        return rows

    def lacking(self, rows: list[Row], had: str | None, sig: str) -> list[Markup]:
        """The rows for a part of mark `sig`, to a page whose part has the mark `had`: whole where
        the page lacks them."""
        known = self._sent.get(had or "", frozenset())
        _keep(self._sent, sig, frozenset(row.sig for row in rows), _LISTS_KEPT)
        return [row.stand_in if row.sig in known else row.html for row in rows]

    def _row(
        self, place: Place, names: Names, message: Shown, in_thread: bool, compact: bool
    ) -> Row:
        key = (place.person, place.channel.id, message.ts, message.revision, in_thread, compact)
        row = self._drawn.get(key)
        if row is None:
            row = self._draw(place, names, message, in_thread, compact, signature(*key))
            if not _holds_inputs(message):
                _keep(self._drawn, key, row, _ROWS_KEPT)
        return row

    def _draw(
        self, place: Place, names: Names, message: Shown, in_thread: bool, compact: bool, sig: str
    ) -> Row:
        row_id = f"{'t' if in_thread else 'm'}-{place.channel.id}-{message.ts}"
        say = words_of(place.person.locale)
        shown = {
            "id": row_id,
            "sig": sig,
            "ts": message.ts,
            "compact": compact,
            "in_thread": in_thread,
            "ephemeral": message.ephemeral,
            "edited": message.edited,
            "channel": place.channel.id,
            "mine": message.user == place.person.id and not message.by_app,
            "who": who(message.user, names, self._workspace),
            "time": clock_time(float(message.ts), place.person.locale),
            "moment": full_moment(float(message.ts), place.person.locale),
            "replies": replies(say, message.thread_count),
            "thread_href": place.href(thread=message.thread_ts or message.ts),
            "shortcuts": self._shortcuts(place),
            "files": [_file(say, one) for one in message.files],
            "reactions": [
                (EMOJI.get(name, f":{name}:"), len(users))
                for name, users in message.reactions.items()
            ],
        }
        shown |= self._words(place, names, message)
        macros = macros_of("messages.html", place.person.locale)
        return Row(row_id, sig, Markup(macros.row(shown)))  # noqa: S704 - the template's own

    def _shortcuts(self, place: Place) -> list[dict[str, Any]]:
        """Guests are offered none."""
        known = [] if place.person.is_guest else self._workspace.shortcuts()
        return [asdict(one) for one in known if one.kind == "message"]

    def _words(self, place: Place, names: Names, message: Shown) -> dict[str, Any]:
        where = Message(place.channel.id, message.ts)
        values = self._workspace.state_of(where, place.person.id) if message.blocks else {}
        canvas = Canvas(where_to_text(where), names, values)
        return {
            "blocks": canvas.blocks(message.blocks),
            "text": mrkdwn(_text(message, names), names) if message.text else "",
            "attachments": [
                {
                    "words": canvas.text({"type": "mrkdwn", "text": str(one.get("text") or "")}),
                    "blocks": canvas.blocks(one.get("blocks") or []),
                }
                for one in message.attachments
            ],
        }


def who(user: str, names: Names, workspace: Workspace) -> dict[str, Any]:
    """How a person or the app looks beside what they say."""
    name, is_app = names.person(user), user == workspace.identity.bot_user
    initials = "".join(word[0] for word in name.split()[:2]).upper()
    tint = "app" if is_app else str(sum(user.encode()) % (TINTS - 1) + 1)
    return {"id": user, "name": name, "initials": initials, "is_app": is_app, "tint": tint}


def _keep(kept: OrderedDict[Key, Value], key: Key, value: Value, most: int) -> None:
    """Under several threads at once; the oldest goes."""
    kept[key] = value
    if len(kept) > most:
        kept.popitem(last=False)


def _day(message: Shown) -> date:
    return local(float(message.ts)).date()


def _day_row(day: date, today: date, locale: str) -> Row:
    macros = macros_of("messages.html", locale)
    name, row_id = day_name(day, today, locale), f"day-{day.isoformat()}"
    return Row(row_id, name, Markup(macros.day(name, row_id)))  # noqa: S704 - the template's own


def _go_together(before: Shown, message: Shown) -> bool:
    """Whether the name need not stand again."""
    near = float(message.ts) - float(before.ts) < _TOGETHER_SECONDS
    return near and before.user == message.user and before.ephemeral == message.ephemeral


def _holds_inputs(message: Shown) -> bool:
    return any(element["type"] in KEEPS for _, element in usable(message.blocks))


def replies(say: Words, count: int) -> str:
    """How many; empty for none."""
    return say.counted("{n} reply", "{n} replies", count) if count else ""


def _text(message: Shown, names: Names) -> str:
    """What stands in place of a deleted message is the workspace's own sentence."""
    is_ours = message.subtype == "tombstone"
    return words_of(names.locale).again(message.text) if is_ours else message.text


def _file(say: Words, file: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": file.get("title") or file.get("name"),
        "alt": file.get("alt_txt") or file.get("title") or file.get("name"),
        "address": urlsplit(str(file.get("url_private", ""))).path,
        "is_image": str(file.get("mimetype", "")).startswith("image/"),
        "about": f"{str(file.get('filetype', '')).upper()} · {_size(say, file.get('size', 0))}",
    }


def _size(say: Words, size: int) -> str:
    if size < 1000:
        return say("{size} bytes", size=size)
    if size < 1_000_000:
        return say("{size} kB", size=round(size / 1000))
    return say("{size} MB", size=round(size / 1_000_000, 1))
