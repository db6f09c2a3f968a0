"""The local Stripe's web server: its API to clients, its pages to people, its controls to tests."""

import json
import logging
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from sandbox.stripe.answer import Answer
from sandbox.stripe.dispatch import Asked, answer, refused
from sandbox.stripe.errors import StripeError, refused_input, unknown_url
from sandbox.stripe.forms import nest
from sandbox.stripe.route import Route
from sandbox.stripe.routes import ROUTES
from sandbox.stripe.service import Service

LARGEST_BODY = 1_000_000


def build_web(service: Service) -> Flask:
    web = Flask("sandbox.stripe", static_folder=None)
    web.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    web.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_BODY
    web.config["MAX_FORM_PARTS"] = 1_000
    web.add_url_rule("/healthz", view_func=lambda: {"status": "alive"}, endpoint="healthz")
    for route in ROUTES:
        web.add_url_rule(
            route.path.replace("{", "<").replace("}", ">"),
            view_func=_answering(service, route),
            methods=[route.verb],
            endpoint=f"{route.verb} {route.path}".replace(".", "-"),
            provide_automatic_options=False,
        )
    web.register_error_handler(HTTPException, _unknown)
    web.register_error_handler(Exception, _broken)
    return web


def _answering(service: Service, route: Route) -> Callable[..., Response]:
    def view(**ids: str) -> Response:
        try:
            asked = Asked(request.method, request.path, dict(request.headers), _params())
        except StripeError as refusal:
            return sent(refused(refusal))
        return sent(answer(service, route, ids, asked))

    return view


def _params() -> dict[str, Any]:
    if not request.path.startswith("/v2/") or request.method == "GET":
        where = request.args if request.method in ("GET", "DELETE") else request.form
        return nest(where.items(multi=True))
    read = request.get_json(silent=True, force=True) if request.get_data() else {}
    if not isinstance(read, dict):
        raise refused_input("The request body is not valid JSON.", None)
    return read


def sent(given: Answer) -> Response:
    text = given.body if isinstance(given.body, str) else json.dumps(given.body, indent=2)
    response = Response(text, status=given.status, mimetype="application/json")
    response.headers.update(given.headers)
    return response


def _unknown(problem: HTTPException) -> Response:
    """Unknown addresses and wrong methods are the same to Stripe."""
    if isinstance(problem, RequestEntityTooLarge):
        too_large = StripeError(
            413, "invalid_request_error", "The request body is too large.", stored=False
        )
        return sent(refused(too_large))
    return sent(refused(unknown_url(request.method, request.path)))


def _broken(problem: Exception) -> Response:
    """A fault of this program: never shown to the client, always in the log."""
    logging.getLogger(__name__).error("%s %s", request.method, request.path, exc_info=problem)
    message = "An unknown error occurred"
    return sent(refused(StripeError(500, "api_error", message, stored=False)))
