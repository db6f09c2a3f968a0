"""The control API for tests and the demo: the clock, faults, webhooks, what happens next, the log.

Everything under /_test; bodies are JSON.
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox.stripe import control_money
from sandbox.stripe.api.webhook_endpoints import roll
from sandbox.stripe.errors import StripeError
from sandbox.stripe.faults import Script
from sandbox.stripe.service import PLATFORM, Service
from sandbox.stripe.switches import Switch
from sandbox.stripe.webhooks import KIND

LONGEST_LEAP = 100 * 365.25 * 86_400
LONGEST_WAIT = 30.0
Asked = dict[str, Any]


def build_control(service: Service) -> Blueprint:
    control = Blueprint("control", __name__, url_prefix="/_test")
    for path, act in _ACTS.items():
        control.add_url_rule(path, path.replace(".", "-"), _posted(service, act), methods=["POST"])

    @control.get("/log")
    def log() -> Response:
        """Requests after number `since`; waits up to `wait` seconds for one where there is none."""
        since = request.args.get("since", 0, int)
        wait = min(request.args.get("wait", 0.0, float), LONGEST_WAIT)
        entries = service.log.as_json(since, wait)
        return jsonify(entries=entries, last=entries[-1]["number"] if entries else since)

    @control.get("/state")
    def state() -> Response:
        return jsonify(state_json(service))

    return control


def _posted(
    service: Service, act: Callable[..., Asked]
) -> Callable[..., Response | tuple[Response, int]]:
    def view(**ids: str) -> Response | tuple[Response, int]:
        read = request.get_json(silent=True, force=True) if request.get_data() else {}
        try:
            if not isinstance(read, dict):
                raise ValueError("the body must be a JSON object")  # noqa: TRY004 - not a type here
            return jsonify(act(service, read, **ids) | {"ok": True})
        except (KeyError, TypeError, ValueError, StripeError) as problem:
            return jsonify(ok=False, error=str(problem)), 400

    return view


def clock(service: Service, asked: Asked) -> Asked:
    """{"advance": seconds, "settle": true to wait for webhooks as well}"""
    seconds = float(asked["advance"])
    if not 0 <= seconds <= LONGEST_LEAP:
        raise ValueError("time goes forward only, and at most a hundred years at once")
    service.advance(seconds)
    settled = service.settle(LONGEST_WAIT) if asked.get("settle") else None
    return {"now": service.clock(), "ahead": service.clock.ahead, "settled": settled}


def settle(service: Service, asked: Asked) -> Asked:
    """Waits until everything that is due is done, and every webhook that is due was tried.
    {"seconds": at most}"""
    return {"settled": service.settle(min(float(asked.get("seconds", LONGEST_WAIT)), LONGEST_WAIT))}


def faults(service: Service, asked: Asked) -> Asked:
    """A script, see faults.Script; {"clear": true} takes all away, and ends what hangs."""
    if asked.pop("clear", False):
        service.faults.clear()
    if asked:
        service.faults.add(Script.read(asked))
    return {"waiting": service.faults.count}


def lags(service: Service, asked: Asked) -> Asked:
    """{"events", "lists", "search": seconds in which what is new doesn't show}"""
    for name, seconds in asked.items():
        if not hasattr(service.lags, name):
            raise ValueError(f"nothing lags that is called {name}")
        setattr(service.lags, name, float(seconds))
    return {}


def webhooks(service: Service, asked: Asked) -> Asked:
    """A switch, see switches.Switch; {"clear": true} takes all away."""
    if asked.pop("clear", False):
        service.webhooks.switches.clear()
    if asked:
        service.webhooks.switches.add(Switch.read(asked))
    return {}


def release(service: Service, asked: Asked) -> Asked:
    """Held webhooks go out: {"events": [ids], "order": "given", "reversed" or "shuffled",
    "seed"}"""
    if asked.get("order", "given") not in ("given", "reversed", "shuffled"):
        raise ValueError("order: given, reversed or shuffled")
    return {"released": service.webhooks.release(**asked)}


def roll_secret(service: Service, asked: Asked, named: str) -> Asked:
    """{"keep_seconds": how long the old one holds as well, "secret", "account"}"""
    with service.acting():
        books = service.books(asked.get("account", PLATFORM))
        endpoint = books.find(KIND, named)
        keep = float(asked.get("keep_seconds", 0))
        secret = roll(endpoint, service.now(), keep, str(asked.get("secret", "")))
        books.save(endpoint)
    return {"secret": secret}


_ACTS: dict[str, Callable[..., Asked]] = {
    "/clock": clock,
    "/settle": settle,
    "/faults": faults,
    "/lags": lags,
    "/webhooks": webhooks,
    "/webhooks/release": release,
    "/webhook_endpoints/<named>/roll": roll_secret,
    **control_money.ACTS,
}


def state_json(service: Service) -> Asked:
    """The time, how many objects each account has, what is to come, and what is to go wrong."""
    with service.lock:
        return {
            "now": service.clock(),
            "ahead": service.clock.ahead,
            "accounts": {books.account: books.count() for books in service.all_books},
            "tasks": service.agenda.as_json(),
            "deliveries": [one.as_json() for one in service.webhooks.deliveries.all()],
            "faults": service.faults.count,
            "next_decline": service.next_decline,
        }
