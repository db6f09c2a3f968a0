"""The rules of a practice's reminders: read, saved as people wrote them, switched on and off."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from typing import Any

from desk.access import Person, authorize
from desk.context import Desk
from desk.fields import Fields
from desk.help_hours import read_clock
from desk.mail import is_address
from desk.settings import practice_settings, today_at
from rules.calendar import QuietHours, moment
from rules.reminder_state import CLIENT, STAFF
from rules.roles import Action
from rules.words import refuse, sentence
from storage import audit, reminder_rules
from storage.practices import Practice
from storage.reminder_rules import Rule

CHANGED = "reminder_rule.changed"
DAYS_BEFORE, DAYS_AFTER, AT = "reminder_before", "reminder_after", "reminder_at"
WORKING_DAYS, QUIET_FROM, QUIET_TO = "reminder_working", "reminder_quiet", "reminder_loud"
MOST, ENDS_AFTER = "reminder_most", "reminder_ends"
REPLY_TO, PEOPLE = "reminder_reply_to", "reminder_people"
"""The fields."""
EVERY_DAY = "every"
"""In the field WORKING_DAYS; otherwise nothing goes out on weekends and holidays."""
MOST_BEFORE, MOST_AFTER, MOST_OFFSETS, MOST_OF_ALL = 60, 365, 10, 20
MOST_PEOPLE = 10
_NUMBERS = re.compile(r"\d{1,3}(?:[\s,;]+\d{1,3})*")
_USER = re.compile(r"[UW][A-Z0-9]{2,30}")
_NOT_AUDITED = frozenset({"changed_by", "changed_at", "planned_until", "next_at", "practice_id"})


def usual(practice_id: int, kind: str) -> Rule:
    """What is proposed while nobody has saved any; it is off."""
    if kind == CLIENT:
        return Rule(practice_id, CLIENT, (-3, 1, 7, 21), 10 * 60, most=4, ends_after=60)
    return Rule(practice_id, STAFF, (1, 7, 14, 30), 8 * 60 + 30, quiet_begins=0, quiet_ends=0)


def rules_of(desk: Desk, practice: Practice, person: Person) -> Mapping[str, Rule]:
    """By kind, whether anybody has saved them or not."""
    authorize(person, Action.SEE_REMINDERS)
    saved = reminder_rules.all_of(desk.store, practice.id)
    return {kind: saved.get(kind) or usual(practice.id, kind) for kind in (CLIENT, STAFF)}


def save(
    desk: Desk, practice: Practice, person: Person, kind: str, form: Mapping[str, str], seen: int
) -> Rule:
    """As it was written, on or off as it was. `seen`: the version that was shown. Raises
    WrongFields, and Refusal where somebody has changed it meanwhile."""
    authorize(person, Action.EDIT_REMINDERS)
    read = _read(form, kind)
    with desk.store.transaction():
        before = _named(desk, practice, kind)
        return _put(desk, practice, person, before, replace(before, **read), seen)


def written(
    desk: Desk, practice: Practice, person: Person, kind: str, form: Mapping[str, str]
) -> Rule:
    """The same, not saved, as if it was on: to look at what it would send. Raises WrongFields."""
    authorize(person, Action.EDIT_REMINDERS)
    before = _named(desk, practice, kind)
    return as_if_on(desk, practice, before, replace(before, **_read(form, kind)))


def as_if_on(desk: Desk, practice: Practice, before: Rule, after: Rule) -> Rule:
    """`after` as it would be if it was saved in the place of `before` and switched on now."""
    on = replace(after, active=True)
    return replace(on, **_planned(desk, practice, before, on))


def switch(
    desk: Desk, practice: Practice, person: Person, kind: str, seen: int, *, on: bool
) -> Rule:
    """Nothing is sent for what was due before it was switched on. Raises Refusal where somebody has
    changed it meanwhile."""
    authorize(person, Action.EDIT_REMINDERS)
    with desk.store.transaction():
        before = _named(desk, practice, kind)
        return _put(desk, practice, person, before, replace(before, active=on), seen)


def _named(desk: Desk, practice: Practice, kind: str) -> Rule:
    if kind not in (CLIENT, STAFF):
        raise refuse("There are no such reminders. Type /reminders to see those that there are.")
    return reminder_rules.find(desk.store, practice.id, kind) or usual(practice.id, kind)


def _put(
    desk: Desk, practice: Practice, person: Person, before: Rule, after: Rule, seen: int
) -> Rule:
    now = desk.clock()
    by: dict[str, Any] = {"changed_by": person.slack_user, "changed_at": now}
    new = replace(after, **by, **_planned(desk, practice, before, after))
    if before.version != seen or not reminder_rules.put(desk.store, practice.id, new):
        raise refuse("Somebody else has changed this meanwhile. Look at it again.")
    saved = replace(new, version=new.version + 1)
    audit.record(
        desk.store,
        practice.id,
        actor=person.slack_user,
        action=CHANGED,
        target=target_of(after.kind),
        detail={"from": _audited(before), "to": _audited(saved)},
        now=now,
    )
    return saved


def target_of(kind: str) -> str:
    """As the audit log names a rule."""
    return f"reminder_rule:{kind}"


def _planned(desk: Desk, practice: Practice, before: Rule, after: Rule) -> dict[str, Any]:
    """From when on it counts. While it is on, all of today counts again: what goes out today at
    another time now must not be lost, and what went out is known."""
    now = desk.clock()
    since = now
    if before.active and after.active:
        settings = practice_settings(desk, practice)
        today = moment(today_at(desk, settings), 0, settings.time_zone)
        since = min(max(today - 1, before.changed_at), before.planned_until)
    return {"planned_until": since, "next_at": now}


def _audited(rule: Rule) -> dict[str, Any]:
    return {name: value for name, value in asdict(rule).items() if name not in _NOT_AUDITED}


def _read(form: Mapping[str, str], kind: str) -> dict[str, Any]:
    fields = Fields(form)
    before = fields.read(DAYS_BEFORE, _numbers(1, MOST_BEFORE)) or ()
    after = fields.read(DAYS_AFTER, _numbers(0, MOST_AFTER)) or ()
    offsets = tuple(sorted({*(-one for one in before), *after}))
    at = fields.read(AT, _clock_of_day)
    values: dict[str, Any] = {
        "offsets": offsets,
        "at": at,
        "working_days": form.get(WORKING_DAYS) != EVERY_DAY,
    }
    if kind == CLIENT:
        values |= _of_clients(fields, at)
    else:
        values["options"] = {"people": fields.read(PEOPLE, _people)}
    _check_days(fields, offsets)
    fields.refuse_if_wrong()
    return values


def _of_clients(fields: Fields, at: int | None) -> dict[str, Any]:
    begins, ends = fields.read(QUIET_FROM, _quiet), fields.read(QUIET_TO, _quiet)
    if at is not None and QuietHours(begins or 0, ends or 0).covers(at):
        fields.check(AT, sentence("This is in the quiet hours. Choose another time."))
    return {
        "quiet_begins": begins,
        "quiet_ends": ends,
        "most": fields.read(MOST, _limit(MOST_OF_ALL)),
        "ends_after": fields.read(ENDS_AFTER, _limit(MOST_AFTER)),
        "options": {"reply_to": fields.read(REPLY_TO, _reply_to)},
    }


def _check_days(fields: Fields, offsets: tuple[int, ...]) -> None:
    if fields.wrong.keys() & {DAYS_BEFORE, DAYS_AFTER}:
        return
    if not offsets:
        fields.check(
            DAYS_AFTER,
            sentence(
                "Write at least one number of days, for example {example}.", example="1, 7, 21"
            ),
        )
    elif len(offsets) > MOST_OFFSETS:
        fields.check(DAYS_AFTER, sentence("At most {n} reminders can be set.", n=MOST_OFFSETS))


def _numbers(least: int, most: int) -> Callable[[str], tuple[int, ...]]:
    def read(text: str) -> tuple[int, ...]:
        found = [int(one) for one in re.findall(r"\d+", text)]
        sound = not text or _NUMBERS.fullmatch(text)
        if not sound or not all(least <= one <= most for one in found):
            raise refuse(
                "Write numbers of days from {least} to {most} with commas, for example {example}.",
                least=least,
                most=most,
                example="1, 7, 21",
            )
        return tuple(found)

    return read


def _clock_of_day(text: str) -> int:
    return read_clock(text) % (24 * 60)


def _quiet(text: str) -> int:
    return _clock_of_day(text) if text else 0


def _limit(most: int) -> Callable[[str], int | None]:
    def read(text: str) -> int | None:
        if not text:
            return None
        if not text.isascii() or not text.isdecimal() or not 0 < int(text[:6]) <= most:
            raise refuse("Write a number from 1 to {most}, or nothing.", most=most)
        return int(text)

    return read


def _reply_to(text: str) -> str:
    if text and not is_address(text):
        raise refuse("Write one e-mail address, or nothing.")
    return text


def _people(text: str) -> list[str]:
    chosen = [one for one in text.split(",") if one]
    if len(chosen) > MOST_PEOPLE or not all(map(_USER.fullmatch, chosen)):
        raise refuse("Choose at most {n} people.", n=MOST_PEOPLE)
    return chosen
