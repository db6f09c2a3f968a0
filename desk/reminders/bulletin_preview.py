"""When the lists that come by themselves go out next, to whom, and whether there is anything to
tell: by the functions by which they are planned and sent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from desk.access import Person, authorize
from desk.context import Desk
from desk.looks import DAY
from desk.reminders.bulletins import BULLETINS, why_no_bulletin
from desk.reminders.expiring import months_of
from desk.reminders.expiring_preview import CardAhead, cards_of
from desk.reminders.planning import days_of
from desk.reminders.preview import DAYS, Next
from desk.reminders.readers import readers_of
from desk.reminders.rules import as_if_on, rules_of
from desk.settings import PracticeSettings, practice_settings
from rules.reminder_state import CARDS, Day, Reason
from rules.roles import Action
from storage import expiring_cards, reminder_lists
from storage.practices import Practice
from storage.reminder_plan import START, Place
from storage.reminder_rules import Rule

LONGEST = 62
"""Days in which the next one is looked for, where none comes in DAYS."""


@dataclass(frozen=True)
class ListAhead:
    """One that is due `at` (epoch ms) on the local `day`. `why_not`: why it would not be sent, as
    all stands now; None: it would."""

    at: int
    day: date
    occurrence: str
    why_not: Reason | None


@dataclass(frozen=True)
class BulletinPreview:
    """By `rule`, for these `readers` (Slack channels and users): the `lists` of DAYS, or the next
    one after that. `is_on`: the rule is, and not only looked at as if it was. `until`: epoch ms. Of
    cards that expire, `cards` is a page of those that come up in these lists, by the number of the
    list, and `next` after what the next page begins, None: there is none."""

    rule: Rule
    is_on: bool
    time_zone: str
    until: int
    readers: tuple[str, ...]
    lists: tuple[ListAhead, ...]
    cards: tuple[CardAhead, ...] = ()
    next: Place | None = None


def bulletin_preview(
    desk: Desk, practice: Practice, person: Person, kind: str, after: Place = START
) -> BulletinPreview:
    """For people who may see reminders; of a rule that is off as if it was switched on now."""
    authorize(person, Action.SEE_REMINDERS)
    rule = rules_of(desk, practice, person)[kind]
    on = rule if rule.active else as_if_on(desk, practice, rule, rule)
    return replace(bulletin_preview_of(desk, practice, on, after), is_on=rule.active)


def bulletin_preview_of(
    desk: Desk, practice: Practice, rule: Rule, after: Place = START
) -> BulletinPreview:
    """By that rule, saved or not."""
    settings, until = practice_settings(desk, practice), desk.clock() + DAYS * DAY
    coming = _coming(desk, practice, [rule], settings)[rule.kind]
    soon = [one for one in coming if one[1].at <= until] or coming[:1]
    cards, more = _cards(desk, practice, rule, [day for _, day in soon], after)
    return BulletinPreview(
        rule=rule,
        is_on=rule.active,
        time_zone=settings.time_zone,
        until=until,
        readers=tuple(readers_of(desk, practice, settings, rule)),
        lists=tuple(
            ListAhead(
                max(day.at, desk.clock()),
                day.day,
                occurrence,
                # What is on the page is of the only list.
                None
                if cards and len(soon) == 1
                else _why_not(desk, practice, rule, occurrence, day),
            )
            for occurrence, day in soon
        ),
        cards=cards,
        next=more,
    )


def _why_not(
    desk: Desk, practice: Practice, rule: Rule, occurrence: str, day: Day
) -> Reason | None:
    """Of cards it is known with each of them; here, whether any come up."""
    if rule.kind != CARDS:
        return why_no_bulletin(desk, practice, rule.kind, occurrence, day.day)
    months = months_of(rule, day)
    any_comes = expiring_cards.coming(desk.store, practice.id, months, START, 1)
    return None if any_comes else Reason.NOTHING


def _cards(
    desk: Desk, practice: Practice, rule: Rule, days: list[Day], after: Place
) -> tuple[tuple[CardAhead, ...], Place | None]:
    """A day has one month, unless very many days together are off."""
    if rule.kind != CARDS or not days:
        return (), None
    months = [month for day in days for month in months_of(rule, day)]
    return cards_of(desk, practice, months, days[0].day, after)


def next_bulletins(
    desk: Desk, practice: Practice, rules: Sequence[Rule], settings: PracticeSettings
) -> dict[str, Next]:
    """When one by each of these rules is due the next time, by their kinds; those of which none is
    within LONGEST days are left out."""
    coming = _coming(desk, practice, rules, settings)
    return {kind: Next(one[0][1].at, 0, at_least=False) for kind, one in coming.items() if one}


def _coming(
    desk: Desk, practice: Practice, rules: Sequence[Rule], settings: PracticeSettings
) -> dict[str, list[tuple[str, Day]]]:
    """Those of LONGEST days that have not been planned, with what makes each one, by kind."""
    all_of = {rule.kind: _occurrences(desk, rule, settings) for rule in rules}
    names = {name for found in all_of.values() for name in found}
    known = reminder_lists.known(desk.store, practice.id, all_of, names) if names else set()
    return {
        kind: [(name, day) for name, day in found.items() if (kind, name) not in known]
        for kind, found in all_of.items()
    }


def _occurrences(desk: Desk, rule: Rule, settings: PracticeSettings) -> dict[str, Day]:
    found: dict[str, Day] = {}
    until = desk.clock() + LONGEST * DAY
    for day in days_of(rule, settings, rule.planned_until, until):
        occurrence = BULLETINS[rule.kind].occurrence(rule, day)
        if occurrence is not None:
            found.setdefault(occurrence, day)
    return found
