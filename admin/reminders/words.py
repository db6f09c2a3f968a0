"""How rules, pauses and single reminders are written on wide pages."""

from collections.abc import Mapping
from datetime import date

from admin.here import here
from desk.admin.reminders import Sheet
from desk.privacy import plain
from desk.reminders.preview import PREVIEWED
from desk.reminders.words import REASONS, many_words, moment_words
from rules.reminder_state import Reason, State
from rules.words import Sentence, sentence
from storage.reminder_pauses import Pause
from storage.reminders import Reminder

STATES: Mapping[State, Sentence] = {
    State.PLANNED: sentence("about to go out"),
    State.WAITING: sentence("waits for its payment link"),
    State.SENDING: sentence("on its way"),
    State.SENT: sentence("sent"),
    State.SKIPPED: sentence("not sent"),
    State.MISSED: sentence("missed"),
    State.FAILED: sentence("failed"),
}
"""Without the signs that chat has: colours stand for them here."""
TONES = {State.SENT: "good", State.SKIPPED: "quiet", State.MISSED: "bad", State.FAILED: "bad"}


def next_words(sheet: Sheet, zone: str, *, all_paused: bool) -> str:
    """When something goes out by a rule; "" where that isn't looked for."""
    say, found = here().say, sheet.next
    if not sheet.rule.active:
        return say("Nothing goes out while it is off.")
    if sheet.rule.kind not in PREVIEWED:
        return ""
    if all_paused and found is None:
        return say("Nothing goes out in the next two weeks, since all is paused.")
    if found is None:
        return say("Nothing comes up in the next two weeks.")
    if found.at is None:
        return say("Much comes up; the next 14 days show what goes out.")
    if found.at_least:
        count = say("about more than {n} invoices", n=found.many)
    else:
        count = say.plural("about {n} invoice", "about {n} invoices", found.many)
    return say("Next: {moment}, {count}", moment=moment_words(say, found.at, zone), count=count)


def until_words(pause: Pause) -> str:
    say = here().say
    if pause.until is None:
        return say("until somebody resumes them")
    return say("they go out again on {day}", day=date.fromisoformat(pause.until))


def state_words(one: Reminder) -> str:
    """What became of it, and why."""
    say = here().say
    words = say.sentence(STATES[State(one.state)])
    if one.reason is None:
        return words
    return say("{state}: {why}", state=words, why=REASONS[Reason(one.reason)])


def tone_of(one: Reminder) -> str:
    return TONES.get(State(one.state), "warn")


def who_pays(name: str, reference: str) -> str:
    return f"{plain(name)} · {reference}"


def count_words(many: int) -> str:
    return many_words(here().say, many)
