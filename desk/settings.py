"""A practice's settings: typed, with defaults, read at once, changed one by one by an owner."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from desk.access import Person, authorize
from desk.context import Desk
from desk.days import day_in
from desk.place_names import DEFAULT_CURRENCY
from desk.reminders.zones import lose_no_day
from desk.time_zones import UNIVERSAL, is_zone, usual_zone
from rules.currencies import is_known
from rules.invoice_totals import Rounding
from rules.office_hours import OfficeHours, read_hours
from rules.places import parse_place
from rules.roles import Action, Role
from rules.words import refuse
from storage import audit, counters, practices
from storage import settings as rows
from storage.practices import Practice

CLIENT, PRACTICE = "client", "practice"
"""Who bears the processor's fees."""
CONFIRMED = "confirmed:"
"""Begins the name of a setting that holds an owner's confirmation; the rule's id follows."""
CHANGED = "setting.changed"
NEXT_NUMBER = "next_invoice_number"
"""Stands among the changes, but is no setting: the counter has it."""
LONGEST_DUE_DAYS = 365
WAITS = (15, 30, 60, 120, 240)
"""Minutes after which agents can be reminded of a question."""
HIGHEST_NUMBER = 999_999_999


@dataclass(frozen=True)
class Confirmation:
    """An owner's word that the fee may be passed on although the rule doesn't simply allow it.

    It counts while the practice is in `place`. `at` is epoch ms.
    """

    by: str
    at: int
    reason: str
    place: str


@dataclass(frozen=True)
class PracticeSettings:
    """Everything that a practice can set, with its default where nothing was.

    `place` is "US-TX" or None, `currency` "usd", `language` "en" or "fr", `time_zone` an IANA name.
    `legal_name`, `address` (lines), `registrations` (a line each: "VAT GB123"), `tax_wording` and
    `provider_number` stand on invoices. `billing_channel` is a Slack id. `front_desk_limit`: the
    most that a front desk charges alone, in minor units of `currency`; above it, a person in the
    role `approver` or above approves. `fee_payer`: CLIENT or PRACTICE, unless an invoice says
    otherwise. `send_receipts`: payers get an e-mail of what they have paid. `help_channel` is where
    questions are asked and `agents_channel` where they are answered, both Slack ids; `help_hours`
    is when, as rules.office_hours writes it; after `help_wait` minutes of these, agents are
    reminded. Raises ValueError for what can't be.
    """

    place: str | None
    currency: str
    language: str
    legal_name: str
    time_zone: str = UNIVERSAL
    address: str = ""
    registrations: str = ""
    tax_wording: str = ""
    provider_number: str = ""
    invoice_prefix: str = "INV-"
    due_days: int = 30
    rounding: Rounding = Rounding.TOTAL
    billing_channel: str | None = None
    front_desk_limit: int = 50_000
    approver: Role = Role.BILLER
    fee_payer: str = PRACTICE
    send_receipts: bool = True
    help_channel: str | None = None
    agents_channel: str | None = None
    help_hours: str = "12345 09:00-17:00"
    help_wait: int = 60
    confirmations: Mapping[str, Confirmation] = field(default_factory=dict)
    """By the rule's id; those that were given for another place don't count and aren't here."""

    def __post_init__(self) -> None:
        sound = {
            "place": self.place is None or str(parse_place(self.place)) == self.place,
            "currency": is_known(self.currency),
            "time_zone": is_zone(self.time_zone),
            "due_days": 0 <= self.due_days <= LONGEST_DUE_DAYS,
            "front_desk_limit": self.front_desk_limit >= 0,
            "approver": self.approver in (Role.OWNER, Role.BILLER),
            "fee_payer": self.fee_payer in (CLIENT, PRACTICE),
            "language": self.language in ("en", "fr"),
            "send_receipts": isinstance(self.send_receipts, bool),
            "help_hours": read_hours(self.help_hours) is not None,
            "help_wait": self.help_wait in WAITS,
        }
        wrong = [name for name, is_sound in sound.items() if not is_sound]
        if wrong:
            raise ValueError(f"A practice can't have this as its {wrong[0]}")

    @property
    def office_hours(self) -> OfficeHours:
        hours = read_hours(self.help_hours, self.time_zone)
        return hours or OfficeHours(self.time_zone)


NAMES = frozenset(one.name for one in fields(PracticeSettings)) - {"confirmations"}
_FOLLOWS = {"place": "fee_payer", "currency": "front_desk_limit"}
"""What goes back to its default with a change: another place has another law, and a limit is an
amount of the currency."""
_IN_PRACTICE = frozenset({"place", "currency", "language"})
_READ: dict[str, Callable[[Any], Any]] = {"rounding": Rounding, "approver": Role}


@dataclass(frozen=True)
class Change:
    """`name` was `before` and is `after` now."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Standing:
    """A practice with what it has set, as both are stored at one moment."""

    practice: Practice
    stored: Mapping[str, Any]

    @property
    def settings(self) -> PracticeSettings:
        return _settings(self.practice, self.stored)


def practice_settings(desk: Desk, practice: Practice) -> PracticeSettings:
    """All of them, in one query; everybody's own use case says who may see which."""
    return _settings(practice, rows.stored(desk.store, practice.id))


def _settings(practice: Practice, stored: Mapping[str, Any]) -> PracticeSettings:
    values = {
        name: _READ.get(name, _same)(value) for name, value in stored.items() if name in NAMES
    }
    began: dict[str, Any] = {
        "place": practice.place,
        "currency": practice.currency or DEFAULT_CURRENCY,
        "language": practice.language,
        "legal_name": practice.name,
        "time_zone": usual_zone(parse_place(practice.place)) if practice.place else UNIVERSAL,
        "confirmations": _confirmations(stored, practice),
    }
    return PracticeSettings(**(began | values))


def today_at(desk: Desk, settings: PracticeSettings) -> date:
    """The day that it is where the practice is."""
    return day_in(desk.clock(), settings.time_zone)


def change(desk: Desk, person: Person, practice: Practice, name: str, value: Any) -> list[Change]:
    """Set one of NAMES; see `apply`."""
    with desk.store.transaction():
        made, _ = apply(desk, person, standing(desk, practice), {name: value})
    return made


def standing(desk: Desk, practice: Practice) -> Standing:
    """For `apply`, in one transaction with it: nobody changes it in between."""
    now_at = locked(desk, practice)
    return Standing(now_at, rows.stored(desk.store, practice.id))


def apply(
    desk: Desk,
    person: Person,
    before: Standing,
    values: Mapping[str, Any],
    next_number: int | None = None,
) -> tuple[list[Change], Standing]:
    """Set several, with an audit entry that holds before and after, and what goes back to its
    default with them. What was so already is left out. ValueError for what can't be. The number of
    the next invoice, if given, only goes up: a number that was given is never given again; raises
    NumberGiven. What was changed, and how all stands then."""
    for name in (*values, *([NEXT_NUMBER] if next_number else [])):
        authorize(person, action_for(name))
    unknown = set(values) - NAMES
    if unknown:
        raise ValueError(f"There are no such settings: {sorted(unknown)}")
    made = _changes(before.settings, values)
    changed = {one.name: one.after for one in made}
    replace(before.settings, **changed)
    _write(desk, before.practice, changed)
    if next_number is not None:
        made = [*_raise_number(desk, before.practice, next_number), *made]
    if made:
        audit_changes(desk, person, made)
    after = _after(before, changed)
    zones = before.settings.time_zone, after.settings.time_zone
    if zones[0] != zones[1]:
        lose_no_day(desk, before.practice.id, *zones)
    return made, after


def next_invoice_number(desk: Desk, practice: Practice) -> int:
    return counters.last(desk.store, practice.id, counters.INVOICES) + 1


def action_for(name: str) -> Action:
    """What somebody must be allowed to do to change `name`."""
    return Action.DECIDE_FEE_PAYER if name == "fee_payer" else Action.EDIT_SETTINGS


def default_of(name: str) -> Any:
    """Of those that have the same default everywhere."""
    return next(one.default for one in fields(PracticeSettings) if one.name == name)


def locked(desk: Desk, practice: Practice) -> Practice:
    """As it is now; until the transaction ends, nobody else changes it."""
    return practices.lock_and_get(desk.store, practice.id) or practice


def _raise_number(desk: Desk, practice: Practice, number: int) -> list[Change]:
    before = next_invoice_number(desk, practice)
    if number == before:
        return []
    if not before < number <= HIGHEST_NUMBER:
        raise refuse(
            "The next number can only go up: write {number} or more, and at most nine digits.",
            number=str(before),
        )
    counters.raise_to(desk.store, practice.id, counters.INVOICES, number - 1)
    return [Change(NEXT_NUMBER, before, number)]


def _changes(before: PracticeSettings, values: Mapping[str, Any]) -> list[Change]:
    made = [
        Change(name, getattr(before, name), value)
        for name, value in values.items()
        if getattr(before, name) != value
    ]
    following = [_FOLLOWS[one.name] for one in made if one.name in _FOLLOWS]
    made += [
        Change(name, getattr(before, name), default_of(name))
        for name in following
        if name not in values and getattr(before, name) != default_of(name)
    ]
    return made


def _after(before: Standing, values: Mapping[str, Any]) -> Standing:
    own = {name: value for name, value in values.items() if name in _IN_PRACTICE}
    others = {name: value for name, value in values.items() if name not in _IN_PRACTICE}
    return Standing(replace(before.practice, **own), {**before.stored, **others})


def _write(desk: Desk, practice: Practice, values: Mapping[str, Any]) -> None:
    """Three of them stand in the practice's own row."""
    own = {name: value for name, value in values.items() if name in _IN_PRACTICE}
    if own:
        practices.set_terms(desk.store, practice.id, own)
    others = {name: value for name, value in values.items() if name not in _IN_PRACTICE}
    if others:
        rows.put_all(desk.store, practice.id, others)


def _confirmations(stored: Mapping[str, Any], practice: Practice) -> dict[str, Confirmation]:
    all_given = {
        name.removeprefix(CONFIRMED): Confirmation(**value)
        for name, value in stored.items()
        if name.startswith(CONFIRMED)
    }
    return {rule: one for rule, one in all_given.items() if one.place == practice.place}


def audit_changes(desk: Desk, person: Person, made: Sequence[Change]) -> None:
    """Before and after, in the audit log."""
    audit.record(
        desk.store,
        person.practice_id,
        actor=person.slack_user,
        action=CHANGED,
        target="practice",
        detail={one.name: {"from": one.before, "to": one.after} for one in made},
        now=desk.clock(),
    )


def _same(value: Any) -> Any:
    return value
