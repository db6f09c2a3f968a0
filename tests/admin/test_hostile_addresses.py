"""Addresses that somebody made up: nothing in them leads to another site, and what is searched for
is only ever searched for."""

import pytest

from desk.context import Desk
from storage.store import Store
from tests.admin.conftest import Enter
from tests.admin.test_payloads import runs
from tests.admin.test_who_may_what import unvisited
from tests.commands.entries import COMMAND, OWNER, SEARCH, Row
from tests.commands.test_who_may_what import Scene
from tests.support.cast import OLIVIA, Cast
from tests.support.stores import KINDS
from tests.support.two_practices import enter_two_practices, rows_of

EVIL = "https://evil.example/"
LED = [
    *(f"/admin/?{name}={EVIL}" for name in ("next", "url", "return_to", "redirect", "continue")),
    *("//evil.example/admin", "/admin//evil.example/", "/admin/\\evil.example/", "///evil.example"),
    *("/admin/%2f%2fevil.example", "/admin/overview//evil.example", f"/admin/{EVIL}"),
    *(
        "/admin/clients",
        "/admin",
        f"/admin/overview/?done={EVIL}",
        f"/admin/clients/?after={EVIL}.1",
    ),
]
TRAVELS = {"Referer": EVIL, "X-Forwarded-Host": "evil.example", "X-Original-URL": EVIL}
IN_CHAT = ["''; DROP TABLE client; --", "' OR '1'='1", "x') OR 1=1 --", "INV-' OR 1=1", "ab%"]
"""Of which nothing is called so; NUL is taken out of all that Slack tells."""
ATTACKS = [*IN_CHAT, "a\0b%"]
SIGNS = [
    "'",
    '"',
    "\\",
    "%",
    "_",
    "%%_%",
    "\\%",
    "*",
    "?",
    "$1",
    ":1",
    "{}",
    "\0",
    "\u202e",
    "a" * 5_000,
]
LISTS = {
    "clients": ("which",),
    "invoices": ("state",),
    "payments": ("kind", "state"),
    "audit": ("what", "who"),
    "questions": ("state", "answer"),
    "articles": ("origin",),
    "taxes": ("use",),
    "reminders/sent?": ("state",),
}
on_both = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def scene(desk: Desk, cast: Cast) -> Scene:
    return Scene(desk, enter_two_practices(desk, cast))


def test_no_address_leads_to_another_site(enter: Enter) -> None:
    olivia = enter(OLIVIA)
    for path in LED:
        page = olivia.opens(path, headers=TRAVELS).page
        place = page.headers.get("Location", "/")
        local = place.removeprefix(olivia.base)
        assert local.startswith("/"), f"{path} leads to {place}"
        assert not local.startswith(("//", "/\\")), f"{path} leads to {place}"
        if page.status_code == 200:
            assert [found for tag in olivia.html for found in runs(tag)] == [], path


def test_no_form_leads_to_another_site(enter: Enter) -> None:
    olivia = enter(OLIVIA).opens("/admin/sessions/")
    form = {"csrf": olivia.token, "language": "en", "next": EVIL, "url": EVIL}
    sent = {**TRAVELS, "Sec-Fetch-Site": "same-origin"}
    page = olivia.client.post(f"/admin/language?next={EVIL}", data=form, headers=sent)
    assert (page.status_code, page.headers["Location"]) == (303, "/admin/")


def answer_to(text: str) -> int:
    """What no database holds is refused with a sentence."""
    return 400 if "\0" in text else 200


def undrafted(store: Store) -> object:
    """All rows but drafts: a window for an invoice begins one."""
    return {table: rows for table, rows in rows_of(store).items() if table != "invoice_draft"}


@on_both
def test_what_is_searched_for_is_only_searched_for(enter: Enter, scene: Scene) -> None:
    olivia = enter(OLIVIA)
    before = unvisited(scene.desk.store)
    for page, filters in LISTS.items():
        path = f"/admin/{page.rstrip('?')}" + ("" if page.endswith("?") else "/")
        for text in (*ATTACKS, *SIGNS):
            olivia.opens(path, query_string={"q": text})
            assert olivia.status == answer_to(text), f"{page} {text[:20]!r}: {olivia.text}"
            searched = olivia.html.all("input", name="q") and text in ATTACKS
            assert not (searched and olivia.html.all("td")), f"{page} {text!r}"
        for name in (*filters, "after", "before", "sort", "order"):
            for text in (*ATTACKS, "' OR 1=1.1", "\0.1", "%.999999999999999999"):
                olivia.opens(path, query_string={name: text})
                status = answer_to(text)
                assert olivia.status == status, f"{page} {name} {text!r}: {olivia.text}"
    assert unvisited(scene.desk.store) == before


@on_both
def test_in_chat_too(scene: Scene) -> None:
    before, ids = undrafted(scene.desk.store), scene.ids("")
    for text in (*IN_CHAT, *(sign.replace("\0", "") for sign in SIGNS)):
        for name in ("client", "invoice", "charge", "paylink", "refund", "reminders"):
            typed = Row(COMMAND, name, OWNER, text=lambda _, text=text: text)
            told = scene.asks(typed, OLIVIA, ids).text
            assert text not in IN_CHAT or "Lovelace" not in told, f"{name} {text!r}"
        for name in ("client:find", "payer", "invoice_client", "charge:find", "paylink:find"):
            sought = Row(SEARCH, name, OWNER, value=lambda _, text=text: text)
            found = scene.asks(sought, OLIVIA, ids).answers
            assert text not in IN_CHAT or found == [("offer", [])], f"{name} {text!r}"
    assert undrafted(scene.desk.store) == before
