"""The page on which a client ends reminders: looked at it changes nothing, posted to it does."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.stop_page import add_stop_page
from desk.context import Desk
from desk.language import language_of
from desk.reminders.ways_out import open_door, way_out
from storage import clients
from storage.clients import Client
from storage.database import Store
from tests.support.cast import Cast, FrozenClock
from tests.support.chat import readable
from tests.support.html import Tag, read
from tests.support.stores import ON_SQLITE

pytestmark = ON_SQLITE


class Page:
    def __init__(self, desk: Desk, cast: Cast, language: str) -> None:
        new = Client(0, "NP-1", "Ada <b>", "ada", "ada@example.com", language=language)
        client = clients.add(desk.store, cast.practice.id, new, [])
        found = way_out(desk, cast.practice, language_of(language), client).url
        assert found is not None
        self.path = found.removeprefix(desk.public_url)
        self.desk = desk
        web = Flask(__name__, static_folder=None)
        add_stop_page(web, desk)
        self.web: FlaskClient = web.test_client()

    @property
    def stopped(self) -> bool:
        door = open_door(self.desk, self.path.rpartition("/")[2])
        return door is not None and door.stopped


@pytest.fixture
def desk(store: Store, clock: FrozenClock) -> Desk:
    return Desk(store, clock, b"tests", public_url="https://pay.example.org")


@pytest.fixture
def page(desk: Desk, cast: Cast) -> Page:
    return Page(desk, cast, "en")


def presses(page: Page, shown: Tag) -> Tag:
    """The only button."""
    fields = {one.attributes["name"]: one.attributes["value"] for one in shown.all("input")}
    return read(page.web.post(page.path, data=fields).text)


def test_looking_at_it_changes_nothing(page: Page) -> None:
    for ask in (page.web.get, page.web.head):
        assert ask(page.path).status_code == 200
    shown = page.web.get(page.path)
    assert "no-referrer" in shown.headers["Referrer-Policy"]
    assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
    tree = read(shown.text)
    assert tree.one("button").text == "Send me no more reminders"
    assert "Northside Physio reminds you by e-mail" in tree.text
    assert "Invoices and receipts that the practice sends you still come." in tree.text
    assert not page.stopped


def test_the_button_ends_them_and_the_other_one_has_them_sent_again(page: Page) -> None:
    fields = {
        one.attributes["name"]: "1" for one in read(page.web.get(page.path).text).all("input")
    }
    after = read(page.web.post(page.path, data=fields).text)
    assert page.stopped
    assert after.one("h1").text == "No more reminders"
    assert read(page.web.get(page.path).text).text == after.text
    presses(page, after)
    assert not page.stopped


@pytest.mark.parametrize("content_type", [None, "multipart/form-data"])
def test_a_mail_program_ends_them_with_one_click(page: Page, content_type: str | None) -> None:
    data = {"List-Unsubscribe": "One-Click"}
    assert page.web.post(page.path, data=data, content_type=content_type).status_code == 200
    assert page.stopped


def test_it_is_in_the_clients_language(desk: Desk, cast: Cast) -> None:
    page = Page(desk, cast, "fr")
    tree = read(page.web.get(page.path, headers={"Accept-Language": "en"}).text)
    assert tree.one("html").attributes["lang"] == "fr"
    assert tree.one("button").text == "Ne plus m’envoyer de rappels"


def test_a_link_that_was_made_up_leads_nowhere(page: Page) -> None:
    for path in ("/stop/1-1-x", f"{page.path}x"):
        answer = page.web.post(path, headers={"Accept-Language": "fr-CA,fr;q=0.9"})
        assert answer.status_code == 404
        assert "Ce lien ne mène plus nulle part" in readable(answer.text)
    assert not page.stopped
