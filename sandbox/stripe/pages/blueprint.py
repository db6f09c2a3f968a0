"""The hosted pages' addresses, all under /pages/, and what guards them."""

import logging
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException

from sandbox.links import Link
from sandbox.stripe.pages import (
    authentication,
    checkout,
    dashboard,
    links,
    login,
    mandate,
    onboarding,
    overview,
    portal,
    receipt,
)
from sandbox.stripe.pages.showing import Shown, in_language, message, reader
from sandbox.stripe.pages.tables import tone
from sandbox.stripe.service import Service

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
"""No form-action: browsers hold it against redirects too, and a payment leads to the merchant."""

View = Callable[..., Shown]
PAGES: tuple[tuple[str, str, View], ...] = (
    ("GET", "/checkout/<token>", checkout.show),
    ("POST", "/checkout/<token>", checkout.submit),
    ("GET", "/link/<token>", links.show),
    ("GET", "/3ds/<token>", authentication.show),
    ("POST", "/3ds/<token>", authentication.answer),
    ("GET", "/onboarding/<token>", onboarding.show),
    ("POST", "/onboarding/<token>", onboarding.submit),
    ("GET", "/portal/<token>", portal.show),
    ("POST", "/portal/<token>", portal.act),
    ("GET", "/portal-login/<token>", login.show),
    ("GET", "/receipt/<token>", receipt.show),
    ("GET", "/mandate/<token>", mandate.show),
    ("GET", "/dashboard/<token>", dashboard.show),
    ("GET", "/object/<token>", overview.show_object),
    ("GET", "/", overview.show),
)
"""Each takes the service, and the token of its address where it has one."""


def build_pages(
    service: Service, send_link: login.SendLink | None = None, links: Sequence[Link] = ()
) -> Blueprint:
    """`send_link` mails the link to a portal; without it, the page shows the link. `links`: what
    else the payments page leads to."""
    here = Path(__file__).parent
    pages = Blueprint(
        "pages",
        __name__,
        url_prefix="/pages",
        static_folder=str(here / "static"),
        template_folder=str(here / "templates"),
    )
    pages.after_request(_guarded)
    pages.context_processor(partial(_words, links))
    for verb, path, view in PAGES:
        endpoint = f"{view.__module__.rpartition('.')[2]}-{view.__name__}"
        pages.add_url_rule(path, endpoint, _under_lock(service, view), methods=[verb])
    ask = partial(login.ask, send=send_link)
    pages.add_url_rule(
        "/portal-login/<token>", "login-ask", _under_lock(service, ask), methods=["POST"]
    )
    pages.add_url_rule("/<path:_>", "unknown", _unknown, methods=["GET", "POST"])
    pages.register_error_handler(HTTPException, _refused)
    pages.register_error_handler(Exception, _broken)
    return pages


def _under_lock(service: Service, view: View) -> View:
    def answer(**named: str) -> Shown:
        with service.acting():
            return view(service, **named)

    return answer


def _words(links: Sequence[Link]) -> dict[str, Any]:
    known = reader()
    beside = [(one.label(known.language), one.href(known.language)) for one in links]
    return {
        "beside": beside,
        "reader": known,
        "t": known.t,
        "tone": tone,
        "in_language": in_language,
    }


def _unknown(_: str) -> Shown:
    return _not_here()


def _not_here() -> Shown:
    t = reader().t
    return message(
        t("There is nothing here"),
        t("This link is wrong, was used already, or belongs to a Stripe that was started over."),
        kind="bad",
        status=404,
    )


def _refused(problem: HTTPException) -> Any:
    return _not_here() if problem.code == 404 else problem


def _broken(problem: Exception) -> Shown:
    """A fault of this program: never shown, always in the log (where no form's content goes)."""
    logging.getLogger(__name__).error("%s %s", request.method, request.path, exc_info=problem)
    t = reader().t
    return message(
        t("Something went wrong"),
        t("Nothing tells whether the last step was done. Reload the page to see."),
        kind="bad",
        status=500,
    )


def _guarded(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    if not request.path.startswith("/pages/static/"):
        response.headers["Cache-Control"] = "no-store"
        response.headers["Vary"] = "Accept-Language"
    return response
