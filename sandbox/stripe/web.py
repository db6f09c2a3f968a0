"""The local Stripe's web server: its API to clients, its pages to people, its controls to tests."""

import logging
import socket
from collections.abc import Callable, Sequence

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from sandbox.addresses import Address
from sandbox.links import Link
from sandbox.loopback import only_from_here
from sandbox.stripe.answer import Answer, refused
from sandbox.stripe.control import build_control
from sandbox.stripe.dispatch import Asked, answer
from sandbox.stripe.errors import StripeError, unknown_url
from sandbox.stripe.pages.blueprint import build_pages
from sandbox.stripe.pages.login import SendLink
from sandbox.stripe.reading import given_params, given_secret, json_text
from sandbox.stripe.route import Route
from sandbox.stripe.routes import ROUTES
from sandbox.stripe.service import Service

LARGEST_BODY = 1_000_000


def build_web(
    service: Service,
    *,
    control: bool = True,
    send_link: SendLink | None = None,
    links: Sequence[Link] = (),
) -> Flask:
    """`control`: with the control API. `send_link` mails the links to customer portals; without
    it, the log-in page shows them. `links`: what else the payments page leads to."""
    web = Flask("sandbox.stripe", static_folder=None)
    web.url_rule_class = Address
    web.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    web.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_BODY
    web.config["MAX_FORM_PARTS"] = 1_000
    web.before_request(only_from_here("Stripe", ("/_test/",)))
    web.add_url_rule("/healthz", view_func=lambda: {"status": "alive"}, endpoint="healthz")
    for route in ROUTES:
        web.add_url_rule(
            route.path.replace("{", "<").replace("}", ">"),
            view_func=_answering(service, route),
            methods=[route.verb],
            endpoint=f"{route.verb} {route.path}".replace(".", "-"),
            provide_automatic_options=False,
        )
    web.register_blueprint(build_pages(service, send_link, links))
    if control:
        web.register_blueprint(build_control(service))
    web.register_error_handler(HTTPException, _unknown)
    web.register_error_handler(Exception, _broken)
    return web


def _answering(service: Service, route: Route) -> Callable[..., Response]:
    def view(**ids: str) -> Response:
        headers = dict(request.headers)
        try:
            asked = Asked(route.verb, request.path, headers, given_params(), given_secret())
        except StripeError as refusal:
            return sent(refused(refusal))
        return sent(answer(service, route, ids, asked))

    return view


def sent(given: Answer) -> Response:
    if given.cut:
        return _cut_off()
    text = given.body if isinstance(given.body, str) else json_text(given.body)
    response = Response(text, status=given.status, mimetype=given.mime)
    response.headers.update(given.headers)
    if given.promised is not None:
        response.automatically_set_content_length = False
        response.headers["Content-Length"] = str(given.promised)
    return response


def _cut_off() -> Response:
    """The connection ends without an answer."""
    connection = request.environ.get("werkzeug.socket")
    if isinstance(connection, socket.socket):
        connection.shutdown(socket.SHUT_RDWR)
    return Response(status=500)


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
