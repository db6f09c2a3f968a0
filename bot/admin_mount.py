"""The web admin, if it is wanted and installed: where it is reached, and how it gets there."""

import logging
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from flask import Flask

from bot.references import report_failure
from bot.settings import OFF, Settings
from desk.channels import Channels
from desk.context import Desk

log = logging.getLogger("paydesk.web")

PATH = "/admin"
NEEDS = ("pygal",)
"""What the extra `admin` brings."""

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


def admin_address(settings: Settings) -> str:
    """Where people reach the admin: at the public address, or on this machine where Slack is one
    here too, for trying things out. "" where they can't, or it is off or not installed."""
    if settings.admin == OFF or not all(find_spec(name) for name in NEEDS):
        return ""
    if settings.public_url:
        return settings.public_url + PATH
    if settings.slack_is_local:
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        return f"http://{host}:{settings.port}{PATH}"
    return ""


def mount_admin(web: Flask, desk: Desk, channels: Channels | None = None) -> None:
    """Nothing of it is loaded where it has no address."""
    if not desk.admin_url:
        return
    from admin.site import mount  # it needs what the extra brings

    mount(web, desk, desk.admin_url, report_failure, channels)
    prefix = urlsplit(desk.admin_url).path.removesuffix(PATH)
    if prefix:
        web.wsgi_app = _below(web.wsgi_app, prefix)  # type: ignore[method-assign,assignment]
    log.info("the web admin is open", extra={"address": desk.admin_url})


def _below(app: Wsgi, prefix: str) -> Wsgi:
    """For a proxy that takes `prefix` away before it passes on: addresses that we write have it."""

    def with_prefix(environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        return app({**environ, "SCRIPT_NAME": prefix}, start)

    return with_prefix
