"""What the views work with: the admin itself, and who is at the browser at this moment."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, g, make_response, redirect, render_template, request, url_for
from flask.wrappers import Response
from werkzeug.wrappers import Response as Redirection

from admin.page import Page
from admin.security import Cookies
from desk.access import Person
from desk.admin.access import Visit
from desk.channels import Channels
from desk.context import Desk
from desk.language import LANGUAGES, Language, language_of
from rules.words import Sentence
from storage.practices import Practice

SEE_OTHER = 303
NAME = "paydesk_admin"
"""Of the Site among the Flask app's extensions."""

Report = Callable[..., Sentence]
"""Logs what broke under a reference: report(error, doing, recorded=…), and says so."""


@dataclass(frozen=True)
class Site:
    """The admin as it is mounted. `address` is where people reach it, "https://…/admin";
    `channels`: what Slack tells of those, None where it isn't asked."""

    desk: Desk
    address: str
    cookies: Cookies
    pages: Sequence[Page]
    report: Report
    channels: Channels | None = None


def site() -> Site:
    found: Site = current_app.extensions[NAME]
    return found


@dataclass(frozen=True)
class Here:
    """A person in the admin. `form_token` stands in every form that changes something."""

    desk: Desk
    visit: Visit
    say: Language
    form_token: str

    @property
    def practice(self) -> Practice:
        return self.visit.practice

    @property
    def person(self) -> Person:
        return self.visit.person


def here() -> Here:
    """Of this request; only behind the gate."""
    found: Here = g.here
    return found


def spoken() -> Language:
    """The person's language; the browser's while nobody is known."""
    if "say" in g:
        said: Language = g.say
        return said
    return language_of(request.accept_languages.best_match(LANGUAGES))


def show(template: str, status: int = 200, **values: Any) -> Response:
    """A page from a template, which says everything through `say`, `plural` and `said`."""
    return make_response(render_template(template, **values), status)


def go_to(endpoint: str, done: str = "", **values: Any) -> Redirection:
    """After a change: the page that shows it. `done` names what `notice` tells there."""
    told = {**values, "done": done} if done else values
    return redirect(url_for(endpoint, **told), SEE_OTHER)


def notice(done: str, sentences: Mapping[str, Sentence]) -> str:
    """What was done, in a sentence; "" where an address names nothing of the kind."""
    told = sentences.get(done)
    return here().say.sentence(told) if told else ""
