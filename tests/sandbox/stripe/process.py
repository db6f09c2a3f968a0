"""The local Stripe as a process of its own."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import requests

from tests.support.running import ROOT


class Process:
    """`python -m sandbox.stripe` on a free port, until it is told to end or killed."""

    def __init__(self, *options: str | Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "sandbox.stripe", "--port", "0", *map(str, options)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout
        said = re.search(r"http://\S+?:\d+", self._process.stdout.readline())
        assert said, "it says where it is"
        self.url = said.group()

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, path: str, **asked: Any) -> dict[str, Any]:
        answer = requests.post(f"{self.url}/_test/{path}", json=asked, timeout=30)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        if self._process.poll() is None:
            self._process.send_signal(how)
        return self._process.wait(20)

    def __enter__(self) -> "Process":
        return self

    def __exit__(self, *_: object) -> None:
        self.end(signal.SIGKILL)
        assert self._process.stdout
        self._process.stdout.close()
