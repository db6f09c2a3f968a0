"""The chat of the tests itself: a listener can't get away with what Slack's people would see."""

from collections.abc import Callable

import pytest

from bot.dispatcher import Routes
from bot.incoming import Kind
from commands import blocks
from commands.asked import Asked
from commands.replies import Message
from desk.context import Desk
from tests.support.cast import BEN, Cast
from tests.support.chat import Answer, Chat

MESSAGE = Message("Hello", [blocks.section("Hello")])


def answered_by(desk: Desk, cast: Cast, listener: Callable[[Asked], None]) -> Answer:
    routes = Routes(commands={"fees": listener}, actions={}, views={})
    return Chat(desk, cast.practice.id, routes).person(BEN).types("/fees")


def test_silence_fails(desk: Desk, cast: Cast) -> None:
    with pytest.raises(AssertionError, match="0 answers"):
        answered_by(desk, cast, lambda asked: None)


def test_two_answers_fail(desk: Desk, cast: Cast) -> None:
    def twice(asked: Asked) -> None:
        asked.reply.show(MESSAGE)
        asked.reply.show(MESSAGE)

    with pytest.raises(AssertionError, match="2 answers"):
        answered_by(desk, cast, twice)


def test_blocks_that_slack_would_refuse_fail(desk: Desk, cast: Cast) -> None:
    wrong = Message("Hello", [blocks.section("<!channel>")])
    with pytest.raises(AssertionError, match="unescaped"):
        answered_by(desk, cast, lambda asked: asked.reply.show(wrong))


def test_what_nothing_answers_fails(chat: Chat) -> None:
    with pytest.raises(AssertionError, match="nothing answers"):
        chat.person(BEN).asks(Kind.CLICK, "no:such:button")


def test_a_piece_that_is_not_seen_fails(desk: Desk, cast: Cast) -> None:
    answer = answered_by(desk, cast, lambda asked: asked.reply.show(MESSAGE))
    answer.sees("Hello")
    with pytest.raises(AssertionError, match="is not in"):
        answer.sees("Goodbye")
    with pytest.raises(AssertionError, match="is in"):
        answer.sees_not("Hello")
