"""A mailbox that runs by itself: its SMTP server, and its web page."""

import logging
from functools import partial
from threading import Thread

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from sandbox.mailbox.mailbox import Mailbox
from sandbox.mailbox.smtp import SmtpServer
from sandbox.mailbox.web import build_web

STOPS_WITHIN_SECONDS = 0.1


class _Handler(WSGIRequestHandler):
    """Keeps connections open, and writes no line per request."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


class Server:
    """Serves on loopback only; a port of 0: any free one. As a context manager it runs inside.

    Where the page stands among others, under one port, SmtpServer and build_web() are enough.
    """

    def __init__(
        self, mailbox: Mailbox, port: int = 0, smtp_port: int = 0, *, control: bool = False
    ) -> None:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self.mailbox = mailbox
        self.smtp = SmtpServer(mailbox, smtp_port)
        web = build_web(mailbox, control=control)
        self._server: BaseWSGIServer = make_server(
            "127.0.0.1", port, web, threaded=True, request_handler=_Handler
        )
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def start(self) -> None:
        self.smtp.start()
        serve = partial(self._server.serve_forever, poll_interval=STOPS_WITHIN_SECONDS)
        Thread(target=serve, name="mailbox", daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self.smtp.stop()

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
