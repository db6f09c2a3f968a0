"""Takes one guard after the other away in a copy of the tree, and has its tests run. Prints a
table; fails where no test fails, where a patch doesn't fit any more, or where fewer ran than stand
in the list. With words, only the guards with one of them in their names."""

import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from tempfile import TemporaryDirectory

from tests.guards.copies import Copy, Run
from tests.guards.guard import Guard, Moved
from tests.guards.list import GUARDS

AT_ONCE = 2
KINDS = ("sqlite", "postgresql")


def main(words: Sequence[str]) -> int:
    wanted = [one for one in GUARDS if not words or any(word in one.name for word in words)]
    with TemporaryDirectory() as folder:
        copies: Queue[Copy] = Queue()
        for number in range(AT_ONCE):
            copies.put(Copy(Path(folder) / str(number)))
        return _all(wanted, copies)


def _all(wanted: Sequence[Guard], copies: Queue[Copy]) -> int:
    began = time.monotonic()
    broken = _fails_untouched(wanted, copies)
    if broken:
        print(f"with every guard in place: {broken}")
        return 1
    print(f"with every guard in place all tests pass, {time.monotonic() - began:.0f} s\n")
    print(f"{'without':<52}{'caught by':<112}{'seconds':>8}", flush=True)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        caught = list(pool.map(lambda guard: _told(guard, copies), wanted))
    survived = caught.count(False)
    seconds = time.monotonic() - began
    print(f"\n{len(caught)} of {len(wanted)} taken away, {survived} unnoticed, {seconds:.0f} s")
    return 1 if survived or len(caught) < len(wanted) or not wanted else 0


def _fails_untouched(wanted: Sequence[Guard], copies: Queue[Copy]) -> str:
    """What fails though nothing was taken away; "" where nothing does."""

    def run(kind: str) -> str:
        tests = {test: None for one in wanted if one.kind == kind for test in one.tests}
        done = _with(copies, lambda copy: copy.run(list(tests), kind)) if tests else None
        return "" if done is None or done.passed else done.caught_by or done.why

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return " ".join(filter(None, pool.map(run, KINDS)))


def _told(guard: Guard, copies: Queue[Copy]) -> bool:
    """Whether it was caught; a line of the table says by what."""
    try:
        done = _with(copies, lambda copy: copy.run_without(guard))
    except Moved as moved:
        done = Run("", str(moved), 0.0)
    said = done.caught_by or f"! {done.why}"
    print(f"{guard.name:<52}{said:<112}{done.seconds:>8.1f}", flush=True)
    return bool(done.caught_by)


def _with(copies: Queue[Copy], work: Callable[[Copy], Run]) -> Run:
    copy = copies.get()
    try:
        return work(copy)
    finally:
        copies.put(copy)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
