"""What becomes of a question in the help channel: the one place that decides it.

```
asked → answered → helped
              └→ waiting → taken → replied … → resolved | not_ours | silent
```
Whatever somebody writes into one that was closed opens it again; one that its asker has deleted is
withdrawn for good, and so is one that has to be forgotten with a client's data.
"""

from enum import StrEnum


class State(StrEnum):
    """Of a question. ANSWERED has what the articles say, HELPED was that enough for. WAITING has
    been handed over and nobody has it yet; TAKEN is an agent's turn, REPLIED the asker's. NOT_OURS
    is no question about billing, SILENT was closed because the asker wrote nothing more. Nothing is
    kept of what a WITHDRAWN or ERASED one said: its asker deleted it, or a client's data was erased
    that it spoke of."""

    ANSWERED = "answered"
    HELPED = "helped"
    WAITING = "waiting"
    TAKEN = "taken"
    REPLIED = "replied"
    RESOLVED = "resolved"
    NOT_OURS = "not_ours"
    SILENT = "silent"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


class What(StrEnum):
    """What happens to a question. HELP: the asker says that this was the answer; HAND_OVER: that a
    person is to answer. WRITE: the asker writes more."""

    HELP = "help"
    HAND_OVER = "hand_over"
    TAKE = "take"
    LET_GO = "let_go"
    REPLY = "reply"
    WRITE = "write"
    RESOLVE = "resolve"
    NOT_OURS = "not_ours"
    FALL_SILENT = "fall_silent"
    WITHDRAW = "withdraw"
    ERASE = "erase"


AGENTS_TURN = frozenset({State.WAITING, State.TAKEN})
"""Somebody waits for an agent."""
OPEN = AGENTS_TURN | {State.REPLIED}
"""An agent's work."""
CLOSED = frozenset({State.RESOLVED, State.NOT_OURS, State.SILENT})
"""Was an agent's work."""
GONE = frozenset({State.WITHDRAWN, State.ERASED})
"""For good."""

_NEXT: dict[What, dict[State, State]] = {
    What.HELP: {State.ANSWERED: State.HELPED, State.WAITING: State.HELPED},
    What.HAND_OVER: dict.fromkeys(
        (State.ANSWERED, State.HELPED, State.RESOLVED, State.SILENT, State.NOT_OURS), State.WAITING
    ),
    What.TAKE: {State.WAITING: State.TAKEN},
    What.LET_GO: {State.TAKEN: State.WAITING, State.REPLIED: State.WAITING},
    What.REPLY: {State.TAKEN: State.REPLIED, State.REPLIED: State.REPLIED},
    What.WRITE: {
        State.WAITING: State.WAITING,
        **dict.fromkeys((State.TAKEN, State.REPLIED), State.TAKEN),
        **dict.fromkeys((State.RESOLVED, State.SILENT), State.WAITING),
    },
    What.RESOLVE: dict.fromkeys(OPEN, State.RESOLVED),
    What.NOT_OURS: dict.fromkeys(OPEN, State.NOT_OURS),
    What.FALL_SILENT: {State.REPLIED: State.SILENT},
    What.WITHDRAW: dict.fromkeys(set(State) - GONE, State.WITHDRAWN),
    What.ERASE: dict.fromkeys(set(State) - GONE, State.ERASED),
}


def after(state: State, what: What) -> State | None:
    """The state that follows; None: that can't happen to it any more, or not yet."""
    return _NEXT[what].get(state)
