"""Runs checks side by side, each with the same time, so that none holds up or stops another."""

import queue
import threading
import time
from collections.abc import Iterator

from bot.checkup.finding import Check, Finding, wrong


def run(checks: list[Check], seconds: float) -> Iterator[Finding]:
    """The findings of all checks, in their order; what takes longer than `seconds` is wrong."""
    answers = [_start(check) for check in checks]
    deadline = time.monotonic() + seconds
    for check, answer in zip(checks, answers, strict=True):
        try:
            yield from answer.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            mend = "Check this machine's network, its name server, and its firewall."
            yield wrong(check.name, f"no answer within {seconds:g} seconds", mend)


def _start(check: Check) -> "queue.SimpleQueue[list[Finding]]":
    """In a thread that the program doesn't wait for when it ends."""
    answer: queue.SimpleQueue[list[Finding]] = queue.SimpleQueue()
    threading.Thread(target=lambda: answer.put(_look(check)), daemon=True).start()
    return answer


def _look(check: Check) -> list[Finding]:
    try:
        return check.look()
    except Exception as error:  # noqa: BLE001  the other checks go on; this one has failed, aloud
        return [
            wrong(
                check.name,
                f"this check itself failed ({type(error).__name__})",
                "This is a fault of Paydesk. Please report it with the name in brackets.",
            )
        ]
