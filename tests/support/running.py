"""Paydesk as a real process: `paydesk serve` on a free port, its log read along."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet

from tests.support.slack_requests import FORM, SIGNING_SECRET, command_body, form, signed

ROOT = Path(__file__).resolve().parents[2]
NOWHERE = "http://127.0.0.1:9"
"""Where nothing listens on this machine: tests call no other."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings_for(slack_api_url: str, token: str, database_url: str, port: int) -> dict[str, str]:
    """An environment in which `paydesk serve` starts, in HTTP mode."""
    return {
        "SLACK_BOT_TOKEN": token,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": slack_api_url,
        "STRIPE_API_KEY": "sk_test_51Example000000000000",
        "STRIPE_API_BASE": NOWHERE,
        "DATABASE_URL": database_url,
        "PAYDESK_SECRET_KEY": Fernet.generate_key().decode(),
        "PAYDESK_PORT": str(port),
    }


class Served:
    """A running `paydesk serve`. As a context manager it ends the process."""

    def __init__(self, settings: Mapping[str, str], folder: Path, log_level: str = "info") -> None:
        self.port = int(settings["PAYDESK_PORT"])
        self.began = time.monotonic()
        self.process = self._begun(["serve", "--log-level", log_level], settings, folder)
        self.lines: list[str] = []
        self._arrived = threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    def _begun(self, arguments: list[str], settings: Mapping[str, str], folder: Path) -> Any:
        return subprocess.Popen(
            [Path(sys.executable).with_name("paydesk"), *arguments],
            cwd=folder,
            env={**plain_environment(), **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    @property
    def log(self) -> str:
        return "".join(self.lines)

    def wait_for(self, pattern: str, seconds: float = 20) -> re.Match[str]:
        """Until the output matches; fails when the process ends or the time is over."""

        def found() -> re.Match[str] | None:
            return re.search(pattern, self.log)

        with self._arrived:
            self._arrived.wait_for(lambda: found() or self.process.poll() is not None, seconds)
        match = found()
        assert match, f"no {pattern!r} in:\n{self.log}"
        return match

    def wait_until_ready(self) -> float:
        """Seconds from the start until it answers."""
        self.wait_for("Paydesk is ready")
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                if self.get("/readyz")[0] == 200:
                    return time.monotonic() - self.began
            except OSError:
                pass
            threading.Event().wait(0.01)
        raise AssertionError(f"never ready:\n{self.log}")

    def get(self, path: str) -> tuple[int, str]:
        return self.request("GET", path)

    def request(
        self,
        method: str,
        path: str,
        body: str | bytes = "",
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def command(
        self, command: str, text: str, user: str, team: str, response_url: str = ""
    ) -> tuple[int, str]:
        """A slash command, signed by Slack."""
        body = form(command_body(command, text, user, team, response_url))
        return self.request("POST", "/slack/events", body, signed(body, FORM))

    def stop(self) -> int:
        """Ask it to stop; its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)

    def __enter__(self) -> "Served":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            with self._arrived:
                self.lines.append(line)
                self._arrived.notify_all()
        with self._arrived:
            self._arrived.notify_all()


def plain_environment() -> dict[str, str]:
    """What any process needs, without this machine's own Paydesk settings."""
    keep = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "TMPDIR")
    return {
        **{name: os.environ[name] for name in keep if name in os.environ},
        "PYTHONPATH": str(ROOT),
    }
