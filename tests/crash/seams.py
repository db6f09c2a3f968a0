"""The points at which a process can be killed: counted as it runs, nowhere listed.

A point stands before and after each commit of the store, and before and after each call to Stripe,
Slack and the mail server, where it leaves this process. What comes before one is the same to all
others as what came after the one before it.
"""

import os
import signal
import smtplib
import urllib.request
from collections.abc import Callable
from typing import Any, NoReturn

import requests

from storage.store import Store

SEAMS: tuple[tuple[type, str, str], ...] = (
    (Store, "_commit", "commit"),
    (requests.adapters.HTTPAdapter, "send", "Stripe"),
    (urllib.request.OpenerDirector, "open", "Slack"),
    (smtplib.SMTP, "data", "mail"),
)
"""Where the store commits, and where stripe, slack_sdk and smtplib send."""
BEFORE, AFTER = "before", "after"


class Points:
    """Counts the points that this process comes by. At number `fatal` it dies by SIGKILL, having
    told `say` where that was. `both`: those before count as well as those after."""

    def __init__(self, fatal: int, say: Callable[[str], None], *, both: bool) -> None:
        self._fatal = fatal
        self._say = say
        self._both = both
        self._passed = 0

    def install(self) -> None:
        """Once, in a process that ends afterwards."""
        for owner, name, what in SEAMS:
            self._wrap(owner, name, what)

    def _wrap(self, owner: type, name: str, what: str) -> None:
        real = getattr(owner, name)

        def watched(*args: Any, **more: Any) -> Any:
            if self._both:
                self._pass(f"{BEFORE} {what}")
            answer = real(*args, **more)
            self._pass(f"{AFTER} {what}")
            return answer

        setattr(owner, name, watched)

    def _pass(self, where: str) -> None:
        if self._passed == self._fatal:
            self._say(where)
            self._die()
        self._passed += 1

    def _die(self) -> NoReturn:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("a killed process goes on")
