"""A mailbox that runs by itself: its SMTP server, and its web page."""

from sandbox.mailbox.mailbox import Mailbox
from sandbox.mailbox.smtp import SmtpServer
from sandbox.mailbox.web import build_web
from sandbox.serving import Running, WebServer


class Server(Running):
    """Serves on loopback only; a port of 0: any free one. As a context manager it runs inside.

    Where the page stands among others, under one port, SmtpServer and build_web() are enough.
    """

    def __init__(
        self, mailbox: Mailbox, port: int = 0, smtp_port: int = 0, *, control: bool = False
    ) -> None:
        self.mailbox = mailbox
        self.smtp = SmtpServer(mailbox, smtp_port)
        self._web = WebServer(build_web(mailbox, control=control), "mailbox", port)
        self.url = self._web.url

    def start(self) -> None:
        self.smtp.start()
        self._web.start()

    def stop(self) -> None:
        self._web.stop()
        self.smtp.stop()
