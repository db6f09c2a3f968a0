"""Fixtures of the browser tests: the system's Chromium, and a demo of its own for each way."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.desk import DemoProcess, Screen
from tests.support.running import ROOT, free_port

CHROMIUM = next(
    (
        found
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (found := shutil.which(name))
    ),
    None,
)
MISSING = (
    "NO BROWSER TEST RUNS: there is no Chromium on this machine. Install it, on Debian or Ubuntu "
    "with: apt-get install chromium"
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail(MISSING)
        print(f"\n{MISSING}\n", file=sys.stderr)
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        quiet = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)
        yield browser
        browser.close()


@pytest.fixture(scope="module", params=["http", "socket"])
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
def screen(chromium: Browser, demo: DemoProcess) -> Iterator[Screen]:
    opened = Screen(chromium, demo.url)
    yield opened
    opened.close()
