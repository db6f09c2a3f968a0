"""A workspace that runs: its web server, its socket, its courier."""

from sandbox.serving import Running, WebServer
from sandbox.slack.http_delivery import HttpDelivery
from sandbox.slack.socket_mode import SocketMode
from sandbox.slack.web import build_web
from sandbox.slack.workspace import Workspace


class WayToApp(Running):
    """How the app is reached: at its `request_url`, or, where it has none, by Socket Mode."""

    def __init__(self, workspace: Workspace, request_url: str = "") -> None:
        self._workspace = workspace
        self.socket: SocketMode | None = None
        us = workspace.identity
        if request_url:
            workspace.delivery = HttpDelivery(request_url, us.signing_secret, workspace.ack_seconds)
        else:
            self.socket = SocketMode(us.app, workspace.ack_seconds)
            workspace.delivery, workspace.socket_url = self.socket, self.socket.new_url

    def start(self) -> None:
        self._workspace.courier.start()
        if self.socket:
            self.socket.start()

    def stop(self) -> None:
        self._workspace.courier.stop()
        if self.socket:
            self.socket.stop()


class Server(Running):
    """Serves on loopback only; `port` 0: any free one. As a context manager it runs inside.

    Where the workspace stands among others, under one port, WayToApp and build_web() are enough.
    """

    def __init__(
        self,
        workspace: Workspace,
        port: int = 0,
        *,
        request_url: str = "",
        control: bool = False,
        pages: bool = True,
    ) -> None:
        self.workspace = workspace
        self._way = WayToApp(workspace, request_url)
        web = build_web(workspace, control=control, pages=pages)
        self._web = WebServer(web, "workspace", port)
        self.url = workspace.base_url = self._web.url

    @property
    def socket(self) -> SocketMode | None:
        return self._way.socket

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    def start(self) -> None:
        self._way.start()
        self._web.start()

    def stop(self) -> None:
        self._web.stop()
        self._way.stop()
