"""A local Stripe that runs: its web server, and the thread that does what is due."""

import logging
from functools import partial
from threading import Condition, Thread

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from sandbox.stripe.service import Service
from sandbox.stripe.web import build_web

STOPS_WITHIN_SECONDS = 0.1


class _Handler(WSGIRequestHandler):
    """Keeps connections open, and writes no line per request."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


class Ticker:
    """Does what is due when it is due: sleeps until then, and wakes when the clock leaps."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._changed = Condition()
        self._stopping = False
        self._thread = Thread(target=self._work, name="stripe-ticker", daemon=True)
        service.clock.on_leap.append(self._wake)
        service.agenda.on_new = self._wake

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping = True
        self._wake()

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _work(self) -> None:
        while not self._stopping:
            self._service.run_due()
            with self._changed:
                self._changed.wait(self._seconds_to_sleep())

    def _seconds_to_sleep(self) -> float | None:
        due = self._service.agenda.next_due
        return None if due is None else max(0.0, due - self._service.clock())


class Server:
    """Serves on loopback only; `port` 0: any free one. As a context manager it runs inside."""

    def __init__(self, service: Service, port: int = 0) -> None:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self.service = service
        self._ticker = Ticker(service)
        self._server: BaseWSGIServer = make_server(
            "127.0.0.1", port, build_web(service), threaded=True, request_handler=_Handler
        )
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        service.base_url = self.url

    def start(self) -> None:
        self._ticker.start()
        serve = partial(self._server.serve_forever, poll_interval=STOPS_WITHIN_SECONDS)
        Thread(target=serve, name="stripe", daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._ticker.stop()

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
