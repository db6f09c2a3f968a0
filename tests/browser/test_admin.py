"""The web admin in a browser: every page, light and dark, at a desk and on a phone, in English and
in French, searched for what keeps people from using it; and the way in, by keyboard."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, expect

from desk.context import Desk
from storage import members
from storage.database import open_store
from tests.admin.entries import ROWS
from tests.admin.test_who_may_what import path_of
from tests.browser.desk import PATIENCE_MS
from tests.support.admin_served import desk_at, served
from tests.support.admin_visits import Browser as Visitor
from tests.support.admin_visits import browser_of, link_for
from tests.support.cast import OLIVIA, T0, FrozenClock, enter_cast
from tests.support.keys import TEST_KEY
from tests.support.two_practices import TwoPractices, enter_two_practices

DESK_SIZE: ViewportSize = {"width": 1280, "height": 800}
PHONE_SIZE: ViewportSize = {"width": 390, "height": 844}
SERIOUS = ("serious", "critical")
LAYOUT = (
    "color-contrast",
    "html-has-lang",
    "link-in-text-block",
    "meta-viewport",
    "scrollable-region-focusable",
    "target-size",
)
"""Rules that the dark, a small window and another language may break."""
SEARCH = """
({only}) => axe.run(document, {resultTypes: ["violations"], preload: false,
                               ...(only.length ? {runOnly: only} : {})})
"""


@dataclass
class Office:
    """The admin at `url`, with two practices that have everything, and a window before it. What the
    browser complains of is kept."""

    url: str
    desk: Desk
    web: Flask
    world: TwoPractices
    page: Page
    complaints: list[str] = field(default_factory=list)

    @cached_property
    def paths(self) -> list[str]:
        """Of all that the owner may look at: lists, and one of each that has a page of its own."""
        client = browser_of(self.web, self.desk, self.world.cast.practice, OLIVIA)
        looks = [path_of(self.web, row, self.world.ours[""]) for row in ROWS if row.form is None]
        return [one for one in looks if is_page(client.opens(one))]

    def opens(self, path: str) -> Page:
        self.complaints.clear()
        answer = self.page.goto(self.url + path)
        assert answer is not None
        assert answer.ok, path
        for one in self.page.locator("details").all():
            one.evaluate("one => one.open = true")
        return self.page

    def hears(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)


@pytest.fixture(scope="module")
def office(
    chromium: Browser, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    path = tmp_path_factory.mktemp("admin") / "paydesk.db"
    shutil.copy(sqlite_template, path)
    clock = FrozenClock()
    store = open_store(f"sqlite:///{path}", TEST_KEY, clock)
    with served(lambda url: desk_at(store, clock, url)) as (url, desk, web):
        world = enter_two_practices(desk, enter_cast(store))
        context = chromium.new_context()
        context.add_init_script(Axe().axe_script)
        office = Office(url, desk, web, world, context.new_page())
        office.page.set_default_timeout(PATIENCE_MS)
        office.page.on("console", office.hears)
        office.page.on("pageerror", lambda error: office.complaints.append(str(error)))
        yield office
        context.close()
    store.close()


@pytest.fixture(autouse=True)
def at_the_desk(office: Office) -> None:
    """The owner has come in, in English, in the light."""
    members.set_language(office.desk.store, office.world.cast.practice.id, OLIVIA, "en", T0)
    office.page.set_viewport_size(DESK_SIZE)
    office.page.emulate_media(color_scheme="light")
    comes_in(office)


def comes_in(office: Office) -> None:
    """By the link of Slack, and its button by keyboard."""
    page = office.page
    page.goto(link_for(office.desk, office.world.cast.practice, OLIVIA))
    for element in (
        page.get_by_role("link", name="Skip to the page"),
        page.get_by_role("button", name="Come in"),
    ):
        page.keyboard.press("Tab")
        expect(element).to_be_focused()
        expect(element).to_be_in_viewport(ratio=1)
        expect(element).to_have_css("outline-style", "solid")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")


def is_page(browser: Visitor) -> bool:
    """Neither a file nor a way to another page."""
    browser.page.get_data()
    return browser.status == HTTPStatus.OK and browser.page.mimetype == "text/html"


def found_on(page: Page, *only: str) -> list[str]:
    """What is serious, in a line each: by all rules, or by some."""
    found = page.evaluate(SEARCH, {"only": only})["violations"]
    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for one in found
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]


def too_wide(page: Page) -> list[str]:
    """What stands out of the window on the right."""
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"the page is {width} px too wide"] if width > 0 else []


def test_no_page_keeps_anybody_out(office: Office) -> None:
    """In English and light at a desk; none is wider than a phone."""
    slips = {}
    for path in office.paths:
        page = office.opens(path)
        slips[path] = [*found_on(page), *too_wide(page), *office.complaints]
        page.set_viewport_size(PHONE_SIZE)
        slips[path] += too_wide(page)
        page.set_viewport_size(DESK_SIZE)
    assert len(slips) > 10
    assert {path: found for path, found in slips.items() if found} == {}


def test_nor_in_french_in_the_dark_on_a_phone(office: Office) -> None:
    members.set_language(office.desk.store, office.world.cast.practice.id, OLIVIA, "fr", T0)
    page, slips = office.page, {}
    page.set_viewport_size(PHONE_SIZE)
    page.emulate_media(color_scheme="dark")
    for path in office.paths:
        office.opens(path)
        expect(page.locator("html")).to_have_attribute("lang", "fr")
        slips[path] = [*found_on(page, *LAYOUT), *too_wide(page), *office.complaints]
    page.get_by_role("button", name="Menu").click()
    slips["menu"] = [*found_on(page, *LAYOUT), *too_wide(page)]
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("pas connecté")
    slips["signed out"] = [*found_on(page, *LAYOUT), *too_wide(page)]
    assert {path: found for path, found in slips.items() if found} == {}


def test_the_keyboard_goes_past_the_navigation_and_opens_what_is_found(office: Office) -> None:
    page = office.opens("/admin/invoices/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("ada")
    page.keyboard.press("Enter")
    first = page.get_by_role("rowheader").first.get_by_role("link")
    expect(page.get_by_role("link", name="Show all")).to_be_visible()
    while not first.evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")
    number = first.inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)


def test_what_a_form_shows_after_it_was_sent_keeps_nobody_out_either(office: Office) -> None:
    page = office.opens("/admin/audit/")
    page.get_by_role("button", name="Check the whole log").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check of the audit log")
    assert [*found_on(page), *too_wide(page)] == []


def test_the_search_finds_what_keeps_people_out(office: Office) -> None:
    """Or it would find nothing for ever."""
    page = office.opens("/admin/overview/")
    page.evaluate("document.querySelector('main').innerHTML = '<input><p class=faint>Faint</p>'")
    page.evaluate("document.querySelector('.faint').style.color = '#eee'")
    page.evaluate("document.querySelector('main').style.minWidth = '3000px'")
    assert {one.partition(":")[0] for one in found_on(page)} == {"label", "color-contrast"}
    assert too_wide(page)
