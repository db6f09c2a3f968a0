"""The windows of /reminders as they stand now, and what their buttons say, read back."""

from collections.abc import Callable

from commands.asked import Asked
from commands.blocks import modal, section
from commands.reminders.bulletin_views import bulletin_preview_view, coming_words
from commands.reminders.overview_views import overview_view
from commands.reminders.preview_views import preview_view
from commands.reminders.rule_views import tried_words
from commands.reminders.why_views import sheet_view
from commands.replies import View
from desk.access import authorize
from desk.reminders.bulletin_preview import bulletin_preview, bulletin_preview_of
from desk.reminders.bulletins import BULLETINS
from desk.reminders.overview import Ended, overview
from desk.reminders.pauses import Subject, subject_of
from desk.reminders.preview import preview, preview_of
from desk.reminders.rules import rules_of
from desk.reminders.why import sheet_of
from rules.ids import read_id
from rules.roles import Action, may
from rules.words import Refusal, refuse
from storage.reminder_pauses import ALL
from storage.reminder_plan import START, Place
from storage.reminder_rules import Rule


def open_slowly(asked: Asked, make: Callable[[], View]) -> None:
    """A window of its own. What comes up is looked for in all that is due, and the first time the
    holidays are read: Slack would not wait for that."""
    authorize(asked.person, Action.SEE_REMINDERS)
    say = asked.say
    waiting = modal(say("Reminders"), [section(say("One moment…"))], close=say("Close"))
    asked.reply.open_slowly(waiting, make)


def overview_of(asked: Asked, notice: str = "") -> View:
    shown = overview(asked.desk, asked.practice, asked.person)
    return overview_view(asked.say, shown, asked.person.role, asked.practice.livemode, notice)


def preview_of_kind(asked: Asked, kind: str, after: Place = START) -> View:
    who = (asked.desk, asked.practice, asked.person)
    if kind in BULLETINS:
        ahead, first = bulletin_preview(*who, kind, after), after == START
        return bulletin_preview_view(
            asked.say, ahead, asked.practice.livemode, first=first, **_on(asked, kind)
        )
    shown = preview(*who, kind, after)
    return preview_view(asked.say, shown, asked.practice.livemode, **_on(asked, kind))


def _on(asked: Asked, kind: str) -> dict[str, bool]:
    """Whether it is on, and may be switched on."""
    saved = rules_of(asked.desk, asked.practice, asked.person)[kind]
    switch = may(asked.person.role, Action.EDIT_REMINDERS)
    return {"saved_on": saved.active, "may_switch": switch}


def tried_of(asked: Asked, rule: Rule) -> str:
    """What the rule would send, in mrkdwn."""
    if rule.kind in BULLETINS:
        ahead = bulletin_preview_of(asked.desk, asked.practice, rule)
        return coming_words(asked.say, ahead)
    return tried_words(asked.say, preview_of(asked.desk, asked.practice, rule))


def sheet_view_of(asked: Asked, subject: Subject, notice: str = "") -> View:
    """Of a client or an invoice; the window of everything is the first one."""
    if subject.scope == ALL:
        return overview_of(asked, notice)
    sheet = sheet_of(asked.desk, asked.practice, asked.person, subject)
    return sheet_view(asked.say, sheet, notice)


def read_seen(value: str) -> tuple[str, int]:
    """The kind of a rule and the version that was seen of it: "client:3"; 0: nobody had saved it.
    It comes from the person's side: never trusted."""
    kind, _, version = value.partition(":")
    seen = 0 if version == "0" else read_id(version)
    if seen is None:
        raise of_another_version()
    return kind, seen


def read_subject(asked: Asked, key: str) -> Subject:
    """What may pause, by its key: "invoice:12"."""
    scope, _, number = key.partition(":")
    subject_id = 0 if number in ("", "0") else read_id(number)
    if subject_id is None:
        raise of_another_version()
    return subject_of(asked.desk, asked.practice, asked.person, scope, subject_id)


def read_place(value: str) -> tuple[str, Place]:
    """The kind, and after what a page begins: "client 12 345"."""
    kind, _, place = value.partition(" ")
    if place == f"{START[0]} {START[1]}":
        return kind, START
    slot, _, invoice = place.partition(" ")
    number, after = 0 if slot == "0" else read_id(slot), read_id(invoice)
    if number is None or after is None:
        raise of_another_version()
    return kind, (number, after)


def read_ended(value: str) -> Ended:
    """When a reminder ended, and its id: "1795000000000 12"."""
    moment, _, number = value.partition(" ")
    at, last = read_id(moment), read_id(number)
    if at is None or last is None:
        raise of_another_version()
    return at, last


def of_another_version() -> Refusal:
    return refuse("This belongs to another version of Paydesk. Type /reminders to start anew.")
