"""What holds on every page: headers, errors as sentences, card numbers refused, addresses below a
proxy's path, and the sentences in French."""

import logging
from http import HTTPStatus

import pytest
from flask import Flask

from admin.overview import views as overview
from desk.context import Desk
from desk.setting_sections import SECTIONS
from rules.words import refuse
from storage import admin_sessions, members
from storage.failures import StoreDown
from storage.store import Store
from tests.admin.conftest import Enter
from tests.support.admin_visits import Browser, admin_desk, admin_web, link_for
from tests.support.cast import BEN, OLIVIA, SAM, Cast, FrozenClock
from tests.support.stores import KINDS

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
PAGES = (
    "/admin/overview/",
    "/admin/clients/",
    "/admin/invoices/",
    "/admin/payments/",
    "/admin/taxes/",
    "/admin/taxes/new",
    "/admin/fees/",
    "/admin/fees/new",
    "/admin/surcharges/",
    "/admin/reminders/",
    "/admin/articles/",
    "/admin/articles/new",
    "/admin/questions/",
    "/admin/imports/",
    "/admin/people/",
    "/admin/settings/",
    *(f"/admin/settings/edit/{part}" for part in SECTIONS),
    "/admin/audit/",
    "/admin/health/",
    "/admin/sessions/",
)


def policy_of(browser: Browser) -> dict[str, str]:
    told = browser.page.headers["Content-Security-Policy"]
    return dict(part.strip().split(" ", 1) for part in told.split(";"))


@pytest.mark.parametrize(
    "path", [*PAGES, "/admin/", "/admin/nowhere", "/admin/enter/x", "/admin", "/admin/leave"]
)
def test_every_page_has_its_headers_whoever_looks(web: Flask, enter: Enter, path: str) -> None:
    for browser in (Browser(web), enter(OLIVIA)):
        browser.opens(path)
        assert {name: browser.page.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
        assert policy_of(browser) == POLICY
        assert browser.page.headers["Cache-Control"] == "no-store"


def test_only_the_style_may_be_kept(web: Flask) -> None:
    browser = Browser(web).opens("/admin/static/admin.css")
    assert "no-store" not in browser.page.headers["Cache-Control"]
    assert policy_of(browser) == POLICY
    assert Browser(web).opens("/admin/static/../site.py").status == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_a_script_or_style_in_it_or_asks_another_place(enter: Enter, path: str) -> None:
    page = enter(OLIVIA).opens(path).html
    assert page.all("script") == page.all("style") == []
    for tag in page:
        assert "style" not in tag.attributes
        assert not [name for name in tag.attributes if name.startswith("on")]
        for name in ("src", "href", "action"):
            assert not tag.attributes.get(name, "").startswith(("http", "//", "javascript"))


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_one_heading_labels_and_table_heads(enter: Enter, path: str) -> None:
    page = enter(OLIVIA).opens(path).html
    assert len(page.all("h1")) == len(page.all("main")) == 1
    labelled = {label.attributes["for"] for label in page.all("label")}
    for field in [*page.all("input"), *page.all("select"), *page.all("textarea")]:
        hidden = field.attributes.get("type") == "hidden"
        assert hidden or field.attributes["id"] in labelled
    for table in page.all("table"):
        assert table.one("caption").text
        assert all(head.attributes["scope"] in ("col", "row") for head in table.all("th"))
    assert page.one("nav", id="menu").one("a", aria_current="page")


def test_what_breaks_is_a_sentence_with_a_reference(
    enter: Enter, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret of the house")

    monkeypatch.setattr(overview, "overview", broken)
    with caplog.at_level(logging.ERROR):
        browser = enter(OLIVIA).opens("/admin/overview/")
    assert browser.status == HTTPStatus.INTERNAL_SERVER_ERROR
    [record] = [one for one in caplog.records if hasattr(one, "reference")]
    assert record.reference in browser.said
    assert "Something went wrong on our side" in browser.said
    assert "Traceback" not in browser.source
    assert "secret of the house" not in browser.source


def test_a_link_that_breaks_is_not_logged(
    web: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("admin.entering.views.who_enters", broken)
    with caplog.at_level(logging.DEBUG):
        Browser(web).opens("/admin/enter/a-token-that-opens")
    assert "a-token-that-opens" not in caplog.text


def test_while_the_database_is_away_the_page_says_so(
    enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    olivia = enter(OLIVIA)

    def away(*_: object) -> None:
        raise StoreDown(refuse("The database does not answer.").sentence)

    monkeypatch.setattr(admin_sessions, "by_hash", away)
    assert olivia.opens("/admin/overview/").status == HTTPStatus.SERVICE_UNAVAILABLE
    assert "The database does not answer." in olivia.said


CARD = "4242 4242 4242 4242"


def test_a_card_number_is_refused_wherever_it_is_typed(
    enter: Enter, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    olivia = enter(OLIVIA)
    with caplog.at_level(logging.DEBUG):
        olivia.opens("/admin/invoices/", query_string={"q": CARD})
        assert olivia.status == HTTPStatus.FORBIDDEN
        assert "looks like a card number" in olivia.said
        olivia.opens("/admin/sessions/").sends("/admin/language", {"language": CARD})
        assert "looks like a card number" in olivia.said
    assert CARD not in olivia.source
    assert CARD not in caplog.text


@pytest.mark.parametrize("kind", KINDS)
def test_a_character_that_no_database_holds_breaks_nothing(enter: Enter, kind: str) -> None:
    olivia = enter(OLIVIA)
    for path in ("audit/?q=INV%00", "payments/?q=%00", "payments/a%00b", "clients/?after=a%00.1"):
        olivia.opens(f"/admin/{path}")
        assert olivia.status == HTTPStatus.BAD_REQUEST, path
        assert "can’t be answered" in olivia.said
    pause = {"reminder_what": "one", "reminder_reference": "INV\0"}
    olivia.opens("/admin/sessions/").sends("/admin/reminders/pause", pause)
    assert olivia.status == HTTPStatus.BAD_REQUEST


def test_a_form_that_is_too_large_is_refused(enter: Enter) -> None:
    olivia = enter(OLIVIA).opens("/admin/sessions/")
    olivia.sends("/admin/language", {"language": "x" * 1_100_000})
    assert olivia.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert "more than one form may hold" in olivia.said


def test_an_address_that_is_none_says_so(enter: Enter) -> None:
    olivia = enter(OLIVIA).opens("/admin/nowhere")
    assert olivia.status == HTTPStatus.NOT_FOUND
    assert "There is no such page." in olivia.said


def test_support_agents_begin_where_they_may_be(enter: Enter) -> None:
    sam = enter(SAM).opens("/admin/").follows()
    assert sam.status == HTTPStatus.OK
    assert "Overview" not in sam.html.one("nav", id="menu").text


def test_behind_a_proxy_with_a_path_all_addresses_have_it(
    store: Store, clock: FrozenClock, cast: Cast
) -> None:
    address = "https://practice.example/paydesk/admin"
    desk = Desk(store, clock, b"x", admin_url=address)
    link = link_for(desk, cast.practice, BEN)
    assert link.startswith(f"{address}/enter/")
    browser = Browser(admin_web(desk), "https://practice.example/admin")
    browser.opens(f"/admin/enter/{link.rpartition('/')[2]}")
    form = browser.html.one("main").one("form")
    assert form.attributes["action"] == "/paydesk/admin/enter"


def test_over_https_the_cookie_is_for_this_host_alone(
    store: Store, clock: FrozenClock, cast: Cast
) -> None:
    address = "https://practice.example/admin"
    desk = Desk(store, clock, b"x", admin_url=address)
    browser = Browser(admin_web(desk), address).comes_in(link_for(desk, cast.practice, BEN))
    cookie = browser.client.get_cookie("__Host-paydesk_admin", "practice.example", "/")
    assert cookie is not None
    assert (cookie.secure, cookie.http_only, cookie.same_site) == (True, True, "Strict")
    assert (cookie.path, cookie.origin_only, cookie.expires) == ("/", True, None)


def test_all_pages_speak_french(store: Store, cast: Cast, clock: FrozenClock, enter: Enter) -> None:
    members.set_language(store, cast.practice.id, OLIVIA, "fr", clock())
    olivia = enter(OLIVIA)
    said = {path: olivia.opens(path).html.one("h1").text for path in PAGES}
    assert list(said.values()) == [
        "Vue d’ensemble",
        "Clients",
        "Factures",
        "Paiements",
        "Taux de taxe",
        "Nouveau taux",
        "Lignes de frais",
        "Nos propres frais",
        "Règles sur le supplément",
        "Rappels",
        "Articles d’aide",
        "Nouvel article",
        "Questions",
        "Importations",
        "Personnes et rôles",
        "Réglages",
        "Le cabinet sur les factures",
        "Où se trouve le cabinet",
        "Devise, heure, langue",
        "Factures et reçus",
        "Frais de traitement",
        "Limites",
        "Où vont les fiches communes",
        "Où l’on pose les questions",
        "Où les agents répondent",
        "Quand les agents répondent",
        "Journal d’audit",
        "État",
        "Sessions",
    ]


def test_without_an_address_there_is_no_admin(store: Store, cast: Cast) -> None:
    web = admin_web(Desk(store, FrozenClock(), b"x"))
    assert web.test_client().get("/admin/").status_code == HTTPStatus.NOT_FOUND
    assert admin_desk(store, FrozenClock()).admin_url
