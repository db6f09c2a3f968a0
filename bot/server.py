"""`paydesk serve`: says what is wrong and how to mend it, or serves."""

import logging
import sys
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from slack_sdk.errors import SlackApiError

from bot.app import Paydesk, build_app
from bot.installations import register, slack_client
from bot.open_desk import open_desk
from bot.ports import why_not
from bot.settings import Settings
from bot.slack_replies import TROUBLE
from desk.context import Desk
from desk.people import claim_code
from rules.words import refuse
from storage import instances, members, practices, schema
from storage.practices import Practice

log = logging.getLogger("paydesk.server")

WEB_THREADS = 64
"""Each waits for its listener; with fewer than the simultaneous requests, Slack would wait too."""
FINISH_WITHIN_SECONDS = 20


def prepare(settings: Settings) -> None:
    """Before serving: the store is in order, the token is good, the first owner has a code."""
    desk = open_desk(settings)
    try:
        schema.migrate(desk.store)
        instances.sign_off(desk.store, instances.register(desk.store))
        _introduce(desk, _practices_here(desk, settings))
    finally:
        desk.store.close()


def _practices_here(desk: Desk, settings: Settings) -> list[Practice]:
    known = practices.all_practices(desk.store)
    for practice in known:
        _refuse_the_other_mode(practice, settings.livemode)
    client = slack_client(settings.slack_api_url, settings.slack_bot_token)
    client.timeout = 5
    try:
        identity: Any = client.auth_test().data
    except SlackApiError as error:
        raise refuse(
            "Slack refuses the bot token ({why}). Copy it anew from your app’s page, OAuth & "
            "Permissions, into SLACK_BOT_TOKEN.",
            why=error.response.get("error"),
        ) from None
    except TROUBLE as error:
        if known:
            log.warning("Slack is away; starting with what is known", extra={"why": str(error)})
            return known
        raise refuse(
            "Slack can’t be reached at {url}, and this store has no workspace yet. Check the "
            "network, or SLACK_API_URL if you set it, then start again.",
            url=settings.slack_api_url,
        ) from None
    if settings.socket_mode:
        _try_app_token(settings)
    now = desk.clock()
    return [register(desk.store, identity, settings.slack_bot_token, settings.livemode, now)]


def _try_app_token(settings: Settings) -> None:
    """A refused app-level token would otherwise show only in the log, again and again."""
    client = slack_client(settings.slack_api_url, None)
    client.timeout = 5
    try:
        client.apps_connections_open(app_token=settings.slack_app_token)
    except SlackApiError as error:
        raise refuse(
            "Slack refuses the app-level token ({why}). Make one with the scope connections:write "
            "on your app’s page, Basic Information, and put it into SLACK_APP_TOKEN.",
            why=error.response.get("error"),
        ) from None
    except TROUBLE as error:
        log.warning("Slack is away; the socket is tried later", extra={"why": str(error)})


def _refuse_the_other_mode(practice: Practice, livemode: bool) -> None:
    if practice.livemode is None or practice.livemode == livemode:
        return
    if practice.livemode:
        raise refuse(
            "This store holds real payments, but STRIPE_API_KEY is a test key. Use the live key, "
            "or another DATABASE_URL for trying things out."
        )
    raise refuse(
        "This store holds test payments, but STRIPE_API_KEY is a live key. Use another "
        "DATABASE_URL for real payments, or the test key."
    )


def _introduce(desk: Desk, here: list[Practice]) -> None:
    """Print the claim code of a practice that has no owner. To the screen, not to the log."""
    for practice in here:
        if members.count_owners(desk.store, practice.id) == 0:
            print(  # noqa: T201
                f"\n{practice.name or practice.slack_team} has no owner yet. In Slack, type "
                f"/billing, press “I am the owner” and enter this code:\n\n"
                f"    {claim_code(desk, practice)}\n",
                flush=True,
            )


def serve(settings: Settings) -> None:
    """Serve until told to stop. One process with many threads; more processes need PostgreSQL."""
    _refuse_taken_port(settings.host, settings.port)
    prepare(settings)
    _Gunicorn(settings).run()


def _refuse_taken_port(host: str, port: int) -> None:
    """gunicorn would try for five seconds and then say so in its own words."""
    if why := why_not(host, port):
        raise refuse(
            "Port {port} on {host} can’t be used ({why}). Set PAYDESK_PORT to a free one, or stop "
            "the program that has it. PAYDESK_HOST must be an address of this machine.",
            port=str(port),
            host=host,
            why=why,
        )


class _QuietLogger(Logger):  # type: ignore[misc] # gunicorn declares no types
    """gunicorn's messages go the way of all others; it writes no access log."""

    def setup(self, cfg: Any) -> None:
        self.error_log.handlers[:] = []
        self.error_log.propagate = True
        self.error_log.setLevel(logging.WARNING)
        self.access_log.disabled = True


class _Gunicorn(BaseApplication):  # type: ignore[misc] # gunicorn declares no types
    """gunicorn with the app built after the fork: threads and connections don't survive one."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._paydesk: Paydesk | None = None
        super().__init__()

    def load_config(self) -> None:
        host = self._settings.host
        address = f"[{host}]" if ":" in host else host
        for name, value in {
            "bind": f"{address}:{self._settings.port}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": WEB_THREADS,
            "timeout": 60,
            "graceful_timeout": FINISH_WITHIN_SECONDS - 1,
            "keepalive": 30,
            "logger_class": _QuietLogger,
            "control_socket_disable": True,
            "worker_tmp_dir": "/dev/shm" if sys.platform == "linux" else None,  # noqa: S108
            "post_worker_init": lambda worker: print(  # noqa: T201
                f"Paydesk is ready at {worker.sockets[0]} ({self._way()}). Stop it with Ctrl-C.",
                flush=True,
            ),
            "worker_exit": lambda _server, _worker: self._stop(),
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        self._paydesk = build_app(self._settings)
        self._paydesk.start()
        return self._paydesk.web

    def _stop(self) -> None:
        if self._paydesk is not None:
            self._paydesk.stop()

    def _way(self) -> str:
        return "Socket Mode" if self._settings.socket_mode else "HTTP, at /slack/events"
