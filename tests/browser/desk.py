"""People at their screens: `florence = screen.person("U0FLORENCE")`, then she types, presses and
sees. Silence and double answers fail."""

import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.running import ROOT, free_port

PATIENCE_MS = 8_000

in_http = pytest.mark.parametrize("demo", ["http"], indirect=True)
"""For what is the same however Slack and Paydesk reach each other."""


class DemoProcess:
    """A running `paydesk demo`, on a free port."""

    def __init__(self, folder: Path, *options: str) -> None:
        port = free_port()
        command = ["-m", "bot", "demo", "--port", str(port), "--folder", str(folder), *options]
        self.process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.folder = folder
        self.url = f"http://127.0.0.1:{port}"
        self._lines: list[str] = []
        self._arrived = threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    @property
    def output(self) -> str:
        return "".join(self._lines)

    def wait_until_ready(self, seconds: float = 60) -> None:
        with self._arrived:
            self._arrived.wait_for(
                lambda: "in your browser" in self.output or self.process.poll() is not None, seconds
            )
        assert "in your browser" in self.output, self.output

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(30)

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            with self._arrived:
                self._lines.append(line)
                self._arrived.notify_all()
        with self._arrived:
            self._arrived.notify_all()


DESK = {"viewport": {"width": 1280, "height": 800}}
DARK = {**DESK, "color_scheme": "dark"}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
"""What a window may look like."""


class Windows:
    """The browser's windows of one look. A new page is a process and its second of work, so they
    are used again."""

    def __init__(self, browser: Browser, looks: Mapping[str, Any]) -> None:
        self._context = browser.new_context(**looks)
        self._context.set_default_timeout(PATIENCE_MS)
        self._idle: list[Page] = []

    def take(self) -> Page:
        return self._idle.pop() if self._idle else self._context.new_page()

    def give_back(self, page: Page) -> None:
        """Without what the page remembers."""
        page.evaluate("localStorage.clear()")
        page.goto("about:blank")
        self._idle.append(page)


class Screen:
    """Where people look at the workspace; each has a page."""

    def __init__(self, windows: Windows, url: str) -> None:
        self._windows = windows
        self._pages: list[Page] = []
        self._url = url

    def person(self, user: str, channel: str = "C0BILLING") -> "Someone":
        page = self._windows.take()
        self._pages.append(page)
        page.goto(f"{self._url}/?as={user}&c={channel}")
        return Someone(page)

    def home_of(self, user: str) -> "Someone":
        return self.person(user, user.replace("U", "H", 1))

    def messages_of(self, user: str) -> "Someone":
        """Their direct messages with Paydesk."""
        return self.person(user, user.replace("U", "D", 1))

    def close(self) -> None:
        for page in self._pages:
            self._windows.give_back(page)


class Someone:
    """A person before the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        expect(page.locator("#content")).to_be_attached()

    @property
    def messages(self) -> Locator:
        return self.page.locator("#content article.row")

    def types(self, text: str) -> "Answer":
        """A message or command, sent with Enter. Its one answer is what comes below."""
        before = self.messages.count()
        field = self.page.locator("#message")
        field.fill(text)
        field.press("Enter")
        expect(self.messages).not_to_have_count(before, timeout=PATIENCE_MS)
        self.page.wait_for_timeout(300)
        came = self.messages.count() - before
        assert came == 1, f"{text!r} got {came} answers: {self.messages.all_inner_texts()[before:]}"
        return Answer(self, self.messages.last)

    def sees(self, *texts: str, within: str = "body") -> None:
        for text in texts:
            expect(self.page.locator(within)).to_contain_text(as_read(text))

    def presses(self, label: str) -> None:
        self.page.get_by_role("button", name=label, exact=True).last.click()

    def is_at(self, what: Locator) -> None:
        """The keyboard is there."""
        expect(what).to_be_focused()

    def dialog(self) -> Locator:
        modal = self.page.locator("dialog#modal[open]")
        expect(modal).to_be_visible()
        return modal

    def picture(self, path: Path) -> None:
        self.page.screenshot(path=path)


class Answer:
    """One message, as its reader sees it."""

    def __init__(self, reader: Someone, shown: Locator) -> None:
        self.reader = reader
        self.shown = shown

    def sees(self, *texts: str) -> "Answer":
        for text in texts:
            expect(self.shown).to_contain_text(as_read(text), timeout=PATIENCE_MS)
        return self

    def presses(self, label: str) -> "Answer":
        self.shown.get_by_role("button", name=label, exact=True).click()
        return self


def as_read(text: str) -> re.Pattern[str]:
    """`text` with any space where it has one: French and money have no-break ones."""
    return re.compile(re.escape(text).replace(r"\ ", r"\s"))


def wait_for(what: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it never came"
        threading.Event().wait(0.05)
