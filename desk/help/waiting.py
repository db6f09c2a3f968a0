"""What is told to those who wait: the asker outside office hours, and each side when the other has
waited too long. Written down beforehand as the time when it is due; whoever looks then does it."""

from collections.abc import Callable
from typing import Any

from desk.context import Desk
from desk.days import day_in
from desk.help.letters import letter, mention
from desk.help.news import agents_of, show, tell_agents, tell_asker
from desk.language import Language
from desk.letters import Letter, send
from desk.settings import PracticeSettings, practice_settings
from rules.help_state import AGENTS_TURN, State, What, after
from storage import help_questions, practices
from storage.help_questions import Question
from storage.practices import Practice

Reminder = Callable[[Language, Question], Letter]
"""Of a question that nobody has taken. How it looks is the commands'."""
AT_ONCE = 20
PUT_OFF_MS = 15 * 60 * 1_000
REMINDED_AGAIN_AFTER = 8
"""Times the first wait."""
SILENT_DAYS, LAST_DAYS = 2, 1
"""Working days of silence before the asker is asked, and from then to the end."""


def waiting_values(desk: Desk, practice: Practice) -> dict[str, Any]:
    """It is the agents' turn from now on, and they are reminded if it waits too long."""
    now, settings = desk.clock(), practice_settings(desk, practice)
    due = settings.office_hours.after(now, settings.help_wait)
    return {"waits_since": now, "nudges": 0, "due_at": due}


def replied_values(desk: Desk, practice: Practice) -> dict[str, Any]:
    """It is the asker's turn from now on."""
    now, settings = desk.clock(), practice_settings(desk, practice)
    return {"waits_since": now, "nudges": 0, "due_at": _days_later(settings, now, SILENT_DAYS)}


def is_there(desk: Desk, practice: Practice) -> bool:
    """Whether these are office hours."""
    return practice_settings(desk, practice).office_hours.is_open(desk.clock())


def say_when(desk: Desk, practice: Practice, question: Question) -> None:
    """Tell the asker when somebody will be there, unless somebody is."""
    now, settings = desk.clock(), practice_settings(desk, practice)
    hours = settings.office_hours
    if hours.is_open(now):
        return
    day = day_in(hours.next_opening(now), hours.zone)
    is_today = day == day_in(now, hours.zone)
    when = {"time": f"{hours.begins // 60}:{hours.begins % 60:02}", "place": _place(hours.zone)}

    def write(say: Language) -> Letter:
        if is_today:
            return letter(
                say(
                    "Nobody is there at the moment. Somebody will look at your question today, from"
                    " {time} on ({place} time).",
                    **when,
                )
            )
        return letter(
            say(
                "Nobody is there at the moment. Somebody will look at your question on {day}, from"
                " {time} on ({place} time).",
                day=day,
                **when,
            )
        )

    tell_asker(desk, question, f"help:{question.uid}:closed:{question.waits_since}", write)


def _place(zone: str) -> str:
    """What a time zone is called after: "Chicago"."""
    return zone.rpartition("/")[2].replace("_", " ")


def due(desk: Desk) -> list[Question]:
    """Those of which somebody is to be told."""
    return help_questions.due(desk.store, desk.clock(), AT_ONCE)


def put_off(desk: Desk, known: Question) -> None:
    """Not now: something is wrong with it, and others come first."""
    with desk.store.transaction():
        question = help_questions.locked(desk.store, known.practice_id, known.uid)
        if question is not None:
            later = desk.clock() + PUT_OFF_MS
            help_questions.change(desk.store, known.practice_id, question, due_at=later)


def tell(desk: Desk, known: Question, of_nobodys: Reminder) -> None:
    """Tell whoever is due to be told of it. Of several who look at once, the one that gets the lock
    tells; to the others nothing is due any more. LookupError: its practice is not there."""
    practice = practices.get(desk.store, known.practice_id)
    if practice is None:
        raise LookupError(f"There is no practice {known.practice_id}.")
    with desk.store.transaction():
        question = help_questions.locked(desk.store, practice.id, known.uid)
        if question is None or question.due_at is None or question.due_at > desk.clock():
            return
        if question.state in AGENTS_TURN:
            _remind_agents(desk, practice, question, of_nobodys)
        elif (
            question.state == State.REPLIED and not question.nudges
        ):  # One who thanked isn't asked.
            _ask_asker(desk, practice, question)
        elif after(State(question.state), What.FALL_SILENT):
            _close(desk, practice, question)
        else:
            help_questions.change(desk.store, practice.id, question, due_at=None)


def _remind_agents(
    desk: Desk, practice: Practice, question: Question, of_nobodys: Reminder
) -> None:
    """In the thread of who has it; where nobody has, before all agents."""
    settings = practice_settings(desk, practice)
    again = settings.help_wait * REMINDED_AGAIN_AFTER
    due = settings.office_hours.after(desk.clock(), again)
    nudges = question.nudges + 1
    help_questions.change(desk.store, practice.id, question, due_at=due, nudges=nudges)
    uid = f"help:{question.uid}:reminder:{question.waits_since}:{nudges}"
    asker = mention(question.asker)

    def of_theirs(say: Language) -> Letter:
        who = mention(question.agent or "")
        return letter(say("{who}: {asker} is waiting for your answer.", who=who, asker=asker))

    if question.agent is not None:
        tell_agents(desk, practice, question, uid, of_theirs)
        return
    for one in agents_of(desk, practice, question):
        send(desk, practice, one, f"{uid}:{one}", lambda say: of_nobodys(say, question))


def _ask_asker(desk: Desk, practice: Practice, question: Question) -> None:
    settings = practice_settings(desk, practice)
    due = _days_later(settings, desk.clock(), LAST_DAYS)
    asked = help_questions.change(desk.store, practice.id, question, due_at=due, nudges=1)
    day = day_in(due, settings.time_zone)

    def write(say: Language) -> Letter:
        return letter(
            say(
                "Did that answer your question? If you need more, write it here. Otherwise it is"
                " closed on {day}.",
                day=day,
            )
        )

    if asked is not None:
        tell_asker(desk, asked, f"help:{question.uid}:nudge:{question.waits_since}", write)


def _close(desk: Desk, practice: Practice, question: Question) -> None:
    closed = help_questions.change(
        desk.store,
        practice.id,
        question,
        state=State.SILENT,
        due_at=None,
        closed_at=desk.clock(),
    )

    def write(say: Language) -> Letter:
        return letter(say("Your question is closed. If you write here again, it is opened again."))

    if closed is not None:
        show(desk, practice, closed)
        tell_asker(desk, closed, f"help:{question.uid}:silent:{question.waits_since}", write)


def _days_later(settings: PracticeSettings, now: int, days: int) -> int:
    hours = settings.office_hours
    return hours.after(now, days * (hours.ends - hours.begins))
