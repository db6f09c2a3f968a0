"""The staff's morning digest: one message a day of what is to be seen to, none where nothing is.

What stands in it is written down when it goes out; how each stands is looked up when it is shown.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from desk.cards import show_card
from desk.context import Desk
from desk.reminders.planning import DIGEST
from desk.settings import PracticeSettings, practice_settings, today_at
from rules.reminder_state import CLIENT, STAFF, Limits, Reason, State, why_not
from storage import cards, members, practices, reminder_facts, reminder_rules, reminders
from storage.practices import Practice
from storage.reminder_facts import About
from storage.reminder_rules import Rule
from storage.reminders import Reminder

KIND = "reminder_digest"
"""Of cards; their key is the local day."""
MOST_ROWS = 15
_AT_ONCE, _CHUNK = 20, 500


@dataclass(frozen=True)
class Row:
    """An invoice that somebody is to see to. `days`: so many after its due day, None where it was
    snoozed until now. `done`: why nothing is to be done about it any more."""

    about: About
    days: int | None
    done: Reason | None


@dataclass(frozen=True)
class Digest:
    """`rows` are the first ones of `many`. Of the clients' mails: so many were `missed` since
    Paydesk was away, have `failed`, or had `no_address`; `missed_rows`: the same of rows of earlier
    digests."""

    day: str
    many: int
    rows: tuple[Row, ...]
    missed: int
    missed_rows: int
    failed: int
    no_address: int


def send_due(desk: Desk) -> int:
    """Send the digests that are due now; how many that were."""
    found = reminders.due(desk.store, DIGEST, desk.clock(), _AT_ONCE)
    for one in found:
        with desk.store.transaction():
            taken = reminders.take(desk.store, one.practice_id, one.id, desk.clock())
            if taken is not None:
                _send(desk, taken)
    return len(found)


def digest_of(desk: Desk, practice: Practice, day: str) -> Digest:
    """As it stands now, for people who may see reminders."""
    store, mine = desk.store, practice.id
    counts = reminders.count_in_digest(store, mine, day)
    told = reminders.in_digest(store, mine, day, STAFF, State.SENT, MOST_ROWS)
    no_address = counts.get((CLIENT, State.FAILED, Reason.NO_ADDRESS), 0)
    return Digest(
        day=day,
        many=_count(counts, STAFF, State.SENT),
        rows=_rows(desk, practice, told),
        missed=_count(counts, CLIENT, State.MISSED),
        missed_rows=_count(counts, STAFF, State.MISSED),
        failed=_count(counts, CLIENT, State.FAILED) - no_address,
        no_address=no_address,
    )


def show_again(desk: Desk, practice: Practice, day: str) -> None:
    """Somebody did something about one of its rows: it is shown as it stands now."""
    rule = reminder_rules.find(desk.store, practice.id, STAFF)
    if rule is not None:
        _show(desk, practice, practice_settings(desk, practice), rule, day)


def _send(desk: Desk, digest: Reminder) -> None:
    store, mine, now = desk.store, digest.practice_id, desk.clock()
    practice = practices.get(store, mine)
    rule = reminder_rules.find(store, mine, STAFF)
    if practice is None or rule is None:
        raise LookupError(f"Whose digest {digest.id} is, isn't known.")
    settings = practice_settings(desk, practice)
    today = today_at(desk, settings).isoformat()
    if digest.day != today:
        _end_rows(desk, digest, State.MISSED, Reason.TOO_LATE)
        _end(desk, digest, State.MISSED, Reason.TOO_LATE)
    elif not rule.active:
        _end_rows(desk, digest, State.SKIPPED, Reason.OFF)
        _end(desk, digest, State.SKIPPED, Reason.OFF)
    elif _take_rows(desk, digest, rule, today) + reminders.tell_untold(store, mine, today):
        reminders.change(
            store, mine, digest.id, state=State.SENT, uid=f"{KIND}:{today}", ended_at=now
        )
        _show(desk, practice, settings, rule, today)
    else:
        _end(desk, digest, State.SKIPPED, Reason.NOTHING)


def _end(desk: Desk, digest: Reminder, state: State, reason: Reason) -> None:
    """By itself it is told by none: its rows are."""
    reminders.change(
        desk.store,
        digest.practice_id,
        digest.id,
        state=state,
        reason=reason,
        digest=digest.day,
        ended_at=desk.clock(),
    )


def _end_rows(desk: Desk, digest: Reminder, state: State, reason: Reason) -> None:
    for chunk in _chunks(desk, digest):
        ids = [one.id for one in chunk]
        reminders.end_all(desk.store, digest.practice_id, ids, state, desk.clock(), reason)


def _take_rows(desk: Desk, digest: Reminder, rule: Rule, today: str) -> int:
    """How many stand in it."""
    store, mine, now = desk.store, digest.practice_id, desk.clock()
    limits, taken, day = Limits(rule.most, rule.ends_after), 0, date.fromisoformat(today)
    for chunk in _chunks(desk, digest):
        ids = {one.subject_id for one in chunk}
        about = reminder_facts.of_invoices(store, mine, STAFF, ids, now)
        by_reason: dict[Reason | None, list[int]] = defaultdict(list)
        for one in chunk:
            facts = about[one.subject_id].facts_for(one.id)
            by_reason[why_not(facts, limits, day)].append(one.id)
        for reason, of_reason in by_reason.items():
            state = State.SKIPPED if reason else State.SENT
            told = None if reason else today
            reminders.end_all(store, mine, of_reason, state, now, reason, told)
        taken += len(by_reason[None])
    return taken


def _chunks(desk: Desk, digest: Reminder) -> Iterator[list[Reminder]]:
    """Its rows, and those of days whose digest was never sent, some at a time."""
    last = 0
    while chunk := reminders.due_of(
        desk.store, digest.practice_id, STAFF, digest.due_at, last, _CHUNK
    ):
        yield chunk
        last = chunk[-1].id


def _show(desk: Desk, practice: Practice, settings: PracticeSettings, rule: Rule, day: str) -> None:
    """In the channel or to the people that the rule names, and wherever it stands already."""
    known = cards.of_key(desk.store, practice.id, KIND, day)
    version = 1 + max((card.version for card in known), default=0)
    there = [card.recipient for card in known]
    for recipient in there or _recipients(desk, practice, settings, rule):
        show_card(desk, practice.id, KIND, day, version, recipient)


def _recipients(
    desk: Desk, practice: Practice, settings: PracticeSettings, rule: Rule
) -> list[str]:
    people = rule.options.get("people") or []
    if people:
        return list(people)
    if settings.billing_channel:
        return [settings.billing_channel]
    return [one.slack_user for one in members.owners(desk.store, practice.id)]


def _rows(desk: Desk, practice: Practice, told: list[Reminder]) -> tuple[Row, ...]:
    today = today_at(desk, practice_settings(desk, practice))
    ids = [one.subject_id for one in told]
    about = reminder_facts.of_invoices(desk.store, practice.id, STAFF, ids, 0)
    return tuple(_row(about[one.subject_id], one, today) for one in told)


def _row(about: About, told: Reminder, today: date) -> Row:
    return Row(about, told.days, why_not(about.facts, Limits(), today))


def _count(counts: Mapping[tuple[str, str, str | None], int], kind: str, state: State) -> int:
    return sum(many for (of, how, _), many in counts.items() if (of, how) == (kind, state))
