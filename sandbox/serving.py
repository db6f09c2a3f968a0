"""How the sandbox's servers run: on this machine only, each in a thread of its own."""

import logging
import signal
from abc import ABC, abstractmethod
from functools import partial
from threading import Event, Thread
from typing import TYPE_CHECKING, Self

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

STOPS_WITHIN_SECONDS = 0.1


class Running(ABC):
    """What starts and stops, once. As a context manager it runs inside."""

    @abstractmethod
    def start(self) -> None: ...

    @abstractmethod
    def stop(self) -> None: ...

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class QuietHandler(WSGIRequestHandler):
    """Keeps connections open, and writes no line per request."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


class WebServer(Running):
    """Serves a WSGI application on loopback, at `url`; `port` 0: any free one. It takes
    connections from when it is made, and answers once it is started."""

    def __init__(
        self,
        web: "WSGIApplication",
        name: str,
        port: int = 0,
        *,
        handler: type[WSGIRequestHandler] = QuietHandler,
    ) -> None:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._name = name
        self._server: BaseWSGIServer = make_server(
            "127.0.0.1", port, web, threaded=True, request_handler=handler
        )
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def start(self) -> None:
        serve = partial(self._server.serve_forever, poll_interval=STOPS_WITHIN_SECONDS)
        Thread(target=serve, name=self._name, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def run_until_ended(running: Running, said: str) -> None:
    """Until SIGTERM or Ctrl-C. Says on standard output that it runs."""
    ended = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    with running:
        print(said, flush=True)  # noqa: T201
        ended.wait()
