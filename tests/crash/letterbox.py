"""A mail server of a few lines, which takes every mail."""

import socketserver
from email import message_from_bytes
from email.message import Message


class Letterbox(socketserver.ThreadingTCPServer):
    """On a free port of this machine. `taken` are the mails, as they came."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, taken: list[bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.taken = taken

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Session(socketserver.StreamRequestHandler):
    server: Letterbox

    def handle(self) -> None:
        self._say("220 letterbox")
        while line := self.rfile.readline():
            match line[:4].upper():
                case b"EHLO":
                    self._say("250 letterbox")
                case b"DATA":
                    self._say("354 go on")
                    self.server.taken.append(self._content())
                    self._say("250 taken")
                case b"QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 ok")

    def _say(self, answer: str) -> None:
        self.wfile.write(answer.encode() + b"\r\n")

    def _content(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)


def read(taken: list[bytes]) -> list[Message]:
    return [message_from_bytes(one) for one in taken]
