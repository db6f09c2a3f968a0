"""The web endpoints: Slack's and Stripe's requests, and whether this process is alive and ready."""

import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

from flask import Flask, Request, Response, request
from slack_bolt import App, BoltRequest
from slack_bolt.adapter.flask.handler import to_flask_response

from bot.signatures import SlackSignatures
from bot.slack import not_found_is_fine
from bot.stripe_webhook import StripeWebhook

log = logging.getLogger("paydesk.web")

JSON = "application/json"
HEADERS = ("Content-Type", "X-Slack-Retry-Num", "X-Slack-Retry-Reason")
"""What Bolt needs to know of a request, once its signature is checked."""
LARGEST_BODY = 1_000_000
"""Bytes. A full view is 250 KB, and a form writes each of its characters as up to three."""


def build_web(
    bolt: App,
    signatures: SlackSignatures | None,
    readiness: Callable[[], Mapping[str, Any]],
    stripe: StripeWebhook | None = None,
    pages: Callable[[Flask], None] | None = None,
) -> Flask:
    """The Flask app. Without `signatures` (Socket Mode), Slack has no business at the door, and
    without a webhook's secret Stripe hasn't. `pages` adds those for people."""
    web = Flask("paydesk", static_folder=None)
    web.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    web.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_BODY

    @web.get("/healthz")
    def alive() -> dict[str, str]:
        return {"status": "alive"}

    @web.get("/readyz")
    def ready() -> tuple[dict[str, Any], int]:
        state = dict(readiness())
        return state, 200 if state["ready"] else 503

    if signatures is not None:

        @web.post("/slack/events")
        def slack_events() -> Response:
            return _slack(bolt, signatures, request)

    if stripe is not None:

        @web.post("/stripe/webhook")
        def stripe_webhook() -> Response:
            return stripe.answer(request)

    if pages is not None:
        pages(web)

    @web.after_request
    def plain(response: Response) -> Response:
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return web


def _slack(bolt: App, signatures: SlackSignatures, asked: Request) -> Response:
    body = asked.get_data(cache=False)
    signature = asked.headers.get("X-Slack-Signature", "")
    timestamp = asked.headers.get("X-Slack-Request-Timestamp", "")
    now = int(time.time())
    if not signatures.genuine(timestamp, signature, body, now):
        log.warning("a request at Slack's door was not signed by Slack")
        return Response(status=401)
    text = _readable(body, asked.mimetype)
    if text is None:
        return Response(status=400)
    repeatable = asked.mimetype == JSON  # Events: the inbox knows those that came before.
    if not repeatable and not signatures.first_time(signature, now):
        log.warning("a request of Slack's came a second time")
        return Response(status=401)
    headers: dict[str, str | Sequence[str]] = {
        name: asked.headers[name] for name in HEADERS if name in asked.headers
    }
    response = not_found_is_fine(bolt.dispatch(BoltRequest(body=text, headers=headers)))
    if response.status >= 500:
        signatures.forget(signature)
    return to_flask_response(response)


def _readable(body: bytes, mimetype: str) -> str | None:
    """The body as text, if it is what Slack sends: a JSON object, a form with one in it, or a
    command's form. Slack's check of the certificate is a form too."""
    try:
        text = body.decode()
        if mimetype == JSON:
            return text if isinstance(json.loads(text), dict) else None
        if "payload=" not in text:
            return text if "command=" in text or "ssl_check=" in text else None
        payload = parse_qs(text, strict_parsing=True).get("payload", ["{}"])[0]
        return text if isinstance(json.loads(payload), dict) else None
    except (ValueError, RecursionError):
        return None
