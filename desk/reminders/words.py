"""How reminders are written: their rules, days and times, and why one did not go out."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from desk.language import Language
from desk.place_names import place_name
from desk.reminders.fee_words import month_name
from desk.settings import PracticeSettings
from rules.places import parse_place
from rules.reminder_state import (
    CARD_MAIL,
    CARDS,
    CLIENT,
    FEES,
    OWING,
    STAFF,
    VISITED,
    Reason,
    State,
)
from rules.words import Sentence, sentence
from storage.reminder_plan import MOST_COUNTED
from storage.reminder_rules import Rule
from storage.reminders import Reminder

KINDS: Mapping[str, Sentence] = {
    CLIENT: sentence("Mails to clients"),
    STAFF: sentence("Staff’s morning list"),
    OWING: sentence("Who owes, every week"),
    FEES: sentence("Monthly fee report"),
    CARDS: sentence("Cards about to expire"),
    CARD_MAIL: sentence("Mail about an expiring card"),
    VISITED: sentence("Link opened, not paid"),
}
REASONS: Mapping[Reason, Sentence] = {
    Reason.OFF: sentence("reminders were switched off"),
    Reason.PAID: sentence("it is paid"),
    Reason.VOID: sentence("it is void"),
    Reason.ON_ITS_WAY: sentence("its payment is on its way"),
    Reason.DISPUTED: sentence("a payment of it is disputed"),
    Reason.PAUSED: sentence("reminders are paused"),
    Reason.NO_ADDRESS: sentence("whoever pays has no e-mail address"),
    Reason.ENOUGH: sentence("as many have gone out as the rule allows"),
    Reason.ENDED: sentence("the rule ends before that day"),
    Reason.LATER: sentence("a later reminder takes its place"),
    Reason.NOTHING: sentence("there is nothing to tell"),
    Reason.TOO_LATE: sentence("Paydesk was away, and then it was too late"),
    Reason.NO_SERVER: sentence("Paydesk has no mail server"),
    Reason.STOPPED: sentence("whoever pays has asked for no more by e-mail"),
    Reason.REFUSED: sentence("the mail server refuses the address of whoever pays"),
    Reason.BROKEN: sentence("it could not be written; the reason is in Paydesk’s log"),
    Reason.CHANGED: sentence("what is due or the payment link has changed"),
    Reason.CLOSED: sentence("the payment link is closed"),
    Reason.GONE: sentence("the card is not saved any more"),
    Reason.REPLACED: sentence("they have another payment method, which is good for longer"),
    Reason.WITH_INVOICE: sentence("the row of its invoice tells it"),
}
STATES: Mapping[State, Sentence] = {
    State.PLANNED: sentence("⏳ about to go out"),
    State.WAITING: sentence("⏳ waits for its link"),
    State.SENDING: sentence("⏳ on its way"),
    State.SENT: sentence("✅ sent"),
    State.SKIPPED: sentence("➖ not sent"),
    State.MISSED: sentence("⚠️ missed"),
    State.FAILED: sentence("⚠️ failed"),
}


def kind_name(say: Language, kind: str) -> str:
    return say.sentence(KINDS[kind])


def offset_words(say: Language, days: int | None) -> str:
    """ "3 days before it is due", "on the day it is due", "7 days after it was due"; None: it was
    put off until then."""
    if days is None:
        return say("put off until then")
    if days == 0:
        return say("on the day it is due")
    if days < 0:
        return say.plural("{n} day before it is due", "{n} days before it is due", -days)
    return say.plural("{n} day after it was due", "{n} days after it was due", days)


def occasion_words(say: Language, one: Reminder) -> str:
    """What it was for: a day that an invoice was due before or after, or a list's own."""
    if one.kind == OWING:
        return say("the list of the week")
    if one.kind == FEES:
        return month_name(say, date.fromisoformat(f"{one.occurrence}-01"))
    if one.kind in (CARDS, CARD_MAIL):
        return say("a saved card is about to expire")
    if one.kind == VISITED:
        return say("it was opened, and not paid a day later")
    return offset_words(say, one.days)


def clock_words(say: Language, minutes: int) -> str:
    """ "8:30 AM", « 08:30 »."""
    return say.time(datetime.combine(date.min, time(*divmod(minutes, 60))))


def day_words(say: Language, day: date) -> str:
    """ "Monday, November 30, 2026"."""
    names: Mapping[int, str] = say.locale.days["format"]["wide"]
    return say("{weekday}, {day}", weekday=names[day.weekday()], day=day)


def many_words(say: Language, many: int) -> str:
    """ "3 invoices", or "more than 1,000 invoices" where there are more than are counted."""
    if many > MOST_COUNTED:
        return say("more than {n} invoices", n=MOST_COUNTED)
    return say.plural("{n} invoice", "{n} invoices", many)


def moment_words(say: Language, at: int, zone: str) -> str:
    """ "Monday, November 30, 2026, 10:00 AM", where the practice is."""
    there = datetime.fromtimestamp(at / 1000, ZoneInfo(zone))
    return say("{day}, {time}", day=day_words(say, there.date()), time=say.time(there))


def rule_words(say: Language, rule: Rule, settings: PracticeSettings) -> str:
    """All of a rule, in two lines."""
    days = _when_words(say, rule)
    return f"{days}\n{' · '.join(_terms(say, rule, settings))}"


def _when_words(say: Language, rule: Rule) -> str:
    if rule.kind == OWING:
        names: Mapping[int, str] = say.locale.days["format"]["wide"]
        return say("every {weekday}", weekday=names[rule.offsets[0] - 1])
    if rule.kind == FEES:
        return say("on day {n} of the month, about the month before", n=rule.offsets[0])
    if rule.kind == CARDS:
        return say.plural(
            "{n} day before a card expires", "{n} days before a card expires", -rule.offsets[0]
        )
    return " · ".join(_days_words(say, rule.offsets))


def _days_words(say: Language, offsets: Sequence[int]) -> Iterator[str]:
    before = sorted((-one for one in offsets if one < 0), reverse=True)
    after = sorted(one for one in offsets if one > 0)
    if before:
        n, days = _number(before), _listed(say, before)
        yield say.plural(
            "{days} day before it is due", "{days} days before it is due", n, days=days
        )
    if 0 in offsets:
        yield offset_words(say, 0)
    if after:
        n, days = _number(after), _listed(say, after)
        yield say.plural(
            "{days} day after it was due", "{days} days after it was due", n, days=days
        )


def _number(days: Sequence[int]) -> int:
    """Of the noun that follows: "1 day", "1 and 7 days"."""
    return days[0] if len(days) == 1 else 2


def _listed(say: Language, days: Sequence[int]) -> str:
    """ "1, 7 and 21"."""
    *first, last = map(str, days)
    if not first:
        return last
    return say("{days} and {day}", days=", ".join(first), day=last)


def _terms(say: Language, rule: Rule, settings: PracticeSettings) -> Iterator[str]:
    yield say("at {time}", time=clock_words(say, rule.at))
    yield _working_words(say, settings) if rule.working_days else say("on any day")
    if rule.quiet_begins != rule.quiet_ends:
        yield say(
            "never from {begins} to {ends}",
            begins=clock_words(say, rule.quiet_begins),
            ends=clock_words(say, rule.quiet_ends),
        )
    if rule.most is not None:
        yield say("at most {n} for an invoice", n=rule.most)
    if rule.ends_after is not None:
        yield say.plural(
            "none later than {n} day after it was due",
            "none later than {n} days after it was due",
            rule.ends_after,
        )


def _working_words(say: Language, settings: PracticeSettings) -> str:
    if settings.place is None:
        return say("on working days")
    place = place_name(parse_place(settings.place), say)
    return say("on working days, without the holidays of {place}", place=place)


def holidays_words(say: Language, settings: PracticeSettings) -> str:
    """Beside the choice of days: when what falls on others comes."""
    if settings.place is None:
        return say("What falls on a weekend comes on the next working day.")
    return say(
        "What falls on a weekend or a holiday ({place}) comes on the next working day.",
        place=place_name(parse_place(settings.place), say),
    )


def weekdays(say: Language) -> list[tuple[str, str]]:
    """Their numbers, Monday is 1, and names."""
    names = say.locale.days["stand-alone"]["wide"]
    return [(str(number), names[number - 1].capitalize()) for number in range(1, 8)]
