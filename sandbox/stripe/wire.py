"""One webhook endpoint's connection: kept open between requests, with a time limit on each."""

import io
import select
import socket
import time
from contextlib import suppress
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from sandbox.loopback import LOOPBACK

SECONDS = 10.0
_LARGEST_ANSWER = 1_000_000


class Wire:
    """For one thread; another one may `abort` it, which ends a request under way."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._place: tuple[str, str, int | None] | None = None
        self._connection: HTTPConnection | None = None

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> int | None:
        """The status; None where no whole answer came in time, or the address is not on this
        machine: nothing leaves it."""
        parts = urlsplit(url)
        if (parts.hostname or "") not in LOOPBACK:
            return None
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        deadline = time.monotonic() + self._seconds
        try:
            connection = self._open((parts.scheme, parts.hostname or "", parts.port))
            timed = partial(_TimedResponse, deadline=deadline)
            connection.response_class = timed  # type: ignore[assignment] # makes them all the same
            connection.request("POST", path, body, headers)
            response = connection.getresponse()
            _read(response)
        except (OSError, HTTPException):
            self.close()
            return None
        if response.will_close:
            self.close()
        return response.status

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def abort(self) -> None:
        connection = self._connection
        open_socket = connection.sock if connection is not None else None
        if open_socket is not None:
            with suppress(OSError):  # the other end was quicker
                open_socket.shutdown(socket.SHUT_RDWR)

    def _open(self, place: tuple[str, str, int | None]) -> HTTPConnection:
        """The connection that is there, unless the other end has closed it meanwhile: a request is
        never sent a second time by itself."""
        if self._place != place or self._connection is None or _is_closed(self._connection):
            self.close()
            scheme, host, port = place
            kind = HTTPSConnection if scheme == "https" else HTTPConnection
            self._connection, self._place = kind(host, port, timeout=self._seconds), place
        else:
            self._connection.sock.settimeout(self._seconds)
        return self._connection


def _is_closed(connection: HTTPConnection) -> bool:
    """An idle connection on which something can be read is at its end."""
    open_socket = connection.sock
    return open_socket is None or bool(select.select([open_socket], [], [], 0)[0])


class _TimedResponse(HTTPResponse):
    """Ends at the deadline, however slowly its head or body drips in."""

    def __init__(self, sock: socket.socket, *args: Any, deadline: float, **more: Any) -> None:
        super().__init__(sock, *args, **more)
        self.fp = io.BufferedReader(_TimedReads(sock, self.fp.detach(), deadline))


class _TimedReads(io.RawIOBase):
    def __init__(self, sock: socket.socket, raw: io.RawIOBase, deadline: float) -> None:
        self._sock = sock
        self._raw = raw
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int | None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        return self._raw.readinto(room)

    def close(self) -> None:
        self._raw.close()
        super().close()


def _read(response: HTTPResponse) -> None:
    """The whole body, so that the connection can be used again."""
    size = 0
    while chunk := response.read1(65_536):
        size += len(chunk)
        if size > _LARGEST_ANSWER:
            raise HTTPException("the answer is too long")
    response.close()
