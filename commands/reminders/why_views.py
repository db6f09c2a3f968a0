"""What went out about one invoice and why, what will, and what pauses. Names may stand here: only
whoever asked sees it.
"""

from collections.abc import Iterator
from datetime import date

from commands.blocks import (
    Element,
    actions,
    button,
    divider,
    fields,
    mention,
    modal,
    section,
)
from commands.reminders.pause_views import PAUSE, pause_words, subject_words
from commands.reminders.reader_words import readers_words
from commands.replies import Block, View
from desk.language import Language
from desk.privacy import escape
from desk.reminders.why import Sheet, Why
from desk.reminders.words import (
    REASONS,
    STATES,
    day_words,
    kind_name,
    moment_words,
    occasion_words,
    offset_words,
    rule_words,
)
from rules.reminder_state import CARD_MAIL, CLIENT, COUNTED, Reason, State
from storage.reminder_pauses import INVOICE, Pause
from storage.reminders import Reminder

SHOW = "reminders:show"
"""What is reminded of one thing; its value is the thing's key, "invoice:12"."""
RESUME_HERE = "reminders:resume:here"
"""Ends a pause in that window; its value is the key of what pauses."""
WHY = "reminders:why"
"""Its value is the reminder's id."""


def sheet_view(say: Language, sheet: Sheet, notice: str = "") -> View:
    blocks = [section(notice)] if notice else []
    blocks.append(section(subject_words(say, sheet.subject)))
    blocks += [_pause_block(say, one, sheet.client_id) for one in sheet.pauses]
    if sheet.subject.scope == INVOICE:
        blocks += [*_coming_blocks(say, sheet), *_past_blocks(say, sheet)]
    if not any(one.scope == sheet.subject.scope for one in sheet.pauses):
        blocks.append(actions(button(say("Pause…"), PAUSE, sheet.subject.key)))
    return modal(say("Reminders"), blocks, close=say("Close"), private=sheet.subject.key)


def _pause_block(say: Language, pause: Pause, client_id: int) -> Block:
    key = f"{pause.scope}:{pause.subject_id}"
    return section(pause_words(say, pause, client_id), button(say("Resume"), RESUME_HERE, key))


def _coming_blocks(say: Language, sheet: Sheet) -> Iterator[Block]:
    lines = [
        _coming_words(say, sheet, kind, one.at, one.days, one.why_not) for kind, one in sheet.coming
    ]
    lines += [say("{kind}: switched off", kind=kind_name(say, kind)) for kind in sheet.off]
    if not lines:
        lines = [say("Nothing comes up in the next 14 days.")]
    yield section("\n".join([say("*Coming*"), *lines]))


def _coming_words(
    say: Language, sheet: Sheet, kind: str, at: int, days: int | None, why_not: Reason | None
) -> str:
    words = " · ".join(
        [
            moment_words(say, at, sheet.settings.time_zone),
            kind_name(say, kind),
            offset_words(say, days),
        ]
    )
    if why_not is None:
        return f"• {words}"
    return say("➖ {what}: _not, since {why}_", what=words, why=REASONS[why_not])


def _past_blocks(say: Language, sheet: Sheet) -> Iterator[Block]:
    if not sheet.past:
        yield section(say("*Until now* nothing went out about it."))
        return
    yield section(say("*Until now*"))
    for one in sheet.past:
        yield section(past_words(say, one, sheet.settings.time_zone), why_button(say, one))


def past_words(say: Language, one: Reminder, zone: str) -> str:
    """In mrkdwn: when it was due, what it was, and what became of it."""
    words = [
        moment_words(say, one.was_due_at, zone),
        kind_name(say, one.kind),
        outcome_words(say, one),
    ]
    return " · ".join(words)


def why_button(say: Language, one: Reminder) -> Element:
    return button(say("Why?"), WHY, str(one.id))


def outcome_words(say: Language, one: Reminder) -> str:
    words = say.sentence(STATES[State(one.state)])
    if one.reason is None:
        return words
    return say("{state}: {why}", state=words, why=REASONS[Reason(one.reason)])


def why_view(say: Language, found: Why) -> View:
    """Opened on top of where it was asked."""
    one = found.reminder
    about = [] if found.subject is None else [section(subject_words(say, found.subject))]
    blocks = [
        *about,
        section(f"*{kind_name(say, one.kind)}* · {outcome_words(say, one)}"),
        fields(_facts(say, found)),
        divider(),
        section(_rule_words(say, found)),
    ]
    return modal(say("Why?"), blocks, close=say("Close"))


def _facts(say: Language, found: Why) -> Iterator[str]:
    one, zone = found.reminder, found.settings.time_zone
    yield say("*Occasion*\n{when}", when=occasion_words(say, one))
    yield say("*Due*\n{moment}", moment=moment_words(say, one.was_due_at, zone))
    if one.ended_at is not None:
        yield _ended_words(say, one, moment_words(say, one.ended_at, zone))
    mailed = one.kind in (CLIENT, CARD_MAIL)
    if not mailed and one.digest:
        day = day_words(say, date.fromisoformat(one.digest))
        yield say("*How*\nin the list of {day}", day=day)
    if found.readers:
        yield say("*How*\nas a list to {readers}", readers=readers_words(found.readers))
    if mailed and one.state in COUNTED:
        yield say("*How*\n{way}", way=_way(say, found))
    if mailed and one.said:
        yield say("*The mail server answered*\n{answer}", answer=escape(one.said))


def _ended_words(say: Language, one: Reminder, at: str) -> str:
    if one.state == State.SENT:
        return say("*Sent*\n{moment}", moment=at)
    if one.state == State.SENDING:
        return say("*Handed to the mail server’s queue*\n{moment}", moment=at)
    return say("*Decided*\n{moment}", moment=at)


def _way(say: Language, found: Why) -> str:
    if found.reminder.kind == CARD_MAIL:
        if found.link is None:
            return say("by e-mail")
        return say("by e-mail, with a page to save another card")
    if found.link is None:
        return say("by e-mail, with the invoice")
    return say("by e-mail, with the invoice and a payment link")


def _rule_words(say: Language, found: Why) -> str:
    """In mrkdwn: the rule as it was then, and who had set it so."""
    rule = found.rule
    if rule is None:
        return say("*Rule*: version {n}", n=found.reminder.rule_version)
    title = say(
        "*Rule*: version {n}, since {moment}, by {person}",
        n=rule.version,
        moment=moment_words(say, rule.changed_at, found.settings.time_zone),
        person=mention(rule.changed_by),
    )
    return f"{title}\n{rule_words(say, rule, found.settings)}"
