"""What would go out in the next days, to whom and when, and why others get nothing.

It is worked out by the functions by which reminders are planned and sent, of how all stands now:
whatever is paid, paused or written meanwhile changes it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from desk.access import Person, authorize
from desk.context import Desk
from desk.days import day_in
from desk.looks import DAY
from desk.reminders.planning import days_of
from desk.reminders.rules import as_if_on, rules_of
from desk.reminders.sending import limits_of, no_way
from desk.settings import PracticeSettings, practice_settings
from rules.calendar import QuietHours, when_loud
from rules.reminder_state import CLIENT, STAFF, Reason, why_not
from rules.reminder_state import Day as DayOfRule
from rules.roles import Action
from rules.words import refuse
from storage import reminder_facts, reminder_plan
from storage.practices import Practice
from storage.reminder_facts import About
from storage.reminder_plan import START, Place, Slot
from storage.reminder_rules import Rule
from storage.reminders import due_occurrence, snoozed_occurrence

DAYS = 14
PAGE = 20
LOOKED_AT = 200
"""Invoices, to find out when the next reminder goes out."""
PREVIEWED = (CLIENT, STAFF)
"""The kinds that go by the due day of an invoice."""


@dataclass(frozen=True)
class Coming:
    """An invoice that is reminded of `at` (epoch ms), so many `days` after its due day; None: since
    it was snoozed until then. `why_not`: why it isn't, as it stands now."""

    place: Place
    at: int
    day: date
    days: int | None
    about: About
    why_not: Reason | None


@dataclass(frozen=True)
class DayAhead:
    """`many` invoices come up then, whether they are reminded of or not. Beyond MOST_COUNTED it is
    a number that they are more than."""

    day: date
    at: int
    many: int


@dataclass(frozen=True)
class Next:
    """`at` (epoch ms) something goes out about so many invoices. `at_least`: there are more than
    were looked at; `at` is None where none of these is reminded of."""

    at: int | None
    many: int
    at_least: bool


@dataclass(frozen=True)
class Preview:
    """By `rule`, until `until` (epoch ms), in the practice's `time_zone`. `days`: those with
    anything; `coming`: a page of it, which begins after `after`. `next`: after what the next one
    begins, None: there is none."""

    rule: Rule
    time_zone: str
    until: int
    days: tuple[DayAhead, ...]
    coming: tuple[Coming, ...]
    after: Place
    next: Place | None

    @property
    def many(self) -> int:
        return sum(one.many for one in self.days)


def preview(
    desk: Desk,
    practice: Practice,
    person: Person,
    kind: str,
    after: Place = START,
    limit: int = PAGE,
) -> Preview:
    """Of one of PREVIEWED, for people who may see reminders; of a rule that is off as if it was
    switched on now."""
    authorize(person, Action.SEE_REMINDERS)
    if kind not in PREVIEWED:
        raise refuse("There are no such reminders. Type /reminders to see those that there are.")
    rule = rules_of(desk, practice, person)[kind]
    on = rule if rule.active else as_if_on(desk, practice, rule, rule)
    return preview_of(desk, practice, on, after, limit)


def preview_of(
    desk: Desk, practice: Practice, rule: Rule, after: Place = START, limit: int = PAGE
) -> Preview:
    """By that rule, saved or not."""
    ahead = _ahead(desk, rule, practice_settings(desk, practice))
    store, mine = desk.store, practice.id
    counts = reminder_plan.count(store, mine, ahead.slots)
    found = reminder_plan.page(store, mine, ahead.slots, after, limit + 1)
    page = found[:limit]
    ids = {invoice_id for _, invoice_id in page}
    about = reminder_facts.of_invoices(store, mine, rule.kind, ids, 0)
    all_of_them = reminder_plan.of_invoices(store, mine, ahead.slots, ids)
    coming = _coming(desk, ahead, all_of_them.get(rule.kind, []), about)
    return Preview(
        rule=rule,
        time_zone=ahead.settings.time_zone,
        until=ahead.until,
        days=tuple(_days(ahead, counts)),
        coming=tuple(coming[place] for place in page),
        after=after,
        next=page[-1] if len(found) > limit else None,
    )


def coming_of(
    desk: Desk,
    practice: Practice,
    settings: PracticeSettings,
    rules: Sequence[Rule],
    invoice_id: int,
) -> list[tuple[str, Coming]]:
    """The same of one invoice by several rules, with their kinds; what comes first stands first."""
    store, mine, ids = desk.store, practice.id, [invoice_id]
    aheads = [_ahead(desk, rule, settings) for rule in rules]
    slots = [slot for ahead in aheads for slot in ahead.slots]
    found = reminder_plan.of_invoices(store, mine, slots, ids)
    about = reminder_facts.of_kinds(store, mine, found, ids, 0)
    coming = [
        (ahead.rule.kind, one)
        for ahead in aheads
        if (its := found.get(ahead.rule.kind))
        for one in _coming(desk, ahead, its, about[ahead.rule.kind]).values()
    ]
    return sorted(coming, key=lambda each: each[1].at)


def next_of(desk: Desk, rule: Rule, settings: PracticeSettings) -> Next | None:
    """When something goes out the next time by that rule; None: nothing within DAYS."""
    return nexts_of(desk, [rule], settings)[rule.kind]


def nexts_of(
    desk: Desk, rules: Sequence[Rule], settings: PracticeSettings
) -> Mapping[str, Next | None]:
    """The same of one or two rules of a practice, by their kinds; nothing is asked once more for
    the second."""
    if not rules:
        return {}
    aheads = {rule.kind: _ahead(desk, rule, settings) for rule in rules}
    store, mine = desk.store, rules[0].practice_id
    slots = [slot for ahead in aheads.values() for slot in ahead.slots]
    found = reminder_plan.first(store, mine, aheads, slots, LOOKED_AT)
    ids = {invoice_id for places in found.values() for _, invoice_id in places}
    about = reminder_facts.of_kinds(store, mine, found, ids, 0)
    return {kind: _next(desk, ahead, found[kind], about[kind]) for kind, ahead in aheads.items()}


def _next(
    desk: Desk, ahead: "_Ahead", found: Sequence[Place], about: dict[int, About]
) -> Next | None:
    """`found`: the first LOOKED_AT, or all there are."""
    going = [one for one in _coming(desk, ahead, found, about).values() if one.why_not is None]
    if not going:
        return None if len(found) < LOOKED_AT else Next(None, 0, at_least=True)
    first = min(one.at for one in going)
    cut = len(found) == LOOKED_AT and ahead.of_slot[found[-1][0]][0].at <= first
    return Next(first, sum(one.at == first for one in going), at_least=cut)


@dataclass(frozen=True)
class _Ahead:
    rule: Rule
    settings: PracticeSettings
    until: int
    days: tuple[DayOfRule, ...]
    slots: tuple[Slot, ...]
    of_slot: tuple[tuple[DayOfRule, int | None], ...]
    """The day of each slot, and how many days that is after the due day."""


def _ahead(desk: Desk, rule: Rule, settings: PracticeSettings) -> _Ahead:
    until = desk.clock() + DAYS * DAY
    days = tuple(days_of(rule, settings, rule.planned_until, until))
    slots: list[Slot] = []
    of_slot: list[tuple[DayOfRule, int | None]] = []
    for day in days:
        for due_on, until_day, occurrence, after in _occasions(day, rule.kind):
            slots.append(Slot(rule.kind, len(slots), due_on, until_day, occurrence, day.at))
            of_slot.append((day, after))
    return _Ahead(rule, settings, until, days, tuple(slots), tuple(of_slot))


def _occasions(
    day: DayOfRule, kind: str
) -> Iterator[tuple[str | None, str | None, str, int | None]]:
    """In the order in which they are planned."""
    for slot in day.slots:
        due_on = slot.due_on.isoformat()
        yield due_on, None, due_occurrence(due_on, slot.days), slot.days
    if kind == STAFF:
        for each in day.days:
            until = each.isoformat()
            yield None, until, snoozed_occurrence(until), None


def _days(ahead: _Ahead, counts: dict[int, int]) -> Iterator[DayAhead]:
    for day in ahead.days:
        numbers = (n for n, (its, _) in enumerate(ahead.of_slot) if its is day)
        many = sum(counts.get(number, 0) for number in numbers)
        if many:
            yield DayAhead(day.day, _leaves_at(ahead, day.at), many)


def _coming(
    desk: Desk, ahead: _Ahead, places: Sequence[Place], about: dict[int, About]
) -> dict[Place, Coming]:
    """`places`: all there are of these invoices, in order: what goes out first counts for the
    next."""
    found: dict[Place, Coming] = {}
    by_invoice: dict[int, list[Place]] = {}
    for place in places:
        by_invoice.setdefault(place[1], []).append(place)
    for invoice_id, its in by_invoice.items():
        sent = about[invoice_id].facts.sent
        for place, following in zip(its, [*its[1:], None], strict=True):
            one = _one(desk, ahead, place, following, about[invoice_id], sent)
            found[place] = one
            sent += one.why_not is None
    return found


def _one(
    desk: Desk, ahead: _Ahead, place: Place, following: Place | None, about: About, sent: int
) -> Coming:
    day, after = ahead.of_slot[place[0]]
    at = _leaves_at(ahead, day.at)
    # What is due already is planned together: of these, too, only the last goes out.
    together = max(day.at, desk.clock())
    later = following is not None and ahead.of_slot[following[0]][0].at <= together
    facts = replace(about.facts, sent=sent, later=later)
    reason = why_not(facts, limits_of(ahead.rule), day_in(at, ahead.settings.time_zone))
    if reason is None and ahead.rule.kind == CLIENT:
        reason = no_way(desk, about.email)
    return Coming(place, at, day.day, after, about, reason)


def _leaves_at(ahead: _Ahead, at: int) -> int:
    rule = ahead.rule
    quiet = QuietHours(rule.quiet_begins, rule.quiet_ends)
    return when_loud(at, quiet, ahead.settings.time_zone)
