"""People in the web admin: browsers with cookies, that open links, read pages and send forms."""

from typing import Any, cast
from urllib.parse import urlsplit

from flask import Flask
from slack_bolt import App
from werkzeug.test import TestResponse

from bot.admin_mount import mount_admin
from bot.web import build_web
from desk.access import Person
from desk.access_requests import role_of
from desk.admin.access import new_link
from desk.channels import Channels
from desk.context import Desk
from storage.practices import Practice
from storage.store import Store
from tests.support.cast import FrozenClock
from tests.support.html import Tag, read

ADDRESS = "http://localhost/admin"
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
"""What a browser says of a form that one of our own pages sent."""


def admin_desk(store: Store, clock: FrozenClock) -> Desk:
    return Desk(store, clock, claim_secret=b"of the tests", admin_url=ADDRESS)


def admin_web(desk: Desk, channels: Channels | None = None) -> Flask:
    """Paydesk's web endpoints with the admin among them."""
    web = build_web(cast(App, None), None, lambda: {"ready": True})
    mount_admin(web, desk, channels)
    return web


class Browser:
    """Keeps cookies. `page` is what it shows at this moment."""

    def __init__(self, web: Flask, address: str = ADDRESS) -> None:
        self.client = web.test_client()
        self.base = address.removesuffix("/admin")
        self.page: TestResponse

    def opens(self, path: str, **more: Any) -> "Browser":
        self.page = self.client.get(path, base_url=self.base, **more)
        return self

    def sends(self, path: str, form: dict[str, Any] | None = None, **more: Any) -> "Browser":
        """A form of the page that it shows, with the token that stands there, and on to where it
        leads."""
        values = {"csrf": self.token, **(form or {})}
        headers = {**SAME_SITE, **more.pop("headers", {})}
        self.page = self.client.post(path, base_url=self.base, data=values, headers=headers, **more)
        if self.page.status_code in (302, 303):
            self.follows()
        return self

    def follows(self) -> "Browser":
        return self.opens(self.page.headers["Location"])

    def comes_in(self, link: str) -> "Browser":
        """Opens the link and presses the button."""
        self.opens(urlsplit(link).path)
        assert self.page.status_code == 200, self.text
        return self.presses_the_button()

    def presses_the_button(self) -> "Browser":
        form = next(one for one in self.html.all("form") if one.all("input", name="token"))
        token = form.one("input", name="token").attributes["value"]
        return self.sends(form.attributes["action"], {"token": token})

    @property
    def status(self) -> int:
        return self.page.status_code

    @property
    def source(self) -> str:
        return self.page.get_data(as_text=True)

    @property
    def html(self) -> Tag:
        return read(self.source)

    @property
    def text(self) -> str:
        return self.html.one("body").text

    @property
    def said(self) -> str:
        """The page's own words, without what stands around it."""
        return self.html.one("main").text

    @property
    def token(self) -> str:
        """Of the forms of the page."""
        found = self.html.all("input", name="csrf")
        return found[0].attributes["value"] if found else ""


def link_for(desk: Desk, practice: Practice, user: str) -> str:
    return new_link(desk, practice, Person(practice.id, user, role_of(desk, practice.id, user)))


def browser_of(web: Flask, desk: Desk, practice: Practice, user: str) -> Browser:
    """A person who has come in."""
    return Browser(web).comes_in(link_for(desk, practice, user))
