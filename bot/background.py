"""What is done beside the requests, which wait for none of it."""

from collections.abc import Callable
from threading import Thread, Timer

from bot.references import report_failure
from desk.context import Desk
from desk.help.shelf import make_ready

AFTER_SECONDS = 3
"""Until then the process has other things to begin with."""


def in_background(work: Callable[[], object]) -> None:
    """A desk.context.Aside."""
    Thread(target=_reported, args=(work,), name="aside", daemon=True).start()


class EarlyStart:
    """Has ready, before anybody needs it, what takes a while."""

    def __init__(self, desk: Desk) -> None:
        self._timer = Timer(AFTER_SECONDS, _reported, [lambda: make_ready(desk)])
        self._timer.daemon = True

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        self._timer.cancel()


def _reported(work: Callable[[], object]) -> None:
    try:
        work()
    except Exception as error:  # noqa: BLE001 - the thread has nobody else to tell
        report_failure(error, "work in the background")
