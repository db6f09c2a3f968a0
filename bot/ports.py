"""Whether a port can be listened on, asked before anything is started there."""

import socket
import time

FREE_WITHIN_SECONDS = 4
"""What a process that was killed leaves behind lets go of the port after a second or two."""


def why_not(host: str, port: int) -> str | None:
    """What keeps us from listening there, even after a moment's wait; None if nothing does."""
    deadline = time.monotonic() + FREE_WITHIN_SECONDS
    while (why := _why_not_now(host, port)) and time.monotonic() < deadline:
        time.sleep(0.2)
    return why


def free_port() -> int:
    """One that is free on this machine at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _why_not_now(host: str, port: int) -> str | None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        return error.strerror or type(error).__name__
    return None
