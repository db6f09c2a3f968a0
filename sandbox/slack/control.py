"""The control API for tests: what was said both ways, the state, failures, and the clock."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox.slack.failures import Failure
from sandbox.slack.posts import as_json
from sandbox.slack.socket_mode import SocketMode
from sandbox.slack.windows import as_json as view_json
from sandbox.slack.workspace import Workspace

LONGEST_WAIT = 30.0


def build_control(workspace: Workspace) -> Blueprint:
    """Everything under /_control; bodies are JSON."""
    control = Blueprint("control", __name__, url_prefix="/_control")

    @control.get("/log")
    def log() -> Response:
        """Calls after number `since`; waits up to `wait` seconds for one where there is none."""
        since = request.args.get("since", 0, int)
        wait = min(request.args.get("wait", 0.0, float), LONGEST_WAIT)
        here = workspace.log
        here.wait(lambda: bool(here.entries(since)), wait)
        entries = here.as_json(since)
        return jsonify(entries=entries, last=entries[-1]["number"] if entries else since)

    @control.get("/state")
    def state() -> Response:
        return jsonify(state_json(workspace))

    @control.post("/failures")
    def failures() -> Response | tuple[Response, int]:
        """{"method", and what of Failure, "times"}"""
        asked = _asked()
        try:
            failure = Failure.read(asked)
            workspace.failures.add(str(asked["method"]), failure, int(asked.get("times", 1)))
        except (KeyError, TypeError, ValueError):
            return jsonify(ok=False, error="method, and a number of times, are needed"), 400
        return jsonify(ok=True)

    @control.post("/clock")
    def clock() -> Response:
        """{"advance": seconds}"""
        workspace.clock.advance(float(_asked().get("advance", 0)))
        return jsonify(ok=True, now=workspace.clock())

    @control.post("/settle")
    def settle() -> Response:
        """Waits until every event that is due has been tried."""
        return jsonify(ok=workspace.courier.wait_until_idle(LONGEST_WAIT))

    @control.post("/disconnect")
    def disconnect() -> Response:
        """Slack asks the app to open its socket anew."""
        if isinstance(workspace.delivery, SocketMode):
            workspace.delivery.disconnect()
        return jsonify(ok=True)

    @control.post("/reset")
    def reset() -> Response:
        workspace.reset()
        return jsonify(ok=True)

    return control


def _asked() -> dict[str, Any]:
    read = request.get_json(silent=True)
    return read if isinstance(read, dict) else {}


def state_json(workspace: Workspace) -> dict[str, Any]:
    """All messages by channel, threads and ephemerals included, and each person's open views."""
    with workspace.lock:
        us = workspace.identity
        return {
            "version": workspace.version,
            "now": workspace.clock(),
            "people": {one.id: one.name for one in workspace.people},
            "messages": {
                channel.id: [
                    as_json(post, us) | {"only_for": post.only_for}
                    for post in workspace.room(channel.id).everything()
                ]
                for channel in workspace.channels
                if channel.kind != "home"
            },
            "modals": {
                one.id: [view_json(window, us) for window in workspace.windows.stack(one.id)]
                for one in workspace.people
            },
            "homes": {
                one.id: view_json(home, us)
                for one in workspace.people
                if (home := workspace.windows.home(one.id))
            },
        }
