"""Fixtures of the browser tests: a demo of its own for each way."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.desk import DESK, DemoProcess, Screen
from tests.support.running import ROOT, free_port


@pytest.fixture(scope="session", params=["http", "socket"])
def demo(request: pytest.FixtureRequest) -> Iterator[DemoProcess]:
    """The demo as `make demo` runs it, once in HTTP and once in Socket Mode."""
    folder = Path(tempfile.mkdtemp(prefix="paydesk-demo-"))
    way = ["--socket"] if request.param == "socket" else []
    port = free_port()
    command = ["-m", "bot", "demo", "--port", str(port), "--folder", str(folder), *way]
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    running = DemoProcess(process, port, folder)
    try:
        running.wait_until_ready()
        yield running
    finally:
        process.terminate()
        process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def screen(
    request: pytest.FixtureRequest, chromium: Browser, demo: DemoProcess
) -> Iterator[Screen]:
    """A desk's, unless the test asks for other looks."""
    opened = Screen(chromium, demo.url, getattr(request, "param", DESK))
    yield opened
    opened.close()
