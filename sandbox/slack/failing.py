"""Carries out the failures that a test has queued."""

import socket
from collections.abc import Callable

from flask import Response, jsonify, request

from sandbox.slack.failures import Failure
from sandbox.slack.workspace import Workspace


def with_failures(
    workspace: Workspace,
    method: str,
    answer: Callable[[], Response],
    pause: Callable[[float], None],
) -> Response:
    """The usual answer, or what was queued for this method instead."""
    failure = workspace.failures.take(method)
    if failure is None:
        return answer()
    if failure.slow:
        pause(failure.slow)
    if not failure.answers:
        return answer()
    if failure.after:
        answer()
    return _dropped() if failure.drop else _failed(failure)


def _failed(failure: Failure) -> Response:
    if failure.body is not None:
        response = Response(failure.body)
    else:
        response = jsonify(ok=False, error=failure.error or "internal_error")
    response.status_code = failure.status
    response.headers.update(failure.headers)
    return response


def _dropped() -> Response:
    """The connection ends without an answer."""
    connection = request.environ.get("werkzeug.socket")
    if isinstance(connection, socket.socket):
        connection.shutdown(socket.SHUT_RDWR)
    return Response(status=500)
