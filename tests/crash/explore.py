"""Kills a flow at each of its points, recovers, is killed again while it recovers, and looks."""

import gc
import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from pathlib import Path

from storage.database import open_store
from tests.crash.flow import Flow
from tests.crash.forks import Say, forked, together
from tests.crash.process import Process
from tests.crash.seams import AFTER, Points
from tests.crash.world import World, new_world
from tests.support.invariants import Watch
from tests.support.keys import TEST_KEY

LATE_SECONDS = 25 * 3_600
"""By then Stripe has forgotten every idempotency key."""
CANARY = "Manual therapy"
"""Stands in the lines of the invoices."""


@dataclass
class Findings:
    """`points`: at which it was killed; `nested`: runs that were killed twice, `late`: that were
    recovered a day later. `violations`: where, and what did not hold."""

    points: int = 0
    nested: int = 0
    late: int = 0
    violations: list[str] = field(default_factory=list)

    def add(self, other: "Findings") -> None:
        self.points += other.points
        self.nested += other.nested
        self.late += other.late
        self.violations += other.violations


@dataclass(frozen=True)
class Sample:
    """Of the points, every `step`th; of those while recovering, every `nested_step`th. `at_once`:
    how many processes share the work. `enough`: violations after which one goes no further."""

    step: int = 1
    nested_step: int = 1
    at_once: int = 1
    enough: int = 50


def explore(flow: Flow, sample: Sample) -> Findings:
    """Kills it at each point in turn, until it lives. In a process without other threads."""
    _warm_up(flow)
    with new_world() as (world, folder):
        watch = Watch(world.service, shown=world.shown, canaries=(CANARY,))
        with world.serving(), Process(world) as process:
            flow.prepare(process)
        one = Explorer(flow, world, watch, folder)
        shares = range(sample.at_once)
        found = Findings()
        for findings in together([partial(one.in_turn, share, sample) for share in shares]):
            found.add(findings)
        return found


def _warm_up(flow: Flow) -> None:
    """Once without a kill: what is read then for the first time, each fork of this process has."""
    with new_world() as (world, _), world.serving(), Process(world) as process:
        flow.prepare(process)
        flow.act(process)
    gc.freeze()  # Else each fork would copy all of it to look for what it can throw away.


@dataclass(frozen=True)
class Explorer:
    """What it does is done in processes of their own, each with a copy of the world."""

    flow: Flow
    world: World
    watch: Watch
    folder: Path

    def in_turn(self, share: int, sample: Sample, say: Say) -> None:
        """Killed at every point that is this share's. Says Findings."""
        found = Findings()
        for point in count(0, sample.step):
            if point // 2 % sample.at_once != share:  # A half of those before, and of those after.
                continue
            more = self._apart(str(point), partial(_killed_at, point, sample))
            found.add(more)
            if not more.points or len(found.violations) >= sample.enough:
                break
        say(found)

    def killed_at(self, point: int, sample: Sample) -> Findings:
        """With no points where it lived."""
        where = self._run(point, both=True)
        if where is None:
            return Findings(violations=self._at_rest("never killed"))
        found = Findings(points=1, violations=self._looked(f"killed {where}"))
        if point == 0 or AFTER in where:
            found.add(self._nested(where, sample))
        found.add(self._apart("late", partial(_late, where)))
        return found

    def killed_again(self, where: str, point: int) -> Findings:
        """With no nested run where it lived, and so has recovered."""
        again = self._run(point, both=False)
        if again is None:
            return Findings(violations=self._at_rest(f"killed {where}"))
        name = f"killed {where}, and again {again}"
        found = Findings(nested=1, violations=self._looked(name))
        found.violations += self._recovered(name)
        return found

    def late(self, where: str) -> Findings:
        self.world.passes(LATE_SECONDS)
        name = f"killed {where}, recovered a day later"
        return Findings(late=1, violations=self._recovered(name))

    def _nested(self, where: str, sample: Sample) -> Findings:
        found = Findings()
        for point in count(0, sample.nested_step):
            more = self._apart(str(point), partial(_killed_again, where, point))
            found.add(more)
            if not more.nested:
                break
        return found

    def _apart(self, name: str, work: "Callable[[Explorer], Findings]") -> Findings:
        """In a copy of the world as it is now."""
        folder = self.folder / name

        def moved(say: Say) -> None:
            self.world.moved_to(folder)
            say(work(replace(self, folder=folder)))

        [findings], _ = forked(moved)
        shutil.rmtree(folder)
        return findings

    def _run(self, fatal: int, *, both: bool) -> str | None:
        """The flow in a process of its own; where it was killed, or None."""

        def work(say: Say) -> None:
            logging.disable(logging.CRITICAL)
            Points(fatal, say, both=both).install()
            with Process(self.world) as process:
                self.flow.act(process)

        with self.world.serving():
            said, killed = forked(work)
        return f"at {fatal}, {said[0]}" if killed else None

    def _recovered(self, name: str) -> list[str]:
        with self.world.serving(), Process(self.world) as process:
            self.flow.act(process)
            return self._ends(name, process)

    def _at_rest(self, name: str) -> list[str]:
        with self.world.serving(), Process(self.world) as process:
            return self._ends(name, process)

    def _ends(self, name: str, process: Process) -> list[str]:
        found = [
            *self.flow.ends(process),
            *self.watch.broken(process.desk.store, at_rest=True),
        ]
        return [self._said(name, one) for one in found]

    def _looked(self, name: str) -> list[str]:
        store = open_store(self.world.url, TEST_KEY, lambda: self.world.now)
        try:
            return [self._said(name, one) for one in self.watch.broken(store)]
        finally:
            store.close()

    def _said(self, name: str, what: str) -> str:
        return f"{self.flow.name}: {name}: {what}"


def _killed_at(point: int, sample: Sample, explorer: Explorer) -> Findings:
    return explorer.killed_at(point, sample)


def _killed_again(where: str, point: int, explorer: Explorer) -> Findings:
    return explorer.killed_again(where, point)


def _late(where: str, explorer: Explorer) -> Findings:
    return explorer.late(where)
