"""The rules of a practice's reminders: read, saved as people wrote them, switched on and off."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from desk.access import Person, authorize
from desk.context import Desk
from desk.fields import Fields
from desk.forms import WrongFields
from desk.reminders.readers import who_may_read
from desk.reminders.typed_fields import (
    clock_of_day,
    limit,
    numbers,
    one_number,
    people,
    quiet,
    reply_to,
)
from desk.settings import practice_settings, today_at
from rules.calendar import QuietHours, moment
from rules.reminder_state import CARDS, CLIENT, FEES, OWING, STAFF
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
WEEKDAY, MONTH_DAY = "reminder_weekday", "reminder_month_day"
BEFORE_EXPIRY = "reminder_before_expiry"
"""The fields."""
WORKING, EVERY_DAY = "working", "every"
"""In the field WORKING_DAYS: not on weekends and holidays, or on any day."""
MOST_BEFORE, MOST_AFTER, MOST_OFFSETS, MOST_OF_ALL = 60, 365, 10, 20
_NOT_AUDITED = frozenset({"changed_by", "changed_at", "planned_until", "next_at", "practice_id"})


def usual(practice_id: int, kind: str) -> Rule:
    """What is proposed while nobody has saved any; it is off."""
    return Rule(practice_id, kind, **_KINDS[kind].usual)


def rules_of(desk: Desk, practice: Practice, person: Person) -> Mapping[str, Rule]:
    """By kind, whether anybody has saved them or not."""
    authorize(person, Action.SEE_REMINDERS)
    saved = reminder_rules.all_of(desk.store, practice.id)
    return {kind: saved.get(kind) or usual(practice.id, kind) for kind in KINDS}


def save(
    desk: Desk, practice: Practice, person: Person, kind: str, form: Mapping[str, str], seen: int
) -> Rule:
    """As it was written, on or off as it was. `seen`: the version that was shown. Raises
    WrongFields, and Refusal where somebody has changed it meanwhile."""
    authorize(person, Action.EDIT_REMINDERS)
    read = _read_here(desk, practice, form, kind)
    with desk.store.transaction():
        before = _named(desk, practice, kind)
        return _put(desk, practice, person, before, replace(before, **read), seen)


def written(
    desk: Desk, practice: Practice, person: Person, kind: str, form: Mapping[str, str]
) -> Rule:
    """The same, not saved, as if it was on: to look at what it would send. Raises WrongFields."""
    authorize(person, Action.EDIT_REMINDERS)
    before = _named(desk, practice, kind)
    return as_if_on(
        desk, practice, before, replace(before, **_read_here(desk, practice, form, kind))
    )


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
    _of_kind(kind)
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


def _read_here(
    desk: Desk, practice: Practice, form: Mapping[str, str], kind: str
) -> dict[str, Any]:
    """And whoever is chosen may read it. Raises as `_read`."""
    values = _read(form, kind)
    chosen = values["options"].get("people") or []
    if len(who_may_read(desk, practice, chosen)) < len(chosen):
        who = sentence("Choose only people at the desk: owners, billers and front desk.")
        raise WrongFields({PEOPLE: who})
    return values


def _read(form: Mapping[str, str], kind: str) -> dict[str, Any]:
    """Raises Refusal where there is no such kind, and WrongFields."""
    fields = Fields(form)
    at = fields.read(AT, clock_of_day)
    values = {
        "at": at,
        "working_days": form.get(WORKING_DAYS) != EVERY_DAY,
        **_of_kind(kind).read(fields, at),
    }
    fields.refuse_if_wrong()
    return values


def _of_clients(fields: Fields, at: int | None) -> dict[str, Any]:
    return {
        "offsets": _offsets(fields),
        **_quiet_hours(fields, at),
        "most": fields.read(MOST, limit(MOST_OF_ALL)),
        "ends_after": fields.read(ENDS_AFTER, limit(MOST_AFTER)),
        "options": {"reply_to": fields.read(REPLY_TO, reply_to)},
    }


def _of_staff(fields: Fields, _: int | None) -> dict[str, Any]:
    return {"offsets": _offsets(fields), "options": {"people": fields.read(PEOPLE, people)}}


def _of_week(fields: Fields, _: int | None) -> dict[str, Any]:
    weekday = fields.read(WEEKDAY, one_number(1, 7))
    return {"offsets": (weekday,), "options": {"people": fields.read(PEOPLE, people)}}


def _of_month(fields: Fields, _: int | None) -> dict[str, Any]:
    number = fields.read(MONTH_DAY, one_number(1, 31))
    return {"offsets": (number,), "options": {"people": fields.read(PEOPLE, people)}}


def _of_cards(fields: Fields, at: int | None) -> dict[str, Any]:
    before = fields.read(BEFORE_EXPIRY, one_number(1, MOST_BEFORE))
    return {
        "offsets": (-(before or 0),),
        **_quiet_hours(fields, at),
        "options": {
            "people": fields.read(PEOPLE, people),
            "reply_to": fields.read(REPLY_TO, reply_to),
        },
    }


def _quiet_hours(fields: Fields, at: int | None) -> dict[str, Any]:
    begins, ends = fields.read(QUIET_FROM, quiet), fields.read(QUIET_TO, quiet)
    if at is not None and QuietHours(begins or 0, ends or 0).covers(at):
        fields.check(AT, sentence("This is in the quiet hours. Choose another time."))
    return {"quiet_begins": begins, "quiet_ends": ends}


def _offsets(fields: Fields) -> tuple[int, ...]:
    before = fields.read(DAYS_BEFORE, numbers(1, MOST_BEFORE)) or ()
    after = fields.read(DAYS_AFTER, numbers(0, MOST_AFTER)) or ()
    offsets = tuple(sorted({*(-one for one in before), *after}))
    _check_days(fields, offsets)
    return offsets


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


@dataclass(frozen=True)
class _Kind:
    """What is proposed, and how its form is read: what it has besides the time of day, which was
    read already."""

    usual: Mapping[str, Any]
    read: Callable[[Fields, int | None], dict[str, Any]]


_NEVER_QUIET = {"quiet_begins": 0, "quiet_ends": 0}
_MONDAY = 1
_KINDS: Mapping[str, _Kind] = {
    CLIENT: _Kind(
        {"offsets": (-3, 1, 7, 21), "at": 10 * 60, "most": 4, "ends_after": 60}, _of_clients
    ),
    STAFF: _Kind({"offsets": (1, 7, 14, 30), "at": 8 * 60 + 30, **_NEVER_QUIET}, _of_staff),
    OWING: _Kind({"offsets": (_MONDAY,), "at": 8 * 60 + 30, **_NEVER_QUIET}, _of_week),
    FEES: _Kind({"offsets": (1,), "at": 9 * 60, **_NEVER_QUIET}, _of_month),
    CARDS: _Kind({"offsets": (-30,), "at": 10 * 60}, _of_cards),
}
KINDS = tuple(_KINDS)
"""Of rules, in the order in which they are shown."""


def _of_kind(kind: str) -> _Kind:
    if kind not in _KINDS:
        raise refuse("There are no such reminders. Type /reminders to see those that there are.")
    return _KINDS[kind]
