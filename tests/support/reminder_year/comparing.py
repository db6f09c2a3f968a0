"""What came of the reminders of a year, beside what must have, and beside what may never be."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from tests.support.reminder_year import clocks
from tests.support.reminder_year.diary import CLIENT, Bill, Change, Diary, Rule, Seen
from tests.support.reminder_year.plan import Expected, Facts, Key, expected
from tests.support.reminder_year.rows import Found, found
from tests.support.reminder_year.year import Year

MOST_SHOWN = 10
GONE = ("sent", "sending")


@dataclass(frozen=True)
class Counts:
    """`exact`: of so many `reminders` the plan knew the very look at which they were decided."""

    reminders: int
    exact: int
    mails: int
    repeated: int
    digests: int
    killed: int
    beside: int


def check(year: Year) -> Counts:
    """AssertionError with what is wrong."""
    came = found(year)
    seen = came.reminders
    plan = expected(year.diary, seen)
    wrong = [
        *_unlike(plan, seen),
        *_mails(year, came),
        *_together(year.diary, seen),
        *_never(year, seen),
        *_digests(year.diary, plan, came),
    ]
    assert not wrong, "\n".join(islice(wrong, MOST_SHOWN))
    return Counts(
        reminders=len(plan.decided),
        exact=plan.exact,
        mails=len(came.mails),
        repeated=len(year.came) - len(came.mails),
        digests=len(came.digests),
        killed=year.diary.killed,
        beside=year.diary.beside,
    )


def _unlike(plan: Expected, seen: Mapping[Key, Seen]) -> Iterator[str]:
    for key in sorted({*plan.decided, *plan.undone, *seen}):
        wanted, there = plan.decided.get(key), seen.get(key)
        if there is None:
            yield f"{key} is not there, wanted was {wanted}"
        elif key in plan.undone:
            if there.state != "planned":
                yield f"{key} is {there}, and nothing could be done about it yet"
        elif wanted is None:
            yield f"{key} is {there}, and must not be there"
        elif there.arrived and wanted[0] == "sent" and wanted[2] == there.at:
            continue  # What the second try of a mail that went out comes to, is its own affair.
        elif (there.state, there.reason, there.at) != wanted:
            yield f"{key} is {there}, wanted was {wanted}"


def _mails(year: Year, came: Found) -> Iterator[str]:
    if came.strangers:
        yield f"{came.strangers} mails are of no reminder"
    for key, one in came.reminders.items():
        if one.state in GONE and bool(one.arrived) is not (key[1] == CLIENT):
            yield f"{key} is {one}"
    again = len(year.came) - len(came.mails)
    if again > year.diary.killed_at_mail:
        yield f"{again} mails came again, at {year.diary.killed_at_mail} kills"


def _together(diary: Diary, seen: Mapping[Key, Seen]) -> Iterator[str]:
    """What one payer is told at one moment is in one mail."""
    bills, mails = diary.bills, defaultdict(set)
    for key, one in seen.items():
        if one.arrived:
            mails[bills[key[0]].payer, one.at].add(one.mail)
    yield from (f"{len(names)} mails at {who}" for who, names in mails.items() if len(names) > 1)


def _never(year: Year, seen: Mapping[Key, Seen]) -> Iterator[str]:
    """Whatever any plan says: no mail in quiet hours, none about what was settled, on its way,
    disputed or paused at that moment, none to nobody."""
    rules = {(one.practice, one.kind): one for one in year.diary.rules}
    mails = sorted((one.at or 0, key) for key, one in seen.items() if one.arrived)
    facts, bills = Facts(), year.diary.bills
    told = _moments(year.diary)
    change = next(told, None)
    for at, key in mails:
        while change is not None and change.at <= at:
            facts.learn(change)
            change = next(told, None)
        bill = bills[key[0]]
        rule = rules[bill.practice, CLIENT]
        if wrong := _forbidden(facts, bill, rule, at):
            yield f"{key} was mailed at {clocks.there(at, rule.zone)}, {wrong}"


def _moments(diary: Diary) -> Iterator[Change]:
    return (one for one in diary.entries if isinstance(one, Change))


def _forbidden(facts: Facts, bill: Bill, rule: Rule, at: int) -> str:
    is_so = {
        "in quiet hours": clocks.is_quiet(rule, at),
        "and was settled": not facts.is_open(bill),
        "and was being paid": bool(facts.of("held", bill.id)),
        "and was disputed": bool(facts.of("disputed", bill.id)),
        "and was paused": facts.paused(bill, clocks.there(at, rule.zone).date()),
        "and nobody had the address": not facts.of("address", bill.payer, otherwise=True),
        "and the rule was off": not facts.of("on", (rule.practice, CLIENT)),
    }
    return next((why for why, holds in is_so.items() if holds), "")


def _digests(diary: Diary, plan: Expected, came: Found) -> Iterator[str]:
    """Each row in the digest of the day on which it was sent; each one that was missed or failed is
    told in one, and none is shown with nothing to tell."""
    shown, seen = came.digests, came.reminders
    for (practice, day), rows in plan.digests.items():
        if (practice, day) not in shown:
            yield f"no digest on {day} at {practice}"
        yield from (
            f"{key} is not in it" for key in rows if key in seen and seen[key].digest != day
        )
    bills = diary.bills
    told = {(bills[key[0]].practice, one.digest) for key, one in seen.items() if one.digest}
    yield from (f"an empty digest at {one}" for one in sorted(shown - told))
    yield from (f"no digest at {one}, though it tells of some" for one in sorted(told - shown))
    last = dict(sorted(shown))
    zones = {rule.practice: rule.zone for rule in diary.rules}
    for key, one in seen.items():
        practice = bills[key[0]].practice
        if one.state in ("missed", "failed") and one.digest is None:
            day = str(clocks.there(one.at or 0, zones[practice]).date())
            if day < last.get(practice, ""):
                yield f"{key} is {one.state}, and no digest tells of it"
