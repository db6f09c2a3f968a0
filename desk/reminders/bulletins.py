"""The lists that come to the staff by themselves, by the week, by the month or before cards
expire: what each is, when it is due, and what makes it one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from desk.board import all_owed
from desk.context import Desk
from desk.looks import DAY, HOUR
from desk.reminders.expiring import CARDS_TOO_LATE_AFTER, any_rows, months_of, plan_cards
from desk.reminders.fee_picture import FEE_REPORT
from desk.reminders.fee_report import any_fees
from rules.bulletin_days import day_of_month, day_of_week, month_before
from rules.reminder_state import CARDS, FEES, OWING, Day, Reason
from storage import reminder_pauses, reminders
from storage.practices import Practice
from storage.reminder_rules import Rule
from storage.reminders import Occurrence
from storage.store import Store


@dataclass(frozen=True)
class Bulletin:
    """`occurrence`: what makes it one, where one is due on that day. `has_news`: whether there is
    anything to tell in it. One that is later than `too_late_after` (ms) is missed. `picture`: names
    the one that follows it, in the payload of desk.documents.KIND; "": there is none."""

    occurrence: Callable[[Rule, Day], str | None]
    has_news: Callable[[Desk, Practice, str], bool]
    too_late_after: int
    picture: str = ""


def _of_week(rule: Rule, one: Day) -> str | None:
    day = day_of_week(one.days, rule.offsets[0])
    return day.isoformat() if day else None


def _somebody_owes(desk: Desk, practice: Practice, _: str) -> bool:
    return all_owed(desk, practice.id).many > 0


def _of_month(rule: Rule, one: Day) -> str | None:
    """It reports on the month before."""
    day = day_of_month(one.days, rule.offsets[0])
    return month_before(day).isoformat()[:7] if day else None


def _fees_came(desk: Desk, practice: Practice, occurrence: str) -> bool:
    return any_fees(desk, practice, month_of(occurrence))


def _of_cards(rule: Rule, one: Day) -> str | None:
    return one.day.isoformat() if months_of(rule, one) else None


def month_of(occurrence: str) -> date:
    """The first day of the month that is reported on, "2026-11"."""
    return date.fromisoformat(f"{occurrence}-01")


BULLETINS: Mapping[str, Bulletin] = {
    OWING: Bulletin(_of_week, _somebody_owes, 48 * HOUR),
    FEES: Bulletin(_of_month, _fees_came, 7 * DAY, FEE_REPORT),
    CARDS: Bulletin(_of_cards, any_rows, CARDS_TOO_LATE_AFTER),
}
"""By the kind of their rule, of their reminder and of their card."""


def plan_bulletin(store: Store, rule: Rule, one: Day) -> int:
    """Write down the one that is due on that day; how many are new."""
    occurrence = BULLETINS[rule.kind].occurrence(rule, one)
    if occurrence is None:
        return 0
    cards = plan_cards(store, rule, one) if rule.kind == CARDS else 0
    mine, day = rule.practice_id, one.day.isoformat()
    what = Occurrence(rule.kind, rule.version, day, one.at)
    return cards + reminders.plan_one(store, mine, what, reminders.PRACTICE, mine, occurrence)


def why_no_bulletin(
    desk: Desk, practice: Practice, kind: str, occurrence: str, day: date
) -> Reason | None:
    """Why that one isn't sent on that local day, as all stands now; None: it is."""
    if reminder_pauses.about(desk.store, practice.id, day.isoformat(), []):
        return Reason.PAUSED
    has_news = BULLETINS[kind].has_news(desk, practice, occurrence)
    return None if has_news else Reason.NOTHING
