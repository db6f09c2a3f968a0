"""The admin put together: its pages, the gate before them, and what every template can say.

How a page is added:

1. A folder `admin/<page>/` with `views.py`. A view reads `request`, calls use cases of desk with
   `here().desk`, `here().practice`, `here().person`, and gives `show("<page>/one.html", …)`. After
   a change it gives `go_to("admin.<page>_list", done="saved")`. It asks nothing of storage but
   plain dataclasses, writes no row, and catches no Refusal: the error page says it (404 where
   somebody looked, 409 where somebody did something). `WrongFields` of a form: see admin/forms.py.
2. At the end of views.py `PAGE = Page(name=…, title=…, action=…, routes=(Route(…), …))`; put it
   into PAGES below, where it is to stand in the navigation. The gate asks for the session, for
   `USE_ADMIN` (or with `for_support=True` only `OPEN_ADMIN`), for the page's action, for the form's
   token at each POST, and refuses card numbers in all that was typed.
3. Templates in `admin/templates/<page>/`: `{% extends "layout.html" %}`, blocks `title` and `main`.
   Every word through `say("…", value=…)`, `plural("…", "…", n)` or, for a Sentence, `said(…)`;
   each needs its French. Never `|safe`, no `style=`, no `on…=`, no inline script. A form that
   changes something: `<form method="post">` with `{{ form_field() }}`, and `field`, `area`,
   `choice` for what is typed: `{% from "parts.html" import form_field, field with context %}`.
   Money, days, people: `words.money(…)` and the like, see admin/words.py. A table that may be wider
   than a phone stands in `<div class="scrolls" tabindex="0" role="region" aria-label="…">`.
4. A list: `admin/table.py` (filters, search, keyset pages, empty state, export links), shown with
   `{{ shown(table) }}` from "table.html"; look at admin/invoices/views.py. Its query stands in
   storage/, named for its question, with the practice in it, limited, by an index.
5. A row in tests/admin/entries.py for each route: who may, and with which ids. Without it a test
   fails.
"""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Flask, Response, abort, g, request
from jinja2 import StrictUndefined
from werkzeug.routing import IntegerConverter

from admin import errors, words
from admin.articles import views as articles
from admin.audit import views as audit
from admin.clients import views as clients
from admin.entering import views as start
from admin.fees import views as fees
from admin.gate import Gate
from admin.health import views as health
from admin.here import NAME, Report, Site, spoken
from admin.imports import views as imports
from admin.invoices import views as invoices
from admin.overview import views as overview
from admin.page import Page
from admin.payments import views as payments
from admin.people import views as people
from admin.questions import views as questions
from admin.reminders import views as reminders
from admin.security import Cookies, put_headers
from admin.sessions import views as sessions
from admin.settings import views as settings
from admin.surcharges import views as surcharges
from admin.table import COUNTED_TO
from admin.taxes import views as taxes
from desk.channels import Channels
from desk.context import Desk
from desk.role_names import ROLE_NAMES
from rules.ids import LONGEST
from rules.words import Refusal

ADDRESS = "/admin"
PAGES: tuple[Page, ...] = (
    overview.PAGE,
    clients.PAGE,
    invoices.PAGE,
    payments.PAGE,
    taxes.PAGE,
    fees.PAGE,
    surcharges.PAGE,
    reminders.PAGE,
    articles.PAGE,
    questions.PAGE,
    imports.PAGE,
    people.PAGE,
    settings.PAGE,
    audit.PAGE,
    health.PAGE,
    sessions.PAGE,
    start.PAGE,
)
"""In the order of the navigation."""
STATIC = "admin.static"
OPEN_TO_ALL = frozenset({STATIC, "admin.show_link", "admin.use_link"})


def mount(
    web: Flask, desk: Desk, address: str, report: Report, channels: Channels | None = None
) -> None:
    """Put the admin into the web app. `address` is where people reach it; `report` logs what broke
    under a reference and gives the sentence that names it; `channels` asks Slack."""
    site = Site(desk, address, Cookies(address), PAGES, report, channels)
    web.extensions[NAME] = site
    web.jinja_env.undefined = StrictUndefined
    web.url_map.converters["id"] = Id
    web.jinja_env.trim_blocks = web.jinja_env.lstrip_blocks = True
    blueprint = Blueprint(
        "admin",
        __name__,
        url_prefix=ADDRESS,
        template_folder="templates",
        static_folder="static",
    )
    pages = _add_routes(blueprint)
    blueprint.before_request(Gate(site, OPEN_TO_ALL, pages))
    blueprint.context_processor(_in_every_template)
    blueprint.register_error_handler(Refusal, errors.on_refusal)
    blueprint.register_error_handler(Exception, errors.on_error)
    blueprint.after_app_request(_headers)
    web.register_blueprint(blueprint)


class Id(IntegerConverter):
    """Of a row: no more digits than databases count in."""

    regex = rf"\d{{1,{LONGEST}}}"


def _add_routes(blueprint: Blueprint) -> Mapping[str, Page]:
    """The pages by their endpoints."""
    blueprint.add_url_rule("/enter/<token>", "show_link", start.show_link)
    blueprint.add_url_rule("/enter", "use_link", start.use_link, methods=["POST"])
    blueprint.add_url_rule("/<path:nothing>", "nothing", _nothing, methods=["GET", "POST"])
    pages = {}
    for page in PAGES:
        for route in page.routes:
            endpoint = page.endpoint(route)
            pages[endpoint] = page
            blueprint.add_url_rule(
                page.address + route.path,
                endpoint.removeprefix("admin."),
                route.view,
                methods=[route.method],
            )
    return pages


def _nothing(nothing: str) -> Response:
    """Addresses below ours that are none."""
    abort(404)


def _in_every_template() -> dict[str, Any]:
    say, at = spoken(), g.get("here")
    shown = [page for page in PAGES if at and page.in_navigation and page.open_to(at.person.role)]
    return {
        "say": say,
        "plural": say.plural,
        "said": say.sentence,
        "at": at,
        "navigation": [(page, page is g.get("page")) for page in shown],
        "words": words,
        "form_token": lambda: at.form_token if at else "",
        "most_counted": COUNTED_TO,
        "member": words.member(at.visit.member) if at else "",
        "role_names": ROLE_NAMES,
    }


def _headers(response: Response) -> Response:
    if request.path == ADDRESS or request.path.startswith(f"{ADDRESS}/"):
        kept = request.endpoint == STATIC and response.status_code < 400
        return put_headers(response, kept=kept)
    return response
