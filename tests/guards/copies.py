"""Copies of the tree, in which guards are taken away and tests run."""

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.guards.guard import Guard, without

ROOT = Path(__file__).resolve().parents[2]
LONGEST_SECONDS = 300
_OTHER = {"sqlite": "postgresql", "postgresql": "sqlite"}
_OURS = re.compile(
    r"- (NameError|UnboundLocalError|ImportError|ModuleNotFoundError|SyntaxError|IndentationError)"
)
"""A patch that only broke the program proves nothing."""


@dataclass(frozen=True)
class Run:
    """`caught_by`: the test that failed; "" where none did, and then `why` says how it ended."""

    caught_by: str
    why: str
    seconds: float
    passed: bool = False


class Copy:
    """The files that git knows, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        git = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for name in filter(None, names.split("\0")):
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, folder / name)

    def run_without(self, guard: Guard) -> Run:
        """Run the guard's tests with the guard taken away. Raises Moved."""
        with self._patched(guard):
            return self.run(guard.tests, guard.kind)

    def run(self, tests: Sequence[str], kind: str) -> Run:
        """The tests as the copy is now, until one fails; of those on a database, the ones on
        `kind`."""
        began = time.monotonic()
        asked = [sys.executable, "-m", "pytest", "-x", "-n", "0", "-q", "--tb=no", "-rfE"]
        asked += ["-p", "tests.guards.copy_check", "-p", "no:cacheprovider"]
        status, text = _finished([*asked, "-k", f"not {_OTHER[kind]}", *tests], self.root)
        return _read(status, text, time.monotonic() - began)

    @contextmanager
    def _patched(self, guard: Guard) -> Iterator[None]:
        file = self.root / guard.file
        text = file.read_text()
        try:
            _write(file, without(guard, self.root))
            yield
        finally:
            _write(file, text)


def _write(file: Path, text: str) -> None:
    """With what Python has compiled of it gone: it tells versions apart by whole seconds."""
    file.write_text(text)
    Path(importlib.util.cache_from_source(str(file))).unlink(missing_ok=True)


def _finished(command: list[str], folder: Path) -> tuple[int | None, str]:
    """The exit status, None where it took too long, and what was printed."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "300"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        text, _ = process.communicate(timeout=LONGEST_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return None, process.communicate()[0]
    return process.returncode, text


def _read(status: int | None, text: str, seconds: float) -> Run:
    """Only a test that ran and failed catches anything."""
    lines = text.splitlines()
    failed = [line for line in lines if line.startswith("FAILED ")]
    if status == 0:
        return Run("", "it survived", seconds, passed=True)
    if status != 1 or not failed or any(line.startswith("ERROR ") for line in lines):
        errors = [line for line in lines if line.startswith("ERROR ")] or lines[-1:]
        return Run("", f"no test failed, status {status}: {' '.join(errors)}", seconds)
    if _OURS.search(failed[0]):
        return Run("", f"the patch broke the program: {failed[0]}", seconds)
    return Run(failed[0].removeprefix("FAILED ").partition(" - ")[0], "", seconds)
