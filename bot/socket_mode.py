"""Socket Mode: Slack's requests by a connection that we open, and a watchdog on it.

A connection can look open and be dead, and the client's own reconnecting can get stuck. Then the
only sure cure is a new process, which the supervisor starts.
"""

import logging
import time
from collections.abc import Callable
from threading import Event, Thread

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.socket_mode import SocketModeClient

from bot.processes import end_process

log = logging.getLogger("paydesk.socket")

PING_SECONDS = 5
STALE_AFTER_SECONDS = 40
"""Slack answers each ping at once; this many seconds without any sign of life are enough."""


class SignsOfLife:
    """When the socket was last seen alive. Pure but for the clock that is passed in."""

    def __init__(
        self, clock: Callable[[], float], stale_after: float = STALE_AFTER_SECONDS
    ) -> None:
        self._clock = clock
        self._stale_after = stale_after
        self._alive_at = clock()

    def look(self, *, connected: bool, last_pong: float | None) -> bool:
        """Note what the client says of its connection; whether it has been silent too long.

        `last_pong` is in the same clock. Right after connecting there is none yet.
        """
        if connected:
            self._alive_at = max(self._alive_at, last_pong or 0.0)
        return self._clock() - self._alive_at > self._stale_after


class Socket:
    """The connection to Slack of one process."""

    def __init__(
        self,
        bolt: App,
        app_token: str,
        ping_seconds: float = PING_SECONDS,
        stale_after: float = STALE_AFTER_SECONDS,
        end: Callable[[], None] | None = None,
    ) -> None:
        self._handler = SocketModeHandler(
            bolt, app_token, ping_interval=ping_seconds, concurrency=64
        )
        self._ping_seconds = ping_seconds
        self._stale_after = stale_after
        self._end = end or end_process
        self._stopping = Event()
        self._thread = Thread(target=self._watch, name="socket-watchdog", daemon=True)

    @property
    def connected(self) -> bool:
        return bool(self._handler.client.is_connected())

    def start(self) -> None:
        """Connect, in the watchdog's thread: Slack being away must not keep us from starting."""
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._handler.close()  # type: ignore[no-untyped-call]

    def _watch(self) -> None:
        signs = SignsOfLife(time.time, self._stale_after)
        self._connect()
        while not self._stopping.wait(self._ping_seconds):
            if not self.connected and self._handler.client.current_session is None:
                self._connect()
            if signs.look(connected=self.connected, last_pong=last_pong(self._handler.client)):
                log.error("no sign of life from Slack's socket: ending this process")
                self._end()
                return

    def _connect(self) -> None:
        try:
            self._handler.connect()  # type: ignore[no-untyped-call]
        except Exception as error:  # noqa: BLE001 - whatever keeps us from Slack, the watchdog tries again
            log.warning("no connection to Slack yet", extra={"error": type(error).__name__})


def last_pong(client: SocketModeClient) -> float | None:
    session = client.current_session
    return session.last_ping_pong_time if session else None
