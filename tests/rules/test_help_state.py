"""What becomes of a question, whatever happens to it and in whatever order."""

import pytest

from rules.help_state import AGENTS_TURN, CLOSED, GONE, OPEN, State, What, after

THE_WAY = (
    (State.ANSWERED, What.HAND_OVER, State.WAITING),
    (State.WAITING, What.TAKE, State.TAKEN),
    (State.TAKEN, What.REPLY, State.REPLIED),
    (State.REPLIED, What.WRITE, State.TAKEN),
    (State.TAKEN, What.REPLY, State.REPLIED),
    (State.REPLIED, What.RESOLVE, State.RESOLVED),
    (State.RESOLVED, What.WRITE, State.WAITING),
    (State.ANSWERED, What.HELP, State.HELPED),
    (State.HELPED, What.HAND_OVER, State.WAITING),
    (State.WAITING, What.HELP, State.HELPED),
    (State.REPLIED, What.FALL_SILENT, State.SILENT),
    (State.SILENT, What.WRITE, State.WAITING),
    (State.TAKEN, What.LET_GO, State.WAITING),
    (State.WAITING, What.NOT_OURS, State.NOT_OURS),
)


@pytest.mark.parametrize(("state", "what", "following"), THE_WAY)
def test_a_question_goes_its_way(state: State, what: What, following: State) -> None:
    assert after(state, what) is following


def test_nobody_takes_what_somebody_has() -> None:
    assert [state for state in State if after(state, What.TAKE)] == [State.WAITING]


def test_nobody_replies_before_they_have_taken_it() -> None:
    assert {state for state in State if after(state, What.REPLY)} == {State.TAKEN, State.REPLIED}


def test_only_silence_after_a_reply_closes() -> None:
    assert [state for state in State if after(state, What.FALL_SILENT)] == [State.REPLIED]


def test_what_was_withdrawn_or_erased_stays_so() -> None:
    assert [(state, what) for state in GONE for what in What if after(state, what)] == []
    for what in (What.WITHDRAW, What.ERASE):
        assert all(after(state, what) in GONE for state in State if state not in GONE)


def test_whatever_is_open_can_be_closed_by_an_agent() -> None:
    for what, end in ((What.RESOLVE, State.RESOLVED), (What.NOT_OURS, State.NOT_OURS)):
        assert {state for state in State if after(state, what) is end} == OPEN
    assert not OPEN & CLOSED
    assert AGENTS_TURN < OPEN
