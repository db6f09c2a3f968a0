"""The week in the help channel, summed up for the agents: once a week and practice, when the first
of them are there again; nothing where nobody asked anything."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from desk.channels import AGENTS_CHANNEL
from desk.context import Desk
from desk.days import day_in
from desk.documents import KIND as FILE
from desk.help.asked import BEFORE_ALL
from desk.help.courtesy import courtesy_of
from desk.help.questions import BAD
from desk.help.shelf import library_of
from desk.help.wishes import says_no_answer, wants_a_person
from desk.language import language_of
from desk.letters import Writer, send
from desk.settings import practice_settings
from rules.help_state import GONE
from storage import help_messages, help_questions, help_summaries, members, outbox, practices
from storage.help_questions import Question
from storage.practices import Practice

SUMMARY = "help_summary"
"""In the payload of outbox rows of desk.documents.KIND: the ISO day on which the week began."""
MOST = 5
"""Articles and questions that are named."""
_DAYS = 7


@dataclass(frozen=True)
class Week:
    """`monday` is its first day, `by_day` how many were asked on each, from that one on. `answered`
    without a person. `first_answer`: the median of how long people waited for one, in minutes; None
    where nobody did. `failing`: the titles of articles that were not the answer, in the practice's
    language, with how often, most first. `open_questions`: those without an article, as far as
    agents were asked them or others could read them too."""

    monday: date
    questions: int
    answered: int
    first_answer: int | None
    by_day: tuple[int, ...]
    failing: tuple[tuple[str, int], ...]
    open_questions: tuple[str, ...]


WeekWriter = Callable[[Week], Writer]
"""How it looks is the commands'."""


def week_of(desk: Desk, practice: Practice, monday: date) -> Week:
    """Of all that was asked and not withdrawn."""
    zone = practice_settings(desk, practice).time_zone
    bounds = (_midnight(monday, zone), _midnight(monday + timedelta(days=_DAYS), zone))
    asked = [
        one
        for one in help_questions.asked_between(desk.store, practice.id, *bounds)
        if one.state not in GONE
    ]
    rated = help_messages.ratings(desk.store, practice.id, [one.id for one in asked])
    failed = [
        one for one in asked if one.handed_over_at is not None or rated.get(one.id, Counter())[BAD]
    ]
    failing = Counter(one.articles[0] for one in failed if one.articles)
    on = Counter(day_in(one.asked_at, zone) for one in asked)
    return Week(
        monday,
        questions=len(asked),
        answered=sum(_is_answered(one) for one in asked),
        first_answer=_minutes(asked),
        by_day=tuple(on[monday + timedelta(days=number)] for number in range(_DAYS)),
        failing=tuple(
            (_title(desk, practice, name), times) for name, times in failing.most_common(MOST)
        ),
        open_questions=tuple(one.text for one in asked if _shows_a_gap(one))[:MOST],
    )


def _title(desk: Desk, practice: Practice, name: str) -> str:
    """Of an article; the name of one that isn't there any more."""
    library, code = library_of(desk, practice), language_of(practice.language).code
    return library.article(name, code).title if library.has(name) else name


def send_due(desk: Desk, write: WeekWriter) -> int:
    """Send the summaries of last week that are due; how many."""
    return sum(_send(desk, practice, write) for practice in practices.all_practices(desk.store))


def last_monday(now: int, zone: str) -> date:
    """The first day of the week before this one, where the practice is."""
    today = day_in(now, zone)
    return today - timedelta(days=today.weekday() + _DAYS)


def _send(desk: Desk, practice: Practice, write: WeekWriter) -> bool:
    """Of several who look at once, the one that gets the claim sends."""
    settings, now = practice_settings(desk, practice), desk.clock()
    monday = last_monday(now, settings.time_zone)
    this = _midnight(monday + timedelta(days=_DAYS), settings.time_zone)
    if now < settings.office_hours.next_opening(this):
        return False
    if help_summaries.last(desk.store, practice.id) == monday.isoformat():
        return False
    with desk.store.transaction():
        if not help_summaries.claim(desk.store, practice.id, monday.isoformat(), now):
            return False
        week = week_of(desk, practice, monday)
        if not week.questions:
            return False
        for reader in _readers(desk, practice):
            _send_to(desk, practice, reader, week, write)
    return True


def _send_to(desk: Desk, practice: Practice, reader: str, week: Week, write: WeekWriter) -> None:
    uid = f"help:week:{week.monday}:{reader}"
    send(desk, practice, reader, uid, write(week))
    outbox.enqueue(
        desk.store,
        practice.id,
        kind=FILE,
        recipient=reader,
        uid=f"{uid}:picture",
        payload={SUMMARY: week.monday.isoformat()},
        now=desk.clock(),
    )


def _readers(desk: Desk, practice: Practice) -> list[str]:
    """The agents' channel; where none is set up, the owners."""
    channel = getattr(practice_settings(desk, practice), AGENTS_CHANNEL)
    owners = members.owners(desk.store, practice.id)
    return [channel] if channel else [one.slack_user for one in owners]


def _is_answered(question: Question) -> bool:
    return question.handed_over_at is None and not _found_nothing(question)


def _found_nothing(question: Question) -> bool:
    return not question.articles and not question.computed


def _shows_a_gap(question: Question) -> bool:
    """Not where nothing was asked but for a person, nor where somebody was polite."""
    text = question.text
    if wants_a_person(text) or says_no_answer(text) or courtesy_of(text):
        return False
    return _found_nothing(question) and (
        question.handed_over_at is not None
        or (question.source in BEFORE_ALL and not question.private)
    )


def _minutes(asked: Sequence[Question]) -> int | None:
    waited = [
        one.first_reply_at - one.handed_over_at
        for one in asked
        if one.first_reply_at is not None and one.handed_over_at is not None
    ]
    return round(median(waited) / 60_000) if waited else None


def _midnight(day: date, zone: str) -> int:
    return round(datetime.combine(day, time(), ZoneInfo(zone)).timestamp() * 1_000)
