"""People at their screens: `florence = screen.person("U0FLORENCE")`, then she types, presses and
sees. Silence and double answers fail."""

import re
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

PATIENCE_MS = 8_000


class DemoProcess:
    """A running `paydesk demo`."""

    def __init__(self, process: "subprocess.Popen[str]", port: int, folder: Path) -> None:
        self.process = process
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

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            with self._arrived:
                self._lines.append(line)
                self._arrived.notify_all()
        with self._arrived:
            self._arrived.notify_all()


class Screen:
    """A browser window without memory; each person has a page in it."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._context = browser.new_context(viewport={"width": 1280, "height": 800})
        self._context.set_default_timeout(PATIENCE_MS)
        self._url = url

    def person(self, user: str, channel: str = "C0BILLING") -> "Someone":
        page = self._context.new_page()
        page.goto(f"{self._url}/?as={user}&c={channel}")
        return Someone(page)

    def close(self) -> None:
        self._context.close()


class Someone:
    """A person before the page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        expect(page.locator("#message")).to_be_attached()

    @property
    def messages(self) -> Locator:
        return self.page.locator("#content article.row")

    def types(self, text: str) -> "Answer":
        """A message or command, sent with Enter. Its one answer is what comes below."""
        before = self.messages.count()
        field = self.page.locator("#message")
        field.fill(text)
        field.press("Escape")
        field.press("Enter")
        expect(self.messages).not_to_have_count(before, timeout=PATIENCE_MS)
        self.page.wait_for_timeout(300)
        came = self.messages.count() - before
        assert came == 1, f"{text!r} got {came} answers: {self.messages.all_inner_texts()[before:]}"
        return Answer(self, self.messages.last)

    def sees_notice(self, text: str) -> None:
        expect(self.page.locator("#notices")).to_contain_text(text)

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
            pattern = re.compile(re.escape(text).replace(r"\ ", r"\s"))
            expect(self.shown).to_contain_text(pattern, timeout=PATIENCE_MS)
        return self

    def presses(self, label: str) -> "Answer":
        self.shown.get_by_role("button", name=label, exact=True).click()
        return self


def wait_for(what: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it never came"
        threading.Event().wait(0.05)
