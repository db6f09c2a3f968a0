"""Ending this process where going on would do harm; the supervisor starts a new one."""

import os
import signal
from threading import Timer

EXIT_STATUS = 75
"""By convention: a passing failure, try again."""
GIVE_UP_AFTER_SECONDS = 20


def end_process() -> None:
    """As if told to stop: what is held is handed back. At once, if that takes too long."""
    timer = Timer(GIVE_UP_AFTER_SECONDS, lambda: os._exit(EXIT_STATUS))
    timer.daemon = True
    timer.start()
    os.kill(os.getpid(), signal.SIGTERM)
