"""What is done in the admin leaves what doing it in chat leaves: the same rows, row by row, in the
audit log and among the messages too. And what is done in chat stands in the admin."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from bot.routes import ROUTES
from desk.context import Desk
from storage.store import Store
from tests.admin.conftest import Enter
from tests.support.admin_visits import Browser
from tests.support.cast import FLORENCE, NOAH, OLIVIA, SAM, Cast
from tests.support.chat import Chat
from tests.support.two_practices import rows_of
from tests.support.undoing import undone


@pytest.fixture
def chat(desk: Desk, cast: Cast) -> Chat:
    return Chat(desk, cast.practice.id, ROUTES)


@dataclass(frozen=True)
class Deed:
    """The same in both places. `leaves`: a text that stands in what it changes."""

    name: str
    in_chat: Callable[[Chat], object]
    in_admin: Callable[[Browser], object]
    leaves: str


def left(store: Store) -> list[str]:
    """All rows. A Home that is to be shown anew has a name of chance."""
    rows = [(table, row) for table, found in rows_of(store).items() for row in found]
    return sorted(re.sub(r"home:[0-9a-f]{32}", "home", repr(one)) for one in rows)


def _people(chat: Chat) -> Any:
    return chat.person(OLIVIA).types("/billing").press("People and roles")


def _role(user: str, role: str) -> Callable[[Browser], object]:
    return lambda web: web.opens("/admin/people/").sends(
        "/admin/people/give", {"user": user, "role": role}
    )


VAT = {"name": "VAT", "percent": "20", "kind": "exclusive", "place": "GB"}


def _tax(chat: Chat, button: str) -> Any:
    return chat.person(OLIVIA).types("/tax").press(button)


def _settings(part: str, **form: str) -> Callable[[Chat], object]:
    def in_chat(chat: Chat) -> object:
        window = chat.person(OLIVIA).types("/billing").press("Settings")
        return window.press_id(f"settings:edit:{part}").submit(**form)

    return in_chat


def _setting(part: str, **form: str) -> Callable[[Browser], object]:
    def in_admin(web: Browser) -> object:
        page = f"/admin/settings/edit/{part}"
        opened = [one.attributes["value"] for one in web.opens(page).html.all(name="opened")]
        return web.sends(page, {**form, **({"opened": opened[0]} if opened else {})})

    return in_admin


FEES = {
    "method": "card",
    "currency": "usd",
    "percent": "1.9",
    "fixed": "0.25",
    "since": "2026-12-01",
    "source": "Contract of December",
}
LIMITS = {"front_desk_limit": "$70", "approver": "owner"}
HOURS = {"help_days": "1,2", "help_begins": "9", "help_ends": "12", "help_wait": "30"}
DEEDS = (
    Deed(
        "gives a role",
        lambda chat: _people(chat).press("Add someone").submit(person=NOAH, role="support"),
        _role(NOAH, "support"),
        '{"from": "none", "to": "support"}',
    ),
    Deed(
        "changes a role",
        lambda chat: _people(chat).choose(f"{FLORENCE}:biller"),
        _role(FLORENCE, "biller"),
        '{"from": "front_desk", "to": "biller"}',
    ),
    Deed(
        "takes a role away",
        lambda chat: _people(chat).choose(f"{SAM}:none"),
        _role(SAM, "none"),
        '{"from": "support", "to": "none"}',
    ),
    Deed(
        "answers who asks for access",
        lambda chat: _people(chat).choose("1:front_desk"),
        lambda web: web.opens("/admin/people/").sends(
            "/admin/people/requests/1", {"role": "front_desk"}
        ),
        "access.granted",
    ),
    Deed(
        "declines who asks for access",
        lambda chat: _people(chat).choose("1:none"),
        lambda web: web.opens("/admin/people/").sends("/admin/people/requests/1", {"role": "none"}),
        "access.declined",
    ),
    Deed(
        "adds a tax rate",
        lambda chat: _tax(chat, "New tax rate").submit(**{**VAT, "name": "GST"}),
        lambda web: web.opens("/admin/taxes/new").sends("/admin/taxes/new", {**VAT, "name": "GST"}),
        "tax.added",
    ),
    Deed(
        "edits a tax rate",
        lambda chat: _tax(chat, "Edit").submit(**{**VAT, "percent": "17.5"}),
        lambda web: web.opens("/admin/taxes/1").sends(
            "/admin/taxes/1", {**VAT, "percent": "17.5", "opened": "1"}
        ),
        "tax.edited",
    ),
    Deed(
        "ends a tax rate",
        lambda chat: _tax(chat, "Edit").press("Archive"),
        lambda web: web.opens("/admin/taxes/1").sends("/admin/taxes/1/end"),
        "tax.archived",
    ),
    Deed(
        "enters the practice's own fees",
        lambda chat: chat.person(OLIVIA).types("/fees").press("Use our own fees").submit(**FEES),
        lambda web: web.opens("/admin/fees/new").sends("/admin/fees/new", FEES),
        "fee_row.saved",
    ),
    Deed(
        "sets a limit",
        _settings("limits", **LIMITS),
        _setting("limits", **LIMITS),
        '"front_desk_limit": {"from": 50000, "to": 7000}',
    ),
    Deed(
        "moves the practice",
        _settings("place", place="FR"),
        _setting("place", place="FR"),
        '"place": {"from": "US-TX", "to": "FR"}',
    ),
    Deed(
        "sets when agents answer",
        _settings("help_hours", **HOURS),
        _setting("help_hours", **HOURS),
        '"to": "12 09:00-12:00"',
    ),
)


def leave_the_same(store: Store, deeds: Sequence[Deed], chat: Chat, browser: Browser) -> None:
    """Each, done in chat and in the admin."""
    before = left(store)
    for deed in deeds:
        with undone(store):
            deed.in_chat(chat)
            by_chat = left(store)
        with undone(store):
            assert deed.in_admin(browser)
            by_admin = left(store)
        assert by_chat == by_admin, deed.name
        assert "".join(by_admin).count(deed.leaves) > "".join(before).count(deed.leaves)
    assert left(store) == before


def test_the_store_does_not_tell_the_admin_from_chat(
    store: Store, chat: Chat, enter: Enter
) -> None:
    chat.person(NOAH).types("/billing").press("Ask for access")
    _tax(chat, "New tax rate").submit(**VAT)
    browser = enter(OLIVIA)
    leave_the_same(store, DEEDS, chat, browser)
