"""The workspace's web server: Slack's API to the app, a page to people, controls to tests."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import RequestEntityTooLarge

from sandbox.loopback import only_from_here
from sandbox.slack import api
from sandbox.slack.answers import respond
from sandbox.slack.api.files import LARGEST, take_upload
from sandbox.slack.control import build_control
from sandbox.slack.failing import with_failures
from sandbox.slack.log import TO_SLACK
from sandbox.slack.workspace import Workspace


def build_web(
    workspace: Workspace,
    *,
    control: bool = False,
    pages: bool = True,
    pause: Callable[[float], None] = time.sleep,
) -> Flask:
    """`control`: with the control API. `pause` waits where a slow answer was asked for."""
    web = Flask("sandbox.slack", static_folder=None)
    web.config["MAX_CONTENT_LENGTH"] = LARGEST + 1_000_000
    web.config["MAX_FORM_MEMORY_SIZE"] = LARGEST
    web.before_request(only_from_here("workspace", no_pages=("/api/",)))
    web.add_url_rule("/healthz", view_func=lambda: {"status": "alive"}, endpoint="healthz")
    web.register_error_handler(RequestEntityTooLarge, _too_large)
    _add_slack(web, workspace, pause)
    _add_files(web, workspace, pause)
    if control:
        web.register_blueprint(build_control(workspace))
    if pages:
        from sandbox.slack.pages.blueprint import build_pages

        web.register_blueprint(build_pages(workspace))
    return web


def _too_large(_: RequestEntityTooLarge) -> tuple[Response, int]:
    return jsonify(ok=False, error="request_too_large"), 413


def _add_slack(web: Flask, workspace: Workspace, pause: Callable[[float], None]) -> None:
    @web.route("/api/<method>", methods=["GET", "POST"])
    def api_method(method: str) -> Response:
        given, error = _given()
        token = _token(given)
        entry = workspace.log.begin(workspace.clock(), TO_SLACK, method, _without_token(given))
        log = workspace.log

        def answer() -> Response:
            if error:
                return jsonify(ok=False, error=error)
            return jsonify(api.call(workspace, method, given, token))

        response = with_failures(workspace, method, answer, pause)
        response.headers["x-oauth-scopes"] = ",".join(sorted(workspace.app.scopes))
        log.finish(entry, response.status_code, _body(response))
        return response

    @web.post("/commands/<path:path>")
    def response_url(path: str) -> Response:
        given, error = _given()
        log = workspace.log
        entry = log.begin(workspace.clock(), TO_SLACK, "response_url", given)

        def answer() -> Response:
            status, body = (400, "invalid_payload") if error else respond(workspace, path, given)
            response = Response(body) if isinstance(body, str) else jsonify(body)
            response.status_code = status
            return response

        response = with_failures(workspace, "response_url", answer, pause)
        log.finish(entry, response.status_code, _body(response))
        return response


def _add_files(web: Flask, workspace: Workspace, pause: Callable[[float], None]) -> None:
    @web.post("/files/upload/<ticket>")
    def upload(ticket: str) -> Response:
        content = _uploaded()
        log = workspace.log
        entry = log.begin(workspace.clock(), TO_SLACK, "upload", {"bytes": len(content)})

        def answer() -> Response:
            status, text = take_upload(workspace, ticket, content)
            return Response(text, status=status, mimetype="text/plain")

        response = with_failures(workspace, "upload", answer, pause)
        log.finish(entry, response.status_code, _body(response))
        return response

    @web.get("/files/<file_id>/<name>")
    def download(file_id: str, name: str) -> Response:
        file = workspace.files.get(file_id)
        if file is None or file.content is None or file.name != name:
            return Response("not found\n", status=404, mimetype="text/plain")
        shown = file.mimetype.startswith("image/") and file.mimetype != "image/svg+xml"
        response = Response(file.content, mimetype=file.mimetype)
        response.headers["X-Content-Type-Options"] = "nosniff"
        if not shown:
            response.headers["Content-Disposition"] = "attachment"
        return response


def _uploaded() -> bytes:
    """The file, by itself (whatever type the client names) or in a form."""
    if request.mimetype != "multipart/form-data":
        return request.get_data()
    sent = next(iter(request.files.values()), None)
    return sent.read() if sent is not None else b""


def _given() -> tuple[dict[str, Any], str]:
    """The arguments, from the query, a form, or JSON; and Slack's word where they can't be read."""
    given: dict[str, Any] = dict(request.args)
    if request.mimetype != "application/json":
        given |= request.form.to_dict()
        return given, ""
    read = request.get_json(silent=True)
    if read is None and request.get_data():
        return given, "invalid_json"
    if read is not None and not isinstance(read, dict):
        return given, "json_not_object"
    return given | (read or {}), ""


def _token(given: Mapping[str, Any]) -> str:
    """In the header; in a form's arguments too, but not in JSON."""
    bearer = request.headers.get("Authorization", "")
    if bearer.startswith("Bearer "):
        return bearer.removeprefix("Bearer ").strip()
    return str(given.get("token") or "") if request.mimetype != "application/json" else ""


def _without_token(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name != "token"}


def _body(response: Response) -> Any:
    return response.get_json() if response.is_json else response.get_data(as_text=True)
