"""A workspace that runs: its web server, its socket, its courier."""

import logging
from functools import partial
from threading import Thread

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from sandbox.slack.http_delivery import HttpDelivery
from sandbox.slack.socket_mode import SocketMode
from sandbox.slack.web import build_web
from sandbox.slack.workspace import Workspace

STOPS_WITHIN_SECONDS = 0.1


class _Handler(WSGIRequestHandler):
    """Keeps connections open, and writes no line per request."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


class Server:
    """Serves on loopback only; `port` 0: any free one. As a context manager it runs inside."""

    def __init__(
        self,
        workspace: Workspace,
        port: int = 0,
        *,
        request_url: str = "",
        control: bool = False,
        pages: bool = True,
    ) -> None:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self.workspace = workspace
        self.socket: SocketMode | None = None
        us = workspace.identity
        if request_url:
            workspace.delivery = HttpDelivery(request_url, us.signing_secret, workspace.ack_seconds)
        else:
            self.socket = SocketMode(us.app, workspace.ack_seconds)
            workspace.delivery, workspace.socket_url = self.socket, self.socket.new_url
        web = build_web(workspace, control=control, pages=pages)
        self._server: BaseWSGIServer = make_server(
            "127.0.0.1", port, web, threaded=True, request_handler=_Handler
        )
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        workspace.base_url = self.url

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    def start(self) -> None:
        self.workspace.courier.start()
        if self.socket:
            self.socket.start()
        serve = partial(self._server.serve_forever, poll_interval=STOPS_WITHIN_SECONDS)
        Thread(target=serve, name="workspace", daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self.workspace.courier.stop()
        if self.socket:
            self.socket.stop()

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
