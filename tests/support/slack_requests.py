"""Requests as Slack makes them: their payloads, and their signatures."""

import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

SIGNING_SECRET = "0123456789abcdef0123456789abcdef"
_trigger = itertools.count(1)


def signed(body: str | bytes, content_type: str, at: float | None = None) -> dict[str, str]:
    """The headers of a request that Slack sends now, or at another time."""
    raw = body.encode() if isinstance(body, str) else body
    timestamp = str(int(at if at is not None else time.time()))
    base = b"v0:" + timestamp.encode() + b":" + raw
    signature = hmac.new(SIGNING_SECRET.encode(), base, hashlib.sha256).hexdigest()
    return {
        "Content-Type": content_type,
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={signature}",
    }


FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


def command_body(
    command: str, text: str, user: str, team: str, response_url: str = ""
) -> dict[str, str]:
    return {
        "command": command,
        "text": text,
        "user_id": user,
        "team_id": team,
        "channel_id": "C0BILLING",
        "trigger_id": f"{next(_trigger)}.1.abc",
        "response_url": response_url,
        "api_app_id": "A0PAYDESK",
    }


def click_body(
    action_id: str,
    user: str,
    team: str,
    value: str = "",
    response_url: str = "",
    view: Mapping[str, Any] | None = None,
    element: Mapping[str, Any] | None = None,
    container: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """In a view, or under a message that only the person sees, unless `container` says more."""
    action = {"action_id": action_id, "block_id": "b", "type": "button", "value": value}
    body: dict[str, Any] = {
        "type": "block_actions",
        "team": {"id": team},
        "user": {"id": user, "team_id": team},
        "trigger_id": f"{next(_trigger)}.2.abc",
        "actions": [dict(element or action)],
    }
    if view is None:
        body |= {"response_url": response_url, "channel": {"id": "C0BILLING"}}
        body["container"] = {"type": "message", "is_ephemeral": True, **(container or {})}
    else:
        body["view"] = dict(view)
    return body


def submission_body(
    callback_id: str, user: str, team: str, values: Mapping[str, Any], private: str = ""
) -> dict[str, Any]:
    """`values`: typed text by action_id; each in a block of the same name."""
    state = {
        name: {name: value if isinstance(value, dict) else _typed(value)}
        for name, value in values.items()
    }
    view = {
        "id": "V1",
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": private,
        "state": {"values": state},
        "blocks": [],
    }
    return {
        "type": "view_submission",
        "team": {"id": team},
        "user": {"id": user, "team_id": team},
        "trigger_id": f"{next(_trigger)}.3.abc",
        "view": view,
    }


def event_body(event: Mapping[str, Any], team: str, event_id: str) -> dict[str, Any]:
    return {
        "type": "event_callback",
        "team_id": team,
        "api_app_id": "A0PAYDESK",
        "event": dict(event),
        "event_id": event_id,
        "event_time": 1763888400,
    }


def form(body: Mapping[str, str]) -> str:
    return urlencode(body)


def payload_form(body: Mapping[str, Any]) -> str:
    return urlencode({"payload": json.dumps(body)})


def _typed(text: str) -> dict[str, str]:
    return {"type": "plain_text_input", "value": text}
