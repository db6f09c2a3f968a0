"""`paydesk serve` as a process that begins as a copy of one which has imported Paydesk already: to
import it takes longer than most tests of a process. Otherwise it is as `tests.support.running` has
it."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path

from tests.support.running import Served, plain_environment

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["bot.cli", "bot.serve_command", "bot.server", __name__])


class Forked(Served):
    """A running `paydesk serve`. As a context manager it ends the process."""

    def _begun(self, arguments: list[str], settings: Mapping[str, str], folder: Path) -> "Fork":
        return Fork(arguments, {**plain_environment(), **settings}, folder)


class Fork:
    """What a test needs of subprocess.Popen."""

    def __init__(self, arguments: list[str], environment: dict[str, str], folder: Path) -> None:
        output, written = CONTEXT.Pipe(duplex=False)
        started = (arguments, environment, str(folder), written)
        self._process = CONTEXT.Process(target=_run, args=started)
        self._process.start()
        written.close()
        self.stdout = os.fdopen(os.dup(output.fileno()), encoding="utf-8")
        output.close()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float) -> int:
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("paydesk", timeout)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def _run(
    arguments: list[str], environment: dict[str, str], folder: str, written: Connection
) -> None:
    """In the process."""
    from bot.cli import main

    for number in (1, 2):
        os.dup2(written.fileno(), number)
    written.close()
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(folder)
    sys.argv = ["paydesk", *arguments]
    main()
