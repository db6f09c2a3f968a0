"""A modal that stays open turns to the outcome; one that was closed is left alone."""

from typing import Any

import pytest

from desk.cards import show_view
from sandbox.slack import opening
from sandbox.slack.windows import Window
from storage import outbox
from tests.bot.outbox.support import CHARGE, Desktop
from tests.sandbox.slack.support import BEN, modal, section
from tests.support.stores import every_value_on_both


def opens(desktop: Desktop) -> Window:
    """Ben looks at a modal of ours."""
    window = opening.new_window(desktop.slack, BEN, modal(section("Charging…")))
    desktop.slack.windows.open(window)
    return window


def shows(desktop: Desktop, window: Window, says: str | None, key: str = "a") -> None:
    desktop.says[key] = says
    with desktop.desk.store.transaction():
        show_view(desktop.desk, desktop.practice.id, CHARGE, key, window.id, BEN)


def read(desktop: Desktop) -> Any:
    top = desktop.slack.view_on_top(BEN)
    return top and top["blocks"][0]["text"]["text"]


def lost(desktop: Desktop) -> list[outbox.OutboxRow]:
    return outbox.undelivered(desktop.desk.store, desktop.practice.id)


def test_the_open_modal_shows_the_outcome(desktop: Desktop) -> None:
    window = opens(desktop)
    shows(desktop, window, "On its way")
    shows(desktop, window, "Paid")
    desktop.runs()
    assert read(desktop) == "Paid"
    assert len(desktop.calls("views.update")) == 1


def test_a_modal_that_was_closed_meanwhile_is_left_alone(desktop: Desktop) -> None:
    window = opens(desktop)
    desktop.slack.windows.close(window)
    shows(desktop, window, "Paid")
    desktop.runs(5)
    assert len(desktop.calls("views.update")) == 1
    assert lost(desktop) == []


def test_a_modal_with_nothing_to_show_stays_as_it_is(desktop: Desktop) -> None:
    shows(desktop, opens(desktop), None)
    desktop.runs(5)
    assert read(desktop) == "Charging…"
    assert lost(desktop) == []


@every_value_on_both
@pytest.mark.parametrize(
    "failure",
    [
        {"drop": True, "after": True},
        {"drop": True},
        {"status": 500},
        {"status": 429, "error": "ratelimited", "headers": {"Retry-After": "2"}},
    ],
)
def test_an_update_that_fails_is_tried_again(desktop: Desktop, failure: dict[str, Any]) -> None:
    desktop.fails("views.update", **failure)
    shows(desktop, opens(desktop), "Paid")
    desktop.runs(5)
    assert read(desktop) == "Paid"
    assert len(desktop.calls("views.update")) == 2


def test_a_modal_that_fails_holds_up_neither_the_persons_cards_nor_other_modals(
    desktop: Desktop,
) -> None:
    window = opens(desktop)
    desktop.broken.add("a")
    shows(desktop, window, "Paid")
    desktop.changes("b", "Paid too", BEN)
    desktop.runs(2)
    assert desktop.seen(BEN, "D0BEN") == ["Paid too"]
    other = opens(desktop)
    shows(desktop, other, "Paid at last", "c")
    desktop.runs(20)
    assert read(desktop) == "Paid at last"
    [row] = lost(desktop)
    assert row.recipient == window.id
    assert desktop.seen(BEN, "D0BEN") == ["Paid too"], "the card says it; no news of a modal"
