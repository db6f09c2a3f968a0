"""What must have come of each reminder, from the diary alone.

Written from what reminders promise, without any of the code that keeps it: a reminder is due at its
time on the day, or on the next working one; it is looked at when Paydesk next works; the last one
about an invoice goes in place of those before it; it waits for the end of the quiet hours; after
two days it is missed; of a staff's row, after its day.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from tests.support.reminder_year import clocks
from tests.support.reminder_year.diary import CLIENT, STAFF, Bill, Change, Diary, Look, Rule, Seen

TOO_LATE = 48 * 3_600_000
Key = tuple[int, str, str]
"""Of a reminder: the invoice, the kind, and which of its reminders."""


@dataclass
class Due:
    """One that was due at a moment, and is not done yet. `waits` until the end of quiet hours."""

    bill: Bill
    rule: Rule
    name: str
    due: int
    number: int
    waits: int = 0
    perhaps_waits: int = 0
    """As `waits`, where Paydesk was killed at that look."""

    @property
    def key(self) -> Key:
        return self.bill.id, self.rule.kind, self.name


@dataclass
class Facts:
    """As the diary has them by now."""

    values: dict[tuple[str, object], object] = field(default_factory=dict)
    snoozed: dict[int, str] = field(default_factory=dict)
    """Invoices that staff wants to see again on a day."""

    def learn(self, one: Change) -> None:
        self.values[one.what, one.who] = one.value
        if one.what == "invoice paused":
            self.snoozed.pop(one.who, None)  # type: ignore[arg-type]
            if one.snoozed:
                self.snoozed[one.who] = str(one.value)  # type: ignore[index]

    def of(self, what: str, who: object, otherwise: object = None) -> object:
        return self.values.get((what, who), otherwise)

    def is_open(self, bill: Bill) -> bool:
        return self.of("state", bill.id, "open") == "open"

    def paused(self, bill: Bill, day: date) -> bool:
        where = (
            ("practice paused", bill.practice),
            ("client paused", bill.payer),
            ("invoice paused", bill.id),
        )
        until = [self.of(*one) for one in where]
        return any(one == "for ever" or (one and str(day) < str(one)) for one in until)


@dataclass
class Expected:
    """`decided`: what must have come of each, and when. `digests`: of a practice and day, its rows.
    `exact`: how many were decided at a look that was whole, where there is one answer."""

    decided: dict[Key, tuple[str, str | None, int]] = field(default_factory=dict)
    digests: dict[tuple[int, str], list[Key]] = field(default_factory=lambda: defaultdict(list))
    exact: int = 0
    undone: list[Key] = field(default_factory=list)


def expected(diary: Diary, seen: Mapping[Key, Seen]) -> Expected:
    """`seen` only tells whether, at a look that was not whole, a reminder was done already."""
    return Planner(diary, seen).run()


class Planner:
    def __init__(self, diary: Diary, seen: Mapping[Key, Seen]) -> None:
        self.diary, self.seen = diary, seen
        self.facts, self.found = Facts(), Expected()
        self.numbers = count()
        self.since: dict[Rule, int | None] = dict.fromkeys(diary.rules)
        self.coming: dict[Rule, list[tuple[int, date, int, Bill]]] = {r: [] for r in diary.rules}
        self.days: dict[Rule, date] = {}
        self.waiting: dict[Rule, list[Due]] = {rule: [] for rule in diary.rules}
        self.digests: dict[Rule, list[tuple[int, date]]] = {rule: [] for rule in diary.rules}
        self.sent: dict[tuple[int, str], int] = defaultdict(int)
        self.known: set[Key] = set()
        self.bills: dict[int, Bill] = {}

    def run(self) -> Expected:
        for entry in self.diary.entries:
            if isinstance(entry, Bill):
                self._comes(entry)
            elif isinstance(entry, Change):
                self._changes(entry)
            else:
                self._looks(entry)
        for waiting in self.waiting.values():
            self.found.undone += [one.key for one in waiting]
        return self.found

    def _comes(self, bill: Bill) -> None:
        self.bills[bill.id] = bill
        for rule in self.diary.rules:
            if rule.practice != bill.practice:
                continue
            last_on: dict[date, int] = {}
            for offset in sorted(rule.offsets):
                last_on[clocks.goes_on(rule, bill.due_on + timedelta(days=offset))] = offset
            for day, offset in last_on.items():
                due = clocks.moment(day, rule.at, rule.zone)
                self.coming[rule].append((due, bill.due_on, offset, bill))

    def _changes(self, one: Change) -> None:
        self.facts.learn(one)
        if one.what == "on":
            for rule in self.diary.rules:
                if (rule.practice, rule.kind) == one.who:
                    self.since[rule] = one.at if one.value else None

    def _looks(self, look: Look) -> None:
        for rule in self.diary.rules:
            since = self.since[rule]
            if since is not None:
                self._plan(rule, since, look.at)
                self.since[rule] = look.at
        for rule in self.diary.rules:
            if rule.kind == CLIENT:
                self._send(rule, look)
        for rule in self.diary.rules:
            if rule.kind == STAFF:
                self._digests(rule, look)

    def _plan(self, rule: Rule, since: int, now: int) -> None:
        """What has become due since then."""
        due = [one for one in self.coming[rule] if one[0] <= now]
        due.sort(key=lambda one: (one[0], one[1], one[3].id))
        self.coming[rule] = [one for one in self.coming[rule] if one[0] > now]
        days = self._days(rule, since, now)
        for at, due_on, offset, bill in due:
            if since < at and bill.at <= at and self.facts.is_open(bill):
                self._add(rule, bill, f"{due_on}{offset:+}", at)
        if rule.kind == STAFF:
            for at, day in days:
                self._snoozed(rule, at, day)
                self.digests[rule].append((at, day))

    def _days(self, rule: Rule, since: int, now: int) -> list[tuple[int, date]]:
        """The days on which the rule works, whose time has come."""
        first = clocks.there(since, rule.zone).date() - timedelta(days=1)
        last = clocks.there(now, rule.zone).date()
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        works = [day for day in days if clocks.goes_on(rule, day) == day]
        found = [(clocks.moment(day, rule.at, rule.zone), day) for day in works]
        return [(at, day) for at, day in found if since < at <= now]

    def _snoozed(self, rule: Rule, at: int, day: date) -> None:
        for invoice, until in sorted(self.facts.snoozed.items()):
            bill = self.bills[invoice]
            falls_on = clocks.goes_on(rule, date.fromisoformat(until))
            if bill.practice == rule.practice and falls_on == day and self.facts.is_open(bill):
                self._add(rule, bill, f"snoozed {until}", at)

    def _add(self, rule: Rule, bill: Bill, name: str, due: int) -> None:
        one = Due(bill, rule, name, due, next(self.numbers))
        if one.key not in self.known:
            self.known.add(one.key)
            self.waiting[rule].append(one)

    def _send(self, rule: Rule, look: Look) -> None:
        day = clocks.there(look.at, rule.zone).date()
        due = [one for one in self.waiting[rule] if max(one.due, one.waits) <= look.at]
        newest = {one.bill.id: one.number for one in sorted(due, key=lambda one: one.number)}
        for one in due:
            reason = self._why_not(one, day, newest[one.bill.id], look.at)
            if reason is None and clocks.is_quiet(rule, look.at):
                one.perhaps_waits = clocks.quiet_ends(rule, look.at)
                one.waits = one.perhaps_waits if look.whole else 0
                continue
            if one.perhaps_waits > look.at and not self._is_seen(one, look):
                one.waits = one.perhaps_waits
                continue
            state = {"too_late": "missed", "no_address": "failed"}.get(
                reason or "", "skipped" if reason else "sent"
            )
            self._decide(one, state, reason, look)

    def _digests(self, rule: Rule, look: Look) -> None:
        today = clocks.there(look.at, rule.zone).date()
        for at, day in self.digests[rule]:
            rows = [one for one in self.waiting[rule] if one.due <= at]
            pending = [one for one in self.waiting[rule] if one.due <= look.at]
            newest = {one.bill.id: one.number for one in pending}
            for one in rows:
                reason = self._why_not(one, today, newest[one.bill.id], look.at)
                state = "skipped" if reason else "sent"
                if not self._on(rule):
                    state, reason = "skipped", "off"
                elif day != today:
                    state, reason = "missed", "too_late"
                if self._decide(one, state, reason, look) and state == "sent":
                    self.found.digests[rule.practice, str(today)].append(one.key)
        if look.whole:
            self.digests[rule].clear()

    def _on(self, rule: Rule) -> bool:
        return self.since[rule] is not None

    def _why_not(self, one: Due, day: date, newest: int, now: int) -> str | None:
        if one.rule.kind == CLIENT and not self._on(one.rule):
            return "off"
        return next((why for why, is_so in self._no(one, day, newest, now) if is_so), None)

    def _no(self, one: Due, day: date, newest: int, now: int) -> Iterator[tuple[str, bool]]:
        facts, bill, rule = self.facts, one.bill, one.rule
        state = facts.of("state", bill.id, "open")
        last = bill.due_on + timedelta(days=rule.ends_after or 0)
        to_client = rule.kind == CLIENT
        yield "void", state == "void"
        yield "paid", state == "paid"
        yield "on_its_way", bool(facts.of("held", bill.id))
        yield "disputed", bool(facts.of("disputed", bill.id))
        yield "paused", facts.paused(bill, day)
        yield "later", one.number < newest
        yield "ended", rule.ends_after is not None and day > last
        yield "enough", rule.most is not None and self.sent[bill.id, rule.kind] >= rule.most
        yield "no_address", to_client and not facts.of("address", bill.payer, True)
        yield "too_late", to_client and now - one.due > TOO_LATE

    def _is_seen(self, one: Due, look: Look) -> bool:
        """Whether it was decided at that look."""
        seen = self.seen.get(one.key)
        return seen is not None and seen.at == look.at

    def _decide(self, one: Due, state: str, reason: str | None, look: Look) -> bool:
        """False: at this look, which was not whole, it was not done yet."""
        if not look.whole and not self._is_seen(one, look):
            return False
        self.waiting[one.rule].remove(one)
        self.found.decided[one.key] = (state, reason, look.at)
        self.found.exact += look.whole
        if state == "sent":
            self.sent[one.bill.id, one.rule.kind] += 1
        return True
