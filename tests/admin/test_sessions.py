"""Sessions: new at each coming in, over when signed out, revoked, idle, too old, or without a role;
fixed, stolen and replayed ones open nothing."""

import pytest
from flask import Flask

from desk.admin.access import IDLE_MS, LONGEST_MS, NOTED_EVERY_MS
from desk.context import Desk
from rules.roles import Role
from storage import audit, members
from storage.models import AdminSession
from storage.store import Store
from tests.admin.conftest import Enter
from tests.support.admin_visits import Browser, link_for
from tests.support.cast import BEN, OLIVIA, SAM, T0, Cast, FrozenClock

COOKIE = "paydesk_admin"
PAGE = "/admin/sessions/"


def cookie_of(browser: Browser) -> str:
    cookie = browser.client.get_cookie(COOKIE)
    return cookie.value if cookie else ""


def with_cookie(web: Flask, value: str) -> Browser:
    thief = Browser(web)
    thief.client.set_cookie(COOKIE, value)
    return thief


def test_a_session_that_was_chosen_by_somebody_else_is_not_taken(
    web: Flask, desk: Desk, cast: Cast
) -> None:
    """Fixation: what the browser brings before it comes in is worth nothing after."""
    ben = with_cookie(web, "chosen by somebody else")
    ben.comes_in(link_for(desk, cast.practice, BEN))
    assert cookie_of(ben) not in ("", "chosen by somebody else")
    assert with_cookie(web, "chosen by somebody else").opens(PAGE).status == 401


def test_coming_in_anew_ends_the_session_before(web: Flask, desk: Desk, cast: Cast) -> None:
    ben = Browser(web).comes_in(link_for(desk, cast.practice, BEN))
    first = cookie_of(ben)
    ben.comes_in(link_for(desk, cast.practice, BEN))
    assert cookie_of(ben) != first
    assert with_cookie(web, first).opens(PAGE).status == 401
    assert ben.opens(PAGE).status == 200


def test_a_stolen_session_opens_nothing_after_signing_out(web: Flask, enter: Enter) -> None:
    ben = enter(BEN)
    stolen = cookie_of(ben)
    assert with_cookie(web, stolen).opens(PAGE).status == 200
    ben.opens(PAGE).sends("/admin/leave")
    assert "You have signed out" in ben.said
    assert cookie_of(ben) == ""
    thief = with_cookie(web, stolen).opens(PAGE)
    assert thief.status == 401
    assert "You are not signed in" in thief.said


def test_a_form_is_not_sent_a_second_time_after_signing_out(
    web: Flask, store: Store, cast: Cast, enter: Enter
) -> None:
    """Replay: cookie and token as they were."""
    olivia = enter(OLIVIA).opens(PAGE)
    stolen, token = cookie_of(olivia), olivia.token
    olivia.sends("/admin/leave")
    replayed = with_cookie(web, stolen).opens(PAGE)
    replayed.sends("/admin/language", {"csrf": token, "language": "fr"})
    assert replayed.status == 401
    member = members.find(store, cast.practice.id, OLIVIA)
    assert member is not None
    assert member.language is None


@pytest.mark.parametrize(("after", "status"), [(IDLE_MS - 1, 200), (IDLE_MS, 401)])
def test_a_session_in_which_nothing_is_done_ends(
    clock: FrozenClock, enter: Enter, after: int, status: int
) -> None:
    ben = enter(BEN)
    clock.advance(after)
    assert ben.opens(PAGE).status == status


def test_a_session_ends_after_twelve_hours_whatever_is_done(
    clock: FrozenClock, enter: Enter
) -> None:
    ben, began = enter(BEN), clock.now
    while clock.now - began < LONGEST_MS:
        assert ben.opens(PAGE).status == 200
        clock.advance(IDLE_MS - 1)
    assert ben.opens(PAGE).status == 401


def test_looking_is_noted_once_a_minute(store: Store, clock: FrozenClock, enter: Enter) -> None:
    ben = enter(BEN)
    clock.advance(NOTED_EVERY_MS - 1)
    ben.opens(PAGE)
    assert [row["seen_at"] for row in store.select(AdminSession.select())] == [T0]
    clock.advance(1)
    ben.opens(PAGE)
    assert [row["seen_at"] for row in store.select(AdminSession.select())] == [clock.now]


@pytest.mark.parametrize("how", ["role", "left"])
def test_who_loses_the_role_is_out_at_the_next_click(
    store: Store, cast: Cast, enter: Enter, how: str
) -> None:
    ben = enter(BEN)
    if how == "role":
        members.set_role(store, cast.practice.id, BEN, Role.NONE, T0)
    else:
        members.set_disabled(store, cast.practice.id, BEN, T0)
    assert ben.opens("/admin/invoices/").status == 401
    members.set_role(store, cast.practice.id, BEN, Role.BILLER, T0)
    assert ben.opens("/admin/invoices/").status == 401, "it has ended for good"


def test_who_gets_another_role_sees_at_the_next_click_what_it_allows(
    store: Store, cast: Cast, enter: Enter
) -> None:
    ben = enter(BEN)
    members.set_role(store, cast.practice.id, BEN, Role.SUPPORT, T0)
    assert ben.opens("/admin/invoices/").status == 403
    assert "Only an owner or a biller of the practice can do that." in ben.said


def test_everybody_sees_their_own_sessions_and_an_owner_all(enter: Enter) -> None:
    ben, olivia = enter(BEN), enter(OLIVIA)
    assert [row.all("th")[0].text for row in ben.opens(PAGE).html.all("tr")[1:]] == [BEN]
    assert [row.all("th")[0].text for row in olivia.opens(PAGE).html.all("tr")[1:]] == [OLIVIA, BEN]
    assert "this one" in olivia.html.all("tr")[1].text


def test_an_owner_ends_the_session_of_somebody(store: Store, cast: Cast, enter: Enter) -> None:
    ben, olivia = enter(BEN), enter(OLIVIA)
    [form] = olivia.opens(PAGE).html.one("main").all("form")
    olivia.sends(form.attributes["action"])
    assert "That session has ended" in olivia.said
    assert ben.opens(PAGE).status == 401
    assert olivia.opens(PAGE).html.one("main").all("form") == []
    entry = audit.of_target(store, cast.practice.id, BEN)[-1]
    assert (entry.actor, entry.action) == (OLIVIA, "admin.session_ended")


def test_somebody_ends_their_session_in_another_browser(enter: Enter) -> None:
    there, here = enter(SAM), enter(SAM)
    [form] = here.opens(PAGE).html.one("main").all("form")
    here.sends(form.attributes["action"])
    assert there.opens(PAGE).status == 401
    assert here.opens(PAGE).status == 200


def test_nobody_ends_the_session_of_a_colleague(store: Store, enter: Enter) -> None:
    olivia, ben = enter(OLIVIA), enter(BEN).opens(PAGE)
    [session] = [row for row in store.select(AdminSession.select()) if row["slack_user"] == OLIVIA]
    ben.sends(f"/admin/sessions/{session['id']}/end")
    assert ben.status == 409
    assert "There is no such session." in ben.said
    assert olivia.opens(PAGE).status == 200


def test_where_a_session_is_from_is_told_as_the_proxy_says_and_inert(
    web: Flask, desk: Desk, cast: Cast
) -> None:
    browser = Browser(web)
    browser.client.environ_base["HTTP_X_FORWARDED_FOR"] = "203.0.113.9, 198.51.100.7"
    browser.client.environ_base["HTTP_USER_AGENT"] = "<script>alert(1)</script>" + "x" * 500
    browser.comes_in(link_for(desk, cast.practice, BEN)).opens(PAGE)
    assert "198.51.100.7" in browser.said
    assert "203.0.113.9" not in browser.said
    assert "<script>" not in browser.source


def test_the_language_that_somebody_chooses_holds_in_slack_too(
    store: Store, cast: Cast, enter: Enter
) -> None:
    ben = enter(BEN).opens(PAGE)
    ben.sends("/admin/language", {"language": "fr"}).follows()
    assert ben.html.one("html").attributes["lang"] == "fr"
    member = members.find(store, cast.practice.id, BEN)
    assert member is not None
    assert member.language == "fr"
    ben.sends("/admin/language", {"language": "klingon"})
    assert ben.status == 409
