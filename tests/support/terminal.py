"""A command at a real terminal, as a person has it: typed keys, hidden input, Ctrl-C."""

import os
import pty
import select
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CTRL_C = "\x03"
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30


class Terminal:
    """What has been shown so far is `screen`."""

    def __init__(self, pid: int, keyboard: int) -> None:
        self._pid: int | None = pid
        self._keyboard = keyboard
        self._seen = 0
        self.screen = ""

    def type(self, keys: str) -> None:
        os.write(self._keyboard, keys.encode())

    def wait_for(self, text: str) -> None:
        """Read until the text is shown, after what was waited for before."""
        while (found := self.screen.find(text, self._seen)) < 0:
            if not self._read():
                raise AssertionError(f"{text!r} was not shown; the screen: {self.screen}")
        self._seen = found + len(text)

    def exit_status(self) -> int:
        while self._read():
            pass
        _, status = os.waitpid(self._pid or 0, 0)
        self._pid = None
        return os.waitstatus_to_exitcode(status)

    def end(self) -> None:
        if self._pid is not None:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        os.close(self._keyboard)

    def _read(self) -> bool:
        """Whether anything more was shown before the command ended."""
        if not select.select([self._keyboard], [], [], PATIENCE)[0]:
            raise AssertionError(f"nothing more was shown; the screen: {self.screen}")
        try:
            shown = os.read(self._keyboard, 4096)
        except OSError:  # Linux says so when the command has closed the terminal
            return False
        self.screen += shown.decode(errors="replace")
        return bool(shown)


@contextmanager
def terminal(command: list[str], folder: Path) -> Iterator[Terminal]:
    """Runs the command in the folder, with this project's code."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "TERM": "dumb"}
    pid, keyboard = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.execvpe(command[0], command, environ)
    session = Terminal(pid, keyboard)
    try:
        yield session
    finally:
        session.end()
