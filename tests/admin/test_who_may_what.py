"""Each route as each role, without a session, and with another practice's ids: only what the table
of roles lets anyone do. The routes are those of the app itself."""

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from werkzeug.routing import Rule

from desk.admin.access import hashed
from desk.context import Desk
from rules.roles import Role
from storage import admin_sessions
from storage.database import open_store
from storage.store import Store
from tests.admin.entries import OPEN_TO_ALL, ROWS, Row, nothing
from tests.support.admin_visits import SAME_SITE, Browser, admin_desk, admin_web
from tests.support.cast import (
    BEN,
    FLORENCE,
    NOAH,
    OLIVIA,
    SAM,
    STRANGER,
    T0,
    FrozenClock,
    enter_cast,
)
from tests.support.keys import TEST_KEY
from tests.support.two_practices import LEFT, Ids, TwoPractices, enter_two_practices, rows_of
from tests.support.undoing import undone

PEOPLE = {
    OLIVIA: Role.OWNER,
    BEN: Role.BILLER,
    FLORENCE: Role.FRONT_DESK,
    SAM: Role.SUPPORT,
    NOAH: Role.NONE,
    LEFT: Role.NONE,
}
NEVER_IN = {Role.FRONT_DESK, Role.NONE}
NONSENSE = ("9" * 30, "²", "-1", "0", "' OR 1=1", "../../static/admin.css")
LET_IN = (200, 303)
each_route = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.endpoint)


@dataclass(frozen=True)
class Scene:
    """Both practices, and a session of everybody: of those too who would get none."""

    desk: Desk
    web: Flask
    world: TwoPractices

    def browser(self, user: str) -> Browser:
        """With the person's session; its forms carry the token that goes with it."""
        browser = Browser(self.web)
        browser.client.set_cookie("paydesk_admin", f"session of {user}")
        return browser

    def asks(
        self, row: Row, browser: Browser, at: Ids, token: str | None = None, **headers: str
    ) -> Browser:
        path = self.path(row, at)
        if row.form is None:
            return browser.opens(path)
        if token is None:
            token = browser.opens("/admin/sessions/").token
        form = {**row.form(at), "csrf": token}
        browser.page = browser.client.post(
            path, base_url=browser.base, data=form, headers={**SAME_SITE, **headers}
        )
        return browser

    def path(self, row: Row, at: Ids) -> str:
        return path_of(self.web, row, at)


@pytest.fixture(scope="module")
def scene(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    path = tmp_path_factory.mktemp("admin") / "paydesk.db"
    shutil.copy(sqlite_template, path)
    clock = FrozenClock()
    store = open_store(f"sqlite:///{path}", TEST_KEY, clock)
    desk = admin_desk(store, clock)
    world = enter_two_practices(desk, enter_cast(store))
    mine, others = world.cast.practice.id, world.cast.other.id
    ours = {user: _session(store, mine, user) for user in PEOPLE}
    theirs = replace(world.theirs, session=_session(store, others, STRANGER))
    own = {user: replace(ids, session=ours[OLIVIA]) for user, ids in world.ours.items()}
    yield Scene(desk, admin_web(desk), replace(world, ours=own, theirs=theirs))
    store.close()


def _session(store: Store, practice_id: int, user: str) -> str:
    token = hashed(f"session of {user}")
    return str(admin_sessions.add(store, practice_id, user, token, "127.0.0.1", "A browser", T0))


def path_of(web: Flask, row: Row, at: Ids) -> str:
    """Written by hand, so that it may name what is no id."""
    path = rules(web)[row.endpoint].rule
    for name, value in row.at(at).items():
        path = re.sub(rf"<[^>]*\b{name}>", lambda _: quote(value, safe=""), path)  # noqa: B023
    asked = urlencode(row.asks(at))
    return f"{path}?{asked}" if asked else path


def rules(web: Flask) -> dict[str, Rule]:
    """The admin's, by the name of what answers."""
    found = [rule for rule in web.url_map.iter_rules() if rule.rule.startswith("/admin")]
    return {rule.endpoint.removeprefix("admin."): rule for rule in found}


def test_every_route_stands_in_the_table(scene: Scene) -> None:
    assert set(rules(scene.web)) == {row.endpoint for row in ROWS} | set(OPEN_TO_ALL)


def test_a_route_changes_something_only_by_a_form(scene: Scene) -> None:
    found = rules(scene.web)
    for row in ROWS:
        methods = (found[row.endpoint].methods or set()) - {"HEAD", "OPTIONS"}
        assert methods == ({"GET"} if row.form is None else {"POST"}), row.endpoint


@each_route
def test_nobody_gets_anywhere_without_a_session(scene: Scene, row: Row) -> None:
    before = rows_of(scene.desk.store)
    for cookie in ("", "a guess", "session of U0NOBODY"):
        browser = Browser(scene.web)
        browser.client.set_cookie("paydesk_admin", cookie)
        scene.asks(row, browser, scene.world.ours[""], token="x")
        assert browser.status == 401
        assert "You are not signed in" in browser.text
        reveals_nothing(browser, scene.world.secrets)
    assert rows_of(scene.desk.store) == before


@each_route
def test_who_may_not_is_told_so_and_nothing_changes(scene: Scene, row: Row) -> None:
    for user, role in PEOPLE.items():
        if role in row.roles or (row.endpoint == "sessions_end" and role not in NEVER_IN):
            continue
        with undone(scene.desk.store):
            before = unvisited(scene.desk.store)
            browser = scene.asks(row, scene.browser(user), scene.world.ours[""])
            assert browser.status == (401 if role in NEVER_IN else 403), f"{role} {browser.text}"
            reveals_nothing(browser, scene.world.secrets)
            assert unvisited(scene.desk.store) == before


@each_route
def test_who_may_is_let_in_and_sees_nothing_of_the_other_practice(scene: Scene, row: Row) -> None:
    for user, role in PEOPLE.items():
        if role not in row.roles:
            continue
        with undone(scene.desk.store):
            browser = scene.asks(row, scene.browser(user), scene.world.ours[user])
            assert browser.status in LET_IN, f"{role}: {browser.text}"
            reveals_nothing(browser, scene.world.their_secrets)


@each_route
def test_the_owner_of_another_practice_finds_nothing_here(scene: Scene, row: Row) -> None:
    ours = scene.world.cast.practice.id
    with undone(scene.desk.store):
        before = rows_of(scene.desk.store, ours)
        browser = scene.asks(row, scene.browser(STRANGER), scene.world.ours[""])
        named = named_in(row.at) or named_in(row.form or nothing)
        assert browser.status in ((404, 409, 422) if named else LET_IN), browser.text
        reveals_nothing(browser, scene.world.secrets)
        assert rows_of(scene.desk.store, ours) == before


@each_route
def test_what_is_no_id_finds_nothing(scene: Scene, row: Row) -> None:
    for name in named_in(row.at):
        for nonsense in NONSENSE:
            before = rows_of(scene.desk.store)
            at = replace(scene.world.ours[""], **{name: nonsense})
            path = scene.path(row, at)
            browser = scene.browser(OLIVIA)
            if row.form is None:
                browser.opens(path)
            else:
                token = browser.opens("/admin/sessions/").token
                browser.sends(path, {"csrf": token, **row.form(at)})
            assert browser.status in (404, 409), f"{nonsense}: {browser.text}"
            assert rows_of(scene.desk.store) == before


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.form is not None], ids=lambda row: row.endpoint
)
def test_a_form_of_another_site_does_nothing(scene: Scene, row: Row) -> None:
    """Without the token, with somebody else's, and with the right one sent by another site."""
    right = scene.browser(OLIVIA).opens("/admin/sessions/").token
    others = scene.browser(BEN).opens("/admin/sessions/").token
    assert right != others
    forged: list[tuple[str, Mapping[str, str]]] = [
        ("", {}),
        ("x", {}),
        ("é" * 64, {}),
        (others, {}),
        (right, {"Sec-Fetch-Site": "cross-site"}),
        (right, {"Sec-Fetch-Site": "same-site"}),
        (right, {"Sec-Fetch-Site": "none"}),
        (right, {"Origin": "https://evil.example"}),
        (right, {"Origin": "https://[evil.example"}),
    ]
    before = rows_of(scene.desk.store)
    for token, headers in forged:
        browser = scene.asks(row, scene.browser(OLIVIA), scene.world.ours[""], token, **headers)
        assert browser.status == 403
        assert "did not come from a page" in browser.text
    assert rows_of(scene.desk.store) == before


@pytest.mark.parametrize("user", [OLIVIA, BEN, SAM])
def test_the_navigation_offers_only_what_they_may(scene: Scene, user: str) -> None:
    browser = scene.browser(user).opens("/admin/")
    browser = browser.follows()
    offered = {link.attributes["href"] for link in browser.html.one("nav", id="menu").all("a")}
    may = {
        scene.path(row, scene.world.ours[user])
        for row in ROWS
        if PEOPLE[user] in row.roles and row.form is None and not named_in(row.at)
    }
    assert offered <= {path.partition("?")[0] for path in may}
    for path in offered:
        assert scene.browser(user).opens(path).status == 200


def unvisited(store: Store) -> dict[str, list[object]]:
    """All rows but sessions: whoever may not be in is signed out."""
    return {name: rows for name, rows in rows_of(store).items() if name != "admin_session"}


def named_in(make: object) -> set[str]:
    named: set[str] = set()

    class Asked:
        def __getattr__(self, name: str) -> str:
            named.add(name)
            return "1"

    make(Asked())  # type: ignore[operator]
    return named


def reveals_nothing(browser: Browser, secrets: tuple[str, ...]) -> None:
    assert [secret for secret in secrets if secret in browser.source] == []
