"""Fixtures of the browser tests: a demo of its own for each way."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.desk import DESK, PHONE, DemoProcess, Screen, Windows


@pytest.fixture(scope="session", params=["http", "socket"])
def demo(request: pytest.FixtureRequest) -> Iterator[DemoProcess]:
    """The demo as `make demo` runs it, once in HTTP and once in Socket Mode."""
    folder = Path(tempfile.mkdtemp(prefix="paydesk-demo-"))
    way = ["--socket"] if request.param == "socket" else []
    running = DemoProcess(folder, *way)
    try:
        running.wait_until_ready()
        yield running
    finally:
        running.end()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def windows(chromium: Browser) -> Callable[[Mapping[str, Any]], Windows]:
    """Those of a look."""
    opened: dict[str, Windows] = {}

    def of(looks: Mapping[str, Any]) -> Windows:
        if str(looks) not in opened:
            opened[str(looks)] = Windows(chromium, looks)
        return opened[str(looks)]

    return of


@pytest.fixture
def screen(
    request: pytest.FixtureRequest,
    windows: Callable[[Mapping[str, Any]], Windows],
    demo: DemoProcess,
) -> Iterator[Screen]:
    """A desk's, unless the test asks for other looks."""
    opened = Screen(windows(getattr(request, "param", DESK)), demo.url)
    yield opened
    opened.close()


@pytest.fixture
def mine(tmp_path: Path) -> Iterator[DemoProcess]:
    """A demo of one test alone: its time is moved, or its settings are changed."""
    running = DemoProcess(tmp_path / "data")
    try:
        running.wait_until_ready()
        yield running
    finally:
        running.end()


@pytest.fixture
def screens(
    windows: Callable[[Mapping[str, Any]], Windows], mine: DemoProcess
) -> Iterator[tuple[Screen, Screen]]:
    """Of that demo, at a desk and on phones."""
    desk, phone = (Screen(windows(looks), mine.url) for looks in (DESK, PHONE))
    yield desk, phone
    desk.close()
    phone.close()


@pytest.fixture
def client(windows: Callable[[Mapping[str, Any]], Windows]) -> Iterator[Page]:
    """A client's phone."""
    page = windows(PHONE).take()
    yield page
    windows(PHONE).give_back(page)
