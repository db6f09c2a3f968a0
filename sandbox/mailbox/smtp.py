"""The SMTP server: takes in every mail, on this machine only, and fails where a test asks for it.

It speaks ESMTP with AUTH (any name and password), SIZE, 8BITMIME and SMTPUTF8, without TLS.
"""

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable
from functools import partial, update_wrapper
from threading import Thread
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword
from aiosmtpd.smtp import Session as Spoken

from sandbox.mailbox.failures import Failure, What
from sandbox.mailbox.mailbox import Mailbox
from sandbox.mailbox.sessions import CLIENT, SERVER
from sandbox.serving import Running

LARGEST = 26_214_400
"""Bytes of a message; 25 MiB, as the large providers take."""

_ANSWERS = {
    What.LOGIN_REFUSED: "535 5.7.8 Authentication credentials invalid",
    What.RECIPIENT_REFUSED: "550 5.1.1 No such mailbox",
    What.RECIPIENT_DEFERRED: "451 4.7.1 Try again later",
    What.TEMPORARY: "451 4.3.0 The message could not be stored, try again later",
    What.PERMANENT: "550 5.7.1 The message is not accepted",
}
_AT_RECIPIENTS = {What.RECIPIENT_REFUSED, What.RECIPIENT_DEFERRED}


class _Envelope(Envelope):
    """`failure`: what is to happen to this message."""

    failure: Failure | None = None


class _Handler:
    """What aiosmtpd asks at each step; it returns the answers."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's way
        self, _: SMTP, __: Spoken, envelope: _Envelope, address: str, options: list[str]
    ) -> str:
        if refusal := _refused_address(address, envelope, may_be_empty=True):
            return refusal
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, _: SMTP, __: Spoken, envelope: _Envelope, address: str, ___: list[str]
    ) -> str:
        if refusal := _refused_address(address, envelope):
            return refusal
        failure = envelope.failure = envelope.failure or self._mailbox.failures.take_for(address)
        if failure and failure.what in _AT_RECIPIENTS and failure.concerns(address):
            await asyncio.sleep(failure.slow)
            return _ANSWERS[failure.what]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: "_Smtp", __: Spoken, envelope: _Envelope) -> str:  # noqa: N802
        failure = envelope.failure or Failure()
        if failure.what == What.ANSWER_LOST:
            await self._keep(server, envelope)
        await asyncio.sleep(failure.slow)
        if failure.what == What.ANSWER_LOST:
            server.drop()
        if failure.what in (What.TEMPORARY, What.PERMANENT):
            return _ANSWERS[failure.what]
        number = await self._keep(server, envelope)
        return f"250 2.0.0 OK: kept as {number}"

    async def _keep(self, server: "_Smtp", envelope: _Envelope) -> int:
        """Off the loop: a large message must not hold up the other connections."""
        sender = "" if envelope.mail_from == "<>" else envelope.mail_from or ""
        raw, user = envelope.original_content or b"", server.heard.user
        mail = await asyncio.to_thread(
            self._mailbox.keep, sender, list(envelope.rcpt_tos), raw, user
        )
        return mail.id


def _refused_address(address: str, envelope: _Envelope, *, may_be_empty: bool = False) -> str:
    """The refusal, or "" for an address that is fine."""
    if may_be_empty and address == "<>":
        return ""
    name, _, domain = address.rpartition("@")
    if not name or not domain or any("\ud800" <= one <= "\udfff" for one in address):
        return "553 5.1.3 Error: malformed address"
    if not address.isascii() and not envelope.smtp_utf8:
        return "553 5.6.7 Error: an address beyond ASCII needs SMTPUTF8"
    return ""


class _Smtp(SMTP):
    """One connection. Notes what is said, and knows the ways to break off."""

    def __init__(self, mailbox: Mailbox, loop: asyncio.AbstractEventLoop, largest: int) -> None:
        super().__init__(
            _Handler(mailbox),
            data_size_limit=largest,
            enable_SMTPUTF8=True,
            hostname="mailbox.localhost",
            ident="Mailbox of this machine",
            auth_require_tls=False,
            authenticator=self._log_in,
            loop=loop,
        )
        self._mailbox = mailbox
        self._refusal: Failure | None = None
        self.heard = mailbox.sessions.begin(mailbox.clock())
        commands: dict[str, Callable[[str | None], Awaitable[None]]] = self._smtp_methods
        self._smtp_methods = {
            name: update_wrapper(partial(self._note, name, do), do) for name, do in commands.items()
        }

    async def _note(
        self, name: str, do: Callable[[str | None], Awaitable[None]], given: str | None
    ) -> None:
        shown = (given or "").partition(" ")[0] if name == "AUTH" else given or ""
        self._mailbox.sessions.note(self.heard, f"{CLIENT}{name} {shown}".rstrip())
        await do(given)

    async def push(self, status: Any) -> None:
        text = status.decode() if isinstance(status, bytes) else status
        self._mailbox.sessions.note(self.heard, SERVER + text)
        await super().push(text.encode("utf-8", "replace"))

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802
        """Clients try one way after the other, so a refusal holds for the whole connection."""
        failure = self._refusal = self._refusal or self._mailbox.failures.take_for_login()
        if failure is None:
            await super().smtp_AUTH(arg)
            return
        await asyncio.sleep(failure.slow)
        await self.push(_ANSWERS[failure.what])

    async def smtp_STARTTLS(self, arg: str) -> None:  # noqa: N802
        await self.push("502 5.5.1 This mailbox speaks no TLS: connect in plain text, by smtp://")

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        failure = self.envelope.failure if isinstance(self.envelope, _Envelope) else None
        if failure and failure.what == What.DROPPED:
            await asyncio.sleep(failure.slow)
            self.drop()
        await super().smtp_DATA(arg)

    def drop(self) -> None:
        """Ends the connection without a word; nothing after this is carried out."""
        if isinstance(self.transport, asyncio.Transport):
            self.transport.abort()
        raise asyncio.CancelledError

    async def handle_exception(self, error: Exception) -> str:
        logging.getLogger(__name__).exception("a mail could not be taken in", exc_info=error)
        return "451 4.3.0 Something went wrong in the mailbox; its log says what"

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self._mailbox.sessions.end(self.heard)

    def _create_envelope(self) -> Envelope:
        return _Envelope()

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        try:
            return super()._getaddr(arg)
        except (IndexError, AttributeError):  # from the parser, where an address breaks off
            return None, None

    def _log_in(self, *given: Any) -> AuthResult:
        login = given[-1]
        if isinstance(login, LoginPassword):
            user = login.login.decode("utf-8", "replace")
            self._mailbox.sessions.log_in(self.heard, user)
        return AuthResult(success=True)


class SmtpServer(Running):
    """Listens on 127.0.0.1; `port` 0: any free one. As a context manager it runs inside."""

    def __init__(self, mailbox: Mailbox, port: int = 0, largest: int = LARGEST) -> None:
        logging.getLogger("mail.log").setLevel(logging.ERROR)
        self._mailbox = mailbox
        self._largest = largest
        self._socket = socket.create_server(("127.0.0.1", port))
        self.port = int(self._socket.getsockname()[1])
        self.url = mailbox.smtp_url = f"smtp://127.0.0.1:{self.port}"
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="smtp", daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._begin(), self._loop).result()

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._mailbox.smtp_url = ""

    async def _begin(self) -> asyncio.Server:
        loop = self._loop
        return await loop.create_server(
            lambda: _Smtp(self._mailbox, loop, self._largest), sock=self._socket
        )

    async def _end(self) -> None:
        """Connections that are still open are cut."""
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._loop.shutdown_default_executor()
