"""A question in the help channel while Paydesk is killed: what people do, and how it ends."""

from collections.abc import Iterator

from desk.help import agents
from desk.help.questions import BAD, rate
from desk.settings import change
from rules.help_state import AGENTS_TURN, OPEN, State
from storage import help_questions
from storage.help_questions import Question
from storage.practices import Practice
from tests.crash.process import Process
from tests.crash.said import said_once
from tests.support.cast import NOAH, OLIVIA, SAM, T0

HELP, OURS = "C0HELP", "C0AGENTS"
_TEXT, _REPLY = "How much does a SEPA debit cost?", "Tell me what you charge."
_TS = f"{T0 // 1000}.000100"
_ANSWERED = "Did you find the answer?"
_CLOSED, _RESOLVED = "Nobody is there at the moment", "Your question is answered"
_CARD = "Asked in <#C0HELP>"


def opened(process: Process) -> None:
    """There is a help channel, and one for agents."""
    register = process.register
    for name, channel in (("help_channel", HELP), ("agents_channel", OURS)):
        owner, practice = register.person(OLIVIA), register.cast.practice
        change(process.desk, owner, practice, name, channel)


def handed_over(process: Process) -> None:
    """Somebody asks; the answer is none to them, so they press 😞."""
    message = {"type": "message", "channel": HELP, "channel_type": "channel", "user": NOAH}
    process.hears("Ev1", {**message, "text": _TEXT, "ts": _TS})
    process.until_rest()
    asked = _asked(process)
    if asked is not None and asked.state == State.ANSWERED:
        practice = _practice(process)
        rate(process.desk, practice, process.register.person(NOAH), asked.uid, BAD)
    process.until_rest()


def waiting(process: Process) -> None:
    """Nobody has it yet."""
    opened(process)
    handed_over(process)


def resolved(process: Process) -> None:
    """An agent takes it, replies by one window, and resolves it."""
    desk, practice, sam = process.desk, _practice(process), process.register.person(SAM)
    asked = _asked(process)
    assert asked is not None
    if asked.state in AGENTS_TURN:
        agents.take(desk, practice, sam, asked.uid)
    if asked.state in OPEN:
        agents.reply(desk, practice, sam, asked.uid, _REPLY, "one-window")
        process.until_rest()
        agents.resolve(desk, practice, sam, asked.uid)
    process.until_rest()


def ends_waiting(process: Process) -> Iterator[str]:
    yield from _ends(process, State.WAITING)
    yield from said_once(process.world, HELP, _ANSWERED, _CLOSED, under=_TS)
    yield from said_once(process.world, OURS, _CARD)


def ends_resolved(process: Process) -> Iterator[str]:
    yield from _ends(process, State.RESOLVED)
    in_thread = (_ANSWERED, _CLOSED, _REPLY, _RESOLVED)
    yield from said_once(process.world, HELP, *in_thread, under=_TS)
    yield from said_once(process.world, OURS, _CARD, _REPLY)


def _ends(process: Process, state: State) -> Iterator[str]:
    store, mine = process.desk.store, process.register.mine
    asked = help_questions.asked_between(store, mine, 0, 2**60)
    if [(one.text, one.state) for one in asked] != [(_TEXT, state)]:
        yield f"the questions are {[(one.text, str(one.state)) for one in asked]}"


def _asked(process: Process) -> Question | None:
    store, mine = process.desk.store, process.register.mine
    return help_questions.by_message(store, mine, HELP, _TS)


def _practice(process: Process) -> Practice:
    return process.register.cast.practice
