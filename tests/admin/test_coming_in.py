"""The one-time link: previews don't eat it, one person uses it once, and what is wrong is said."""

import threading
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from flask import Flask

from desk.admin import access
from desk.admin.access import KEPT_MS, LINK_MS, Where, enter
from desk.context import Desk
from rules.roles import Role
from rules.words import Refusal
from storage import admin_links, audit, members, practices
from storage.models import AdminLink, AdminSession
from storage.store import Store
from tests.admin.conftest import Enter
from tests.support.admin_visits import SAME_SITE, Browser, link_for
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, STRANGER, T0, Cast, FrozenClock

PREVIEWS = (
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Slack-ImgProxy (+https://api.slack.com/robots)",
    "Mozilla/5.0 (Windows NT 10.0) SafeLinks",
    "facebookexternalhit/1.1",
    "Twitterbot/1.0",
)
on_both = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])


@pytest.fixture
def link(desk: Desk, cast: Cast) -> str:
    return urlsplit(link_for(desk, cast.practice, BEN)).path


def sessions(store: Store) -> int:
    return len(store.select(AdminSession.select(AdminSession.id)))


def test_previews_open_a_link_ten_times_and_then_a_person_uses_it_once(
    web: Flask, store: Store, link: str
) -> None:
    for number in range(10):
        bot = Browser(web).opens(link, headers={"User-Agent": PREVIEWS[number % len(PREVIEWS)]})
        assert bot.status == 200
        assert bot.html.one("main").one("button").text == "Come in"
    assert sessions(store) == 0
    ben = Browser(web).opens(link)
    assert "Northside Physio, as Biller" in ben.text
    assert ben.presses_the_button().follows().status == 200
    assert sessions(store) == 1
    assert ben.html.one("h1").text == "Overview"
    again = Browser(web).opens(link)
    assert again.status == 404
    assert "This link has been used, and each works once." in again.said
    assert sessions(store) == 1


def test_before_and_after_the_button_stands_who_comes_in(
    web: Flask, store: Store, cast: Cast, link: str
) -> None:
    members.remember_locale(store, cast.practice.id, BEN, "en-US", T0, "Ben\u202e Bitdiddle")
    ben = Browser(web).opens(link)
    assert "For Ben Bitdiddle: Northside Physio, as Biller" in ben.said
    menu = ben.presses_the_button().follows().html.one("nav", id="menu")
    assert "Signed in as Ben Bitdiddle: Biller" in menu.text


def test_a_press_of_the_button_a_second_time_opens_nothing(
    web: Flask, store: Store, link: str
) -> None:
    first, second = Browser(web).opens(link), Browser(web).opens(link)
    assert first.presses_the_button().status in (200, 303)
    assert second.presses_the_button().status == 409
    assert "This link has been used" in second.said
    assert sessions(store) == 1


@on_both
def test_of_two_who_use_it_at_the_same_moment_one_comes_in(
    desk: Desk, store: Store, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have found it unused before either uses it up."""
    both, found = threading.Barrier(2), admin_links.by_hash

    def by_hash(*asked: object) -> object:
        link = found(*asked)  # type: ignore[arg-type]
        both.wait(20)
        return link

    monkeypatch.setattr(admin_links, "by_hash", by_hash)
    token = link.rpartition("/")[2]
    came: list[str] = []

    def come() -> None:
        try:
            came.append(enter(desk, token, Where("127.0.0.1", "one of two")))
        except Refusal as refusal:
            came.append(str(refusal))

    threads = [threading.Thread(target=come) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(came) == 2
    assert len([one for one in came if one.startswith("This link has been used")]) == 1
    assert sessions(store) == 1


def later(_: Store, cast: Cast, clock: FrozenClock) -> None:
    clock.advance(LINK_MS)


def taken_away(store: Store, cast: Cast, _: FrozenClock) -> None:
    members.set_role(store, cast.practice.id, BEN, Role.NONE, T0)


def changed(store: Store, cast: Cast, _: FrozenClock) -> None:
    members.set_role(store, cast.practice.id, BEN, Role.OWNER, T0)


def gone(store: Store, cast: Cast, _: FrozenClock) -> None:
    members.set_disabled(store, cast.practice.id, BEN, T0)


@pytest.mark.parametrize(
    ("happens", "says"),
    [
        (later, "This link was good for ten minutes"),
        (taken_away, "Your role at the practice has changed"),
        (changed, "Your role at the practice has changed"),
        (gone, "Your role at the practice has changed"),
    ],
)
def test_what_has_run_out_says_so_before_and_after_the_button(
    web: Flask,
    store: Store,
    cast: Cast,
    clock: FrozenClock,
    link: str,
    happens: Callable[[Store, Cast, FrozenClock], None],
    says: str,
) -> None:
    early = Browser(web).opens(link)
    happens(store, cast, clock)
    late = Browser(web).opens(link)
    assert (late.status, early.presses_the_button().status) == (404, 409)
    for browser in (early, late):
        assert says in browser.said
        assert "/billing" in browser.said
    assert sessions(store) == 0


@pytest.mark.parametrize("token", ["x", "é", "A" * 43, "A" * 10_000, "%00", "..%2f..", "' OR 1=1"])
def test_a_tampered_link_opens_nothing(web: Flask, link: str, token: str) -> None:
    for path in (f"/admin/enter/{token}", f"{link}x", link[:-1]):
        browser = Browser(web).opens(path)
        assert browser.status in (401, 404)
        assert browser.html.one("h1").text in ("That did not work", "You are not signed in")


def test_a_link_of_another_installation_opens_nothing(web: Flask, store: Store, link: str) -> None:
    """The same token, where the store has never heard of it."""
    store.change(AdminLink.delete())
    browser = Browser(web).opens(link)
    assert "This link opens nothing" in browser.said


def test_a_link_leads_to_its_own_practice_alone(web: Flask, desk: Desk, cast: Cast) -> None:
    stranger = Browser(web).comes_in(link_for(desk, cast.other, STRANGER)).follows()
    assert "Southside Dental" in stranger.text
    assert "Northside Physio" not in stranger.source


@pytest.mark.parametrize("user", [FLORENCE, NOAH])
def test_who_may_not_come_in_gets_no_link(desk: Desk, cast: Cast, user: str) -> None:
    with pytest.raises(Refusal):
        link_for(desk, cast.practice, user)


def test_where_no_admin_can_be_reached_there_is_no_link(store: Store, cast: Cast) -> None:
    nowhere = Desk(store, lambda: T0, b"x")
    with pytest.raises(Refusal, match="PAYDESK_PUBLIC_URL"):
        link_for(nowhere, cast.practice, OLIVIA)


def test_the_button_works_only_in_the_browser_that_was_shown_it(web: Flask, link: str) -> None:
    """Nobody is brought in by somebody else's page, as somebody else."""
    token = link.rpartition("/")[2]
    victim = Browser(web)
    seen = Browser(web).opens(link)
    form = {"token": token, "csrf": seen.token}
    for headers in ({}, SAME_SITE, {"Sec-Fetch-Site": "cross-site"}):
        answer = victim.client.post("/admin/enter", data=form, headers=headers)
        assert answer.status_code == 409
    own = Browser(web).opens(link)
    forged = {"token": token, "csrf": own.token}
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert own.client.post("/admin/enter", data=forged, headers=headers).status_code == 409
    assert own.presses_the_button().status in (200, 303)


def test_tokens_stand_in_the_store_only_as_hashes(store: Store, web: Flask, link: str) -> None:
    ben = Browser(web).opens(link).presses_the_button()
    cookie = ben.client.get_cookie("paydesk_admin")
    assert cookie is not None
    token = link.rpartition("/")[2]
    rows = [*store.select(AdminLink.select()), *store.select(AdminSession.select())]
    assert token not in repr(rows)
    assert cookie.value not in repr(rows)
    assert access.hashed(token) in repr(rows)


def test_coming_in_stands_in_the_audit_log(store: Store, cast: Cast, enter: Enter) -> None:
    enter(SAM)
    [entry] = audit.of_target(store, cast.practice.id, SAM)
    assert (entry.actor, entry.action) == (SAM, "admin.entered")
    assert audit.verify(store, cast.practice.id) == []


def test_old_links_and_sessions_are_forgotten(
    store: Store, clock: FrozenClock, enter: Enter
) -> None:
    enter(BEN)
    clock.advance(KEPT_MS + 1)
    enter(OLIVIA)
    assert [row["slack_user"] for row in store.select(AdminSession.select())] == [OLIVIA]
    assert [row["slack_user"] for row in store.select(AdminLink.select())] == [OLIVIA]


def test_the_link_speaks_the_language_of_its_person(web: Flask, desk: Desk, cast: Cast) -> None:
    members.set_role(desk.store, cast.practice.id, FLORENCE, Role.BILLER, T0)
    browser = Browser(web).opens(urlsplit(link_for(desk, cast.practice, FLORENCE)).path)
    assert browser.html.one("html").attributes["lang"] == "fr"
    assert practices.get(desk.store, cast.practice.id) is not None
