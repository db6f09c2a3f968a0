"""A mail server of a few lines, with or without encryption and log-in, that takes no mail."""

import base64
import datetime
import ipaddress
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "me@example.org", "right/word"


@dataclass
class MailListener:
    """`heard` are the commands, in order; what stands after AUTH isn't kept."""

    port: int
    heard: list[str] = field(default_factory=list)


def certificate(folder: Path) -> Path:
    """A file with a key and a certificate for this machine; trusted by SSL_CERT_FILE alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    local = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    built = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    built = built.not_valid_before(now - datetime.timedelta(days=1))
    built = built.not_valid_after(now + datetime.timedelta(days=1))
    built = built.add_extension(local, critical=False)
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    path = folder / "certificate.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    )
    return path


@contextmanager
def mail_listener(
    *, pem: Path | None = None, encrypted_from_the_start: bool = False, log_in: bool = True
) -> Iterator[MailListener]:
    """Listens on this machine. With `pem` it offers STARTTLS, or is encrypted from the start."""
    context = None
    if pem is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.secure = False
            try:
                if encrypted_from_the_start:
                    self._encrypt()
                self._talk()
            except (OSError, ValueError):
                return  # the client went away

        def _encrypt(self) -> None:
            assert context is not None
            self.request = context.wrap_socket(self.request, server_side=True)
            self.secure = True

        def _talk(self) -> None:
            self._say("220 ready")
            lines = self.request.makefile("r", newline="\r\n")
            while line := lines.readline().strip():
                word = line.split()[0].upper()
                listener.heard.append(word)
                if word == "STARTTLS":
                    self._say("220 go ahead")
                    self._encrypt()
                    lines = self.request.makefile("r", newline="\r\n")
                else:
                    self._say(self._answer(word, line))
                if word == "QUIT":
                    return

        def _answer(self, word: str, line: str) -> str:
            if word == "EHLO":
                offers = ["hello"]
                offers += ["STARTTLS"] if context and not self.secure else []
                offers += ["AUTH PLAIN"] if log_in else []
                return "\r\n".join(f"250-{offer}" for offer in offers) + "\r\n250 OK"
            if word == "AUTH":
                given = base64.b64decode(line.split()[-1]).decode()
                right = given == f"\0{USER}\0{PASSWORD}"
                return (
                    "235 welcome" if right else "535 wrong password, " + given.rpartition("\0")[2]
                )
            return "221 bye" if word == "QUIT" else "250 fine"

        def _say(self, text: str) -> None:
            self.request.sendall(f"{text}\r\n".encode())

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    server = Server(("127.0.0.1", 0), Handler)
    listener = MailListener(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield listener
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
