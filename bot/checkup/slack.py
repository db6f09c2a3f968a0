"""Checks Slack: the tokens, what the workspace has granted, and the way that Slack reaches us."""

import logging
import re
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.checkup.finding import Finding, note, right, wrong
from bot.manifest import bot_scopes, read_manifest
from bot.setting_checks import WANTED
from bot.settings import Settings

SECONDS = 5

# Slack's error: what it means. https://docs.slack.dev/reference/methods/auth.test
TOKEN_ERRORS = {
    "invalid_auth": "Slack doesn't know this token",
    "not_authed": "Slack doesn't know this token",
    "account_inactive": "the app has been removed from the workspace, or the workspace is closed",
    "token_revoked": "this token has been revoked",
    "token_expired": "this token has expired",
    "not_allowed_token_type": "this is a token of another kind",
    "missing_scope": "the token lacks a scope",
    "ratelimited": "Slack asks us to slow down; try again in a minute",
}
REINSTALL = (
    "At api.slack.com/apps → your app → “App Manifest”, paste what `paydesk manifest` prints, then "
    "“Install App” → “Reinstall to Workspace”."
)


def slack_findings(settings: Settings) -> list[Finding]:
    """The bot's token and its scopes, then Socket Mode or the signing secret."""
    client = _client(settings)
    try:
        answer = client.auth_test()
    except SlackApiError as error:
        return [_refused("Slack", "SLACK_BOT_TOKEN", error)]
    except (SlackClientError, OSError, HTTPException) as error:
        return [_unreachable(settings, error)]
    found = [right("Slack", f"{answer['user']} in {answer['team']} ({answer['team_id']})")]
    found.append(_scopes(answer))
    if settings.socket_mode:
        found.append(_socket(client, settings, answer))
    return found


def _client(settings: Settings) -> WebClient:
    quiet = logging.getLogger("paydesk.checkup.slack")
    quiet.disabled = True  # what it would log, the finding tells
    return WebClient(
        token=settings.slack_bot_token,
        base_url=settings.slack_api_url,
        timeout=SECONDS,
        logger=quiet,
        retry_handlers=[],
    )


def _refused(name: str, setting: str, error: SlackApiError) -> Finding:
    """Slack's own refusal; or no answer of Slack's at all, where a proxy answers instead."""
    answer = error.response.data
    code = str(answer.get("error")) if isinstance(answer, dict) else ""
    if not re.fullmatch(r"[a-z_]+", code):
        return wrong(name, "what answers isn't Slack", "Check SLACK_API_URL, and the proxy.")
    means = TOKEN_ERRORS.get(code, "Slack refuses")
    return wrong(name, f"{means} ({code})", f"{setting} needs {WANTED[setting]}.")


def _unreachable(settings: Settings, error: Exception) -> Finding:
    reason = getattr(error, "reason", error)
    return wrong(
        "Slack",
        f"can't be reached at {settings.slack_api_url} ({type(reason).__name__})",
        "Check this machine's internet connection, its firewall or proxy, and SLACK_API_URL.",
    )


def _scopes(answer: SlackResponse) -> Finding:
    granted = _granted(answer.headers)
    if granted is None:
        return note("Slack scopes", "Slack didn't say what it has granted")
    asked = bot_scopes(read_manifest())
    missing = [scope for scope in asked if scope not in granted]
    if missing:
        return wrong("Slack scopes", f"missing: {', '.join(missing)}", REINSTALL)
    more = sorted(granted.difference(asked))
    if more:
        return note("Slack scopes", f"more than Paydesk uses: {', '.join(more)}", REINSTALL)
    return right("Slack scopes", ", ".join(asked))


def _granted(headers: Mapping[str, Any]) -> set[str] | None:
    """The scopes that the token has, from the header that Slack puts on every answer."""
    values = [value for name, value in headers.items() if name.lower() == "x-oauth-scopes"]
    if not values:
        return None
    text = values[0] if isinstance(values[0], str) else ",".join(values[0])
    return {scope.strip() for scope in text.split(",") if scope.strip()}


def _socket(client: WebClient, settings: Settings, bot: SlackResponse) -> Finding:
    """Whether the app-level token opens a socket, and is of the same app as the bot's token."""
    name, setting = "Slack socket", "SLACK_APP_TOKEN"
    try:
        client.apps_connections_open(app_token=settings.slack_app_token)
    except SlackApiError as error:
        return _refused(name, setting, error)
    except (SlackClientError, OSError, HTTPException) as error:
        return _unreachable(settings, error)
    app = re.match(r"xapp-\d+-(A[A-Z0-9]+)-", settings.slack_app_token)
    theirs = _app_of(client, bot.get("bot_id"))
    if app and theirs and app[1] != theirs:
        return wrong(
            name,
            f"SLACK_APP_TOKEN is of the app {app[1]}, SLACK_BOT_TOKEN of the app {theirs}",
            "Take both tokens from the same app at api.slack.com/apps.",
        )
    return right(name, "opens: Socket Mode works")


def _app_of(client: WebClient, bot_id: str | None) -> str | None:
    """The app that a bot belongs to; None where Slack doesn't tell."""
    if not bot_id:
        return None
    try:
        answer = client.bots_info(bot=bot_id)
    except (SlackClientError, OSError, HTTPException):
        return None
    bot: dict[str, str] = answer.get("bot") or {}
    return bot.get("app_id")
