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
FINISH_WITHIN_SECONDS = 4
STALE_AFTER_SECONDS = 40
"""Slack answers each ping at once; this many seconds without any sign of life are enough."""


class SignsOfLife:
    """When the socket was last seen alive, by a clock that nobody sets back or forward."""

    def __init__(
        self, clock: Callable[[], float], stale_after: float = STALE_AFTER_SECONDS
    ) -> None:
        self._clock = clock
        self._stale_after = stale_after
        self._alive_at = clock()
        self._last_pong: float | None = None

    def look(self, *, connected: bool, last_pong: float | None) -> bool:
        """Note what the client says of its connection; whether it has been silent too long.

        `last_pong` is a mark of the client's that changes with each answered ping, and None before
        the first.
        """
        if connected and last_pong is not None and last_pong != self._last_pong:
            self._last_pong = last_pong
            self._alive_at = self._clock()
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

    def finish(self) -> None:
        """Take nothing more in; what came in may still be answered."""
        self._stopping.set()
        self._handler.client.socket_mode_request_listeners.clear()
        waiting = Thread(target=self._handler.client.message_workers.shutdown, daemon=True)
        waiting.start()
        waiting.join(FINISH_WITHIN_SECONDS)

    def stop(self) -> None:
        self._stopping.set()
        self._handler.close()  # type: ignore[no-untyped-call]

    def _watch(self) -> None:
        signs = SignsOfLife(time.monotonic, self._stale_after)
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
