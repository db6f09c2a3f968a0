"""One webhook endpoint's connection: kept open between requests, with a time limit on each."""

import select
import socket
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
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
            connection.request("POST", path, body, headers)
            _limit(connection, deadline)
            response = connection.getresponse()
            _read(response, connection, deadline)
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


def _limit(connection: HTTPConnection, deadline: float) -> None:
    """The next wait for the endpoint ends at the deadline."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    if connection.sock is not None:
        connection.sock.settimeout(left)


def _read(response: HTTPResponse, connection: HTTPConnection, deadline: float) -> None:
    """The whole body; one that drips in is cut off at the deadline, too."""
    size = 0
    while chunk := response.read1(65_536):
        size += len(chunk)
        if size > _LARGEST_ANSWER:
            raise HTTPException("the answer is too long")
        _limit(connection, deadline)
    response.close()
