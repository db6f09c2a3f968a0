"""What people do and see in windows, where another process may have to do something first."""

from playwright.sync_api import Locator, expect

from tests.browser.desk import Someone, as_read

LONG = 40_000
"""Milliseconds for what another process has to do first, on a machine that does much else."""


def sees(where: Locator, *texts: str) -> None:
    for text in texts:
        expect(where).to_contain_text(as_read(text), timeout=LONG)


def press(where: Locator, label: str) -> None:
    where.get_by_role("button", name=as_read(label)).last.click(timeout=LONG)


def field(where: Locator, action_id: str) -> Locator:
    return where.locator(f'[data-action-id="{action_id}"]')


def types(someone: Someone, line: str) -> None:
    """What others are told in the channel meanwhile may come between line and answer."""
    someone.page.locator("#message").fill(line)
    someone.page.locator("#message").press("Enter")


def dialog(someone: Someone) -> Locator:
    shown = someone.page.locator("dialog#modal[open]")
    expect(shown).to_be_visible(timeout=LONG)
    return shown


def window(someone: Someone, line: str) -> Locator:
    """The one that a command opens."""
    types(someone, line)
    return dialog(someone)


def closes(form: Locator, *texts: str, onto: str = "") -> None:
    """The window has turned to this by itself; `onto` stands on the one below it."""
    sees(form, *texts)
    press(form, "Fermer")
    if onto:
        sees(form, onto)
        press(form, "Fermer")
    expect(form).to_have_count(0, timeout=LONG)
