"""A sample of what `make crash` does in full, and that it finds what is wrong."""

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from desk.charge_sending import ChargeSending
from processor import payments
from tests.crash.__main__ import too_few
from tests.crash.explore import Findings, Sample, explore
from tests.crash.flow import Flow
from tests.crash.flows import FLOWS
from tests.crash.forks import Fell, Say, forked
from tests.crash.process import Process
from tests.crash.said import said_once
from tests.crash.seams import AFTER, BEFORE, SEAMS, Points
from tests.crash.world import World, new_world
from tests.support.slack_api import Call

CARD, WEBHOOK, LETTERS = "a card is charged", "told by webhook", "a message and a mail"
QUESTION, REMINDER = "a question, handed over", "a reminder by mail"
BY_NAME = {flow.name: flow for flow in FLOWS}
SAMPLES = {CARD: (13, 29, 4), WEBHOOK: (11, 17, 2), LETTERS: (7, 11, 2), QUESTION: (19, 29, 2)}
SAMPLES |= {REMINDER: (19, 29, 2)}
"""By flow: every how many points, every how many while recovering, and how many there are then."""


@pytest.mark.parametrize("name", SAMPLES)
def test_what_must_hold_holds_wherever_paydesk_is_killed(name: str) -> None:
    step, nested_step, points = SAMPLES[name]
    found = explore(BY_NAME[name], Sample(step, nested_step))
    assert found.violations == []
    assert found.points == found.late >= points
    assert found.nested >= 2


class Noted(Points):
    """Kills nobody, and tells each point."""

    def _pass(self, where: str) -> None:
        self._say(where)


def test_every_way_out_of_the_process_is_a_point() -> None:
    seen = {where for name in (CARD, LETTERS) for where in points_of(BY_NAME[name])}
    assert seen == {f"{when} {what}" for when in (BEFORE, AFTER) for _, _, what in SEAMS}


def points_of(flow: Flow) -> list[Any]:
    with new_world() as (world, _), world.serving():
        with Process(world) as process:
            flow.prepare(process)

        def work(say: Say) -> None:
            Noted(0, say, both=True).install()
            with Process(world) as process:
                flow.act(process)

        return forked(work)[0]


def test_a_charge_in_one_step_is_found_to_charge_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the second step, and without a look at what is there, each try is a payment."""
    real, at_once = payments.creation, {"confirm": True, "off_session": True}
    at_once["expand"] = payments.EXPAND
    monkeypatch.setattr(payments, "creation", lambda wanted: {**real(wanted), **at_once})
    monkeypatch.setattr(ChargeSending, "_found", lambda *_: None)
    found = explore(BY_NAME[CARD], Sample(step=12, nested_step=1_000, enough=1))
    assert [one for one in found.violations if ": I1: " in one]


@pytest.mark.parametrize(
    ("posts", "wrong"),
    [
        (["Hello"], 0),
        (["↻ Hello"], 0),
        (["Hello", "↻ Hello", "↻ Hello"], 0),
        ([], 1),
        (["Hello", "Hello"], 1),
        (["↻ Hello"] * 3, 1),
    ],
)
def test_what_is_posted_again_is_found_unless_a_kill_explains_it(
    posts: list[str], wrong: int
) -> None:
    world = World(Path("none"))
    world.slack += [Call("chat.postMessage", {"channel": "C1", "text": one}) for one in posts]
    assert len(list(said_once(world, "C1", "Hello"))) == wrong


def test_what_stands_beside_the_thread_is_found() -> None:
    world = World(Path("none"))
    for sent in ({"thread_ts": "1.0"}, {"thread_ts": None}):
        world.slack.append(Call("chat.postMessage", {"channel": "C1", "text": "Hello", **sent}))
    found = list(said_once(world, "C1", under="1.0"))
    assert found == ["not all in C1 stands under 1.0"]


def test_a_flow_that_loses_points_is_not_as_expected() -> None:
    flow = BY_NAME[CARD]
    enough = Findings(points=flow.least, nested=4 * flow.least, late=flow.least)
    assert not too_few(flow, enough)
    for name in ("points", "nested", "late"):
        fewer = Findings(**{**vars(enough), name: getattr(enough, name) - 1})
        assert too_few(flow, fewer)


def test_what_a_fork_says_arrives_and_what_fails_there_fails_here() -> None:
    def dies(say: Say) -> None:
        say("begun")
        os.kill(os.getpid(), signal.SIGKILL)

    assert forked(lambda say: say("done")) == (["done"], False)
    assert forked(dies) == (["begun"], True)
    with pytest.raises(Fell, match="ZeroDivisionError"):
        forked(lambda say: say(1 // 0))
