"""Conversations with the listeners, without Slack: people type, press and submit, and see answers.

Every answer is held to Slack's rules for blocks; silence and double answers fail.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.dispatcher import Routes
from bot.incoming import Incoming, Kind
from commands.asked import Asked, Outside
from commands.home.views import home_view
from commands.replies import Message, View
from desk.access import Person
from desk.context import Desk
from desk.forms import WrongFields
from desk.home import home_of
from desk.home_news import KIND
from desk.language import Language, language_of
from rules.roles import Role
from rules.words import Refusal
from storage import members, outbox, practices
from storage.models import Outbox
from tests.support.blockcheck import elements, faults_in_message, faults_in_view

WINDOW = "V0WINDOW"
"""Slack's id of any window here."""


def readable(text: str) -> str:
    """`text` with plain spaces for the no-break ones that French and money have."""
    return re.sub("[\u00a0\u202f]", " ", text)


@dataclass
class RecordingReply:
    """Remembers what a listener answered."""

    answers: list[tuple[str, Any]] = field(default_factory=list)

    def show(self, message: Message) -> None:
        self.answers.append(("show", message))

    def replace(self, message: Message) -> None:
        self.answers.append(("replace", message))

    def redraw(self, card: Message) -> None:
        self.answers.append(("redraw", card))

    def open(self, view: View) -> None:
        self.answers.append(("open", view))

    def open_slowly(self, meanwhile: View, make: Callable[[], View]) -> None:
        assert faults_in_view(meanwhile) == []
        self.answers.append(("open", make()))

    def update(self, view: View) -> None:
        self.answers.append(("update", view))

    def update_slowly(self, meanwhile: View, make: Callable[[], View]) -> None:
        assert faults_in_view(meanwhile) == []
        self.answers.append(("update", make()))

    def errors(self, by_field: Mapping[str, str]) -> None:
        self.answers.append(("errors", dict(by_field)))

    def offer(self, options: Sequence[dict[str, Any]]) -> None:
        self.answers.append(("offer", list(options)))

    def close(self) -> None:
        self.answers.append(("close", None))

    def leave_to_home(self) -> None:
        self.answers.append(("home", None))


@dataclass(frozen=True)
class Chat:
    """A practice's workspace, with the listeners that answer in it."""

    desk: Desk
    practice_id: int
    routes: Routes
    outside: Outside = field(default_factory=Outside)

    def person(self, user: str, locale: str = "en-US") -> "Someone":
        return Someone(self, user, language_of(locale))

    def letters(self, user: str) -> list["Answer"]:
        """The direct messages on their way to `user`, in the language they were written in."""
        query = Outbox.select(Outbox.payload).where(
            Outbox.practice_id == self.practice_id,
            Outbox.recipient == user,
            Outbox.kind == "slack_post",
        )
        payloads = [json.loads(row["payload"]) for row in self.desk.store.select(query)]
        reader = self.person(user)
        return [
            Answer(reader, "show", message=Message(one["text"], one["blocks"])) for one in payloads
        ]

    def homes_shown_anew(self) -> list[str]:
        """Whose Homes were sent since this was asked the last time."""
        rows = outbox.claim(self.desk.store, "chat", self.desk.clock(), 1_000, 100)
        for row in rows:
            outbox.sent(self.desk.store, row, "D1", "1.1", self.desk.clock())
        return sorted(row.recipient for row in rows if row.kind == KIND)


@dataclass(frozen=True)
class Someone:
    """A person in the chat. Role and chosen language are looked up anew with each request."""

    chat: Chat
    user: str
    slack: Language

    @property
    def say(self) -> Language:
        member = members.find(self.chat.desk.store, self.chat.practice_id, self.user)
        return language_of(member.language) if member and member.language else self.slack

    def types(self, line: str) -> "Answer":
        """A slash command: "/fees 120"."""
        command, _, text = line.partition(" ")
        name = command.lstrip("/").rpartition("-")[2]
        return self.asks(Kind.COMMAND, name, command=command, text=text)

    def opens_home(self) -> "Answer":
        """What Home shows at this moment."""
        shown = self._asked(RecordingReply(), None, {})
        member = members.find(shown.desk.store, shown.practice.id, self.user)
        home = home_of(shown.desk, shown.practice, shown.person, member)
        return Answer(self, "home", view=home_view(self.say, home, shown.desk.clock()))

    def asks(self, kind: Kind, name: str, window: View | None = None, **details: Any) -> "Answer":
        """Any request, of a kind and with the name of what is to answer it."""
        listener = self.chat.routes.listener(
            Incoming(kind=kind, team="", user=self.user, user_team="", name=name)
        )
        assert listener is not None, f"nothing answers {name!r}"
        reply = RecordingReply()
        try:
            listener(self._asked(reply, window, details))
        except WrongFields as wrong:
            reply.errors({field: self.say.sentence(why) for field, why in wrong.by_field.items()})
        except Refusal as refusal:
            reply.answers.append(("refused", self.say.sentence(refusal.sentence)))
        assert len(reply.answers) == 1, f"{name!r} got {len(reply.answers)} answers"
        return self._answer(*reply.answers[0], window)

    def _asked(self, reply: RecordingReply, window: View | None, details: dict[str, Any]) -> Asked:
        desk, practice_id = self.chat.desk, self.chat.practice_id
        practice = practices.get(desk.store, practice_id)
        assert practice is not None
        member = members.find(desk.store, practice_id, self.user)
        role = Role(member.role) if member and member.disabled_at is None else Role.NONE
        return Asked(
            desk=desk,
            practice=practice,
            person=Person(practice_id, self.user, role),
            say=self.say,
            reply=reply,
            outside=self.chat.outside,
            private=(window or {}).get("private_metadata", ""),
            window=WINDOW if window else "",
            **details,
        )

    def _answer(self, kind: str, what: Any, window: View | None) -> "Answer":
        if isinstance(what, Message):
            return Answer(self, kind, message=what)
        if kind in ("open", "update"):
            return Answer(self, kind, view=what)
        return Answer(self, kind, words=what, view=window)


@dataclass(frozen=True)
class Answer:
    """What a person sees, and can go on from."""

    reader: Someone
    kind: str
    message: Message | None = None
    view: View | None = None
    words: Any = None
    """The sentence of a refusal, or the errors by field."""

    def __post_init__(self) -> None:
        if self.message is not None:
            blocks = (self.message.blocks, self.message.plain or [])
            found = [fault for one in blocks for fault in faults_in_message(self.message.text, one)]
        else:
            found = faults_in_view(self.view) if self.view else []
        assert not found, found
        if self.kind == "errors":
            assert set(self.words) <= {
                one["element"]["action_id"] for one in self._of_type("input")
            }

    @property
    def blocks(self) -> list[dict[str, Any]]:
        return self.message.blocks if self.message else (self.view or {"blocks": []})["blocks"]

    @property
    def text(self) -> str:
        """Everything that can be read, a piece a line."""
        if self.words is not None:
            return readable("\n".join(self.words.values()) if self.kind == "errors" else self.words)
        shown = [self.view, self.message and self.message.blocks]
        texts = [one["text"] for one in elements(shown) if isinstance(one.get("text"), str)]
        return readable("\n".join(texts))

    def sees(self, *pieces: str) -> "Answer":
        for piece in pieces:
            assert piece in self.text, f"{piece!r} is not in:\n{self.text}"
        return self

    def sees_not(self, *pieces: str) -> "Answer":
        for piece in pieces:
            assert piece not in self.text, f"{piece!r} is in:\n{self.text}"
        return self

    def is_refused(self, *pieces: str) -> "Answer":
        assert self.kind == "refused", self.text
        return self.sees(*pieces)

    @property
    def rows(self) -> list[list[str]]:
        """The cells of the table."""
        table = next(block for block in self.blocks if block["type"] == "table")
        return [[readable(cell["text"]) for cell in row] for row in table["rows"]]

    @property
    def buttons(self) -> list[str]:
        return [readable(one["text"]["text"]) for one in self._of_type("button")]

    def press(
        self, label: str, by: Someone | None = None, values: Mapping[str, str] | None = None
    ) -> "Answer":
        """Press a button, as the reader or somebody else who has it before them; `values` stand in
        the inputs of the same window meanwhile."""
        found = [one for one in self._of_type("button") if readable(one["text"]["text"]) == label]
        assert len(found) == 1, f"{len(found)} buttons {label!r} among {self.buttons}"
        return self._click(found[0]["action_id"], found[0].get("value", ""), by, values)

    def press_id(
        self, action_id: str, by: Someone | None = None, values: Mapping[str, str] | None = None
    ) -> "Answer":
        """Press the button with that action_id, where several have the same label."""
        [found] = [one for one in self._of_type("button") if one["action_id"] == action_id]
        return self._click(action_id, found.get("value", ""), by, values)

    def choose(self, value: str, by: Someone | None = None) -> "Answer":
        """Choose, in the select or behind the dots that offer it, the option with that value."""
        for select in (*self._of_type("static_select"), *self._of_type("overflow")):
            if any(option["value"] == value for option in select.get("options", [])):
                return self._click(select["action_id"], value, by)
        raise AssertionError(f"no select offers {value!r}")

    def submit(self, **values: str) -> "Answer":
        """Fill in the inputs that are named, by action_id; the others stay as they began."""
        view = self.view
        assert view is not None
        filled = {one["element"]["action_id"]: one["element"] for one in self._of_type("input")}
        assert set(values) <= set(filled), f"there is no such input: {set(values) - set(filled)}"
        began = {name: _begins_with(element) for name, element in filled.items()}
        return self.reader.asks(
            Kind.SUBMISSION, view["callback_id"], view, values={**began, **values}
        )

    def _click(
        self,
        action_id: str,
        value: str,
        by: Someone | None,
        values: Mapping[str, str] | None = None,
    ) -> "Answer":
        kind = Kind.CLICK_IN_VIEW if self.view else Kind.CLICK
        if self.kind == "home":
            kind = Kind.CLICK_IN_HOME
        return (by or self.reader).asks(
            kind, action_id, self.view, value=value, values=values or {}
        )

    def _of_type(self, kind: str) -> list[dict[str, Any]]:
        return [one for one in elements(self.blocks) if one.get("type") == kind]


def _begins_with(element: Mapping[str, Any]) -> str:
    people = element.get("initial_users", [])
    several = ",".join([*people, *(one["value"] for one in element.get("initial_options", []))])
    option = element.get("initial_option") or {"value": several}
    names = ("initial_date", "initial_value", "initial_conversation")
    return next((element[name] for name in names if element.get(name)), option["value"])
