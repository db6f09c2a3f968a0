"""The mail server of the year: every mail that came, and when."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.crash.letterbox import Letterbox
from tests.support.cast import FrozenClock


class Mails(list[bytes]):
    """Mails with the moments at which they came."""

    def __init__(self, clock: FrozenClock) -> None:
        super().__init__()
        self.clock = clock
        self.at: list[int] = []

    def append(self, mail: bytes) -> None:
        super().append(mail)
        self.at.append(self.clock())


@contextmanager
def letterbox(taken: Mails) -> Iterator[int]:
    box = Letterbox(taken)
    thread = threading.Thread(target=box.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield box.port
    finally:
        box.shutdown()
        box.server_close()
        thread.join()
