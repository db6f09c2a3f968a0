"""Hands a message to the mail server, and decides what a failure means.

Until the server has been asked to take the content, nothing can have been sent. From then on to its
answer, nobody knows. Its answers are judged by their codes; its texts name people and are neither
shown nor logged.
"""

import contextlib
import re
import smtplib
import ssl

from bot.mail_server import MailServer, connect

_REASON = re.compile(rb"5\.(\d{1,3})\.\d{1,3}\b")
_NOBODY = frozenset({550, 551, 553})
SECONDS = 30
"""The longest silence; servers look for viruses before they answer."""


class Undelivered(Exception):
    """The mail was not taken. `code` is the server's answer, 0 without one."""

    def __init__(self, code: int = 0) -> None:
        super().__init__(f"{type(self).__name__} {code}")
        self.code = code


class Away(Undelivered):
    """The server can't be reached, whichever mail it is."""


class PutOff(Undelivered):
    """It doesn't want this mail now, or broke off before it had it; later it may."""


class Rejected(Undelivered):
    """It never will."""


class NoReader(Rejected):
    """There is nobody at that address."""


class LockedOut(Undelivered):
    """It takes no mail of ours at all: the log-in, the encryption, or our own address."""


class Unknown(Undelivered):
    """The connection was cut before the answer to the content came."""


def hand_over(server: MailServer, sender: str, to: str, message: bytes) -> int:
    """The server has taken the mail when this returns the code of its answer. Raises one of the
    above."""
    connection = _connected(server)
    try:
        _address(connection, sender, to)
        return _give(connection, message)
    finally:
        with contextlib.suppress(smtplib.SMTPException, OSError):
            connection.quit()


def _connected(server: MailServer) -> smtplib.SMTP:
    try:
        return connect(server, SECONDS)
    except smtplib.SMTPResponseException as error:
        raise (Away if error.smtp_code < 500 else LockedOut)(error.smtp_code) from None
    except (smtplib.SMTPNotSupportedError, ssl.SSLCertVerificationError):
        raise LockedOut from None
    except OSError:  # smtplib's own are such too
        raise Away from None


def _address(connection: smtplib.SMTP, sender: str, to: str) -> None:
    options = [] if to.isascii() else ["SMTPUTF8", "BODY=8BITMIME"]
    try:
        _judge(connection.mail(sender, options)[0], otherwise=LockedOut)
        code, said = connection.rcpt(to)
        _judge(code, otherwise=NoReader if means_nobody(code, said) else Rejected)
    except smtplib.SMTPNotSupportedError:
        raise Rejected from None
    except OSError:
        raise PutOff from None


def means_nobody(code: int, said: bytes) -> bool:
    """Whether it is about the reader, and not about who writes or what is allowed: then every
    reader would seem unknown while a server is set up wrongly. RFC 3463 numbers the reasons."""
    reason = _REASON.match(said)
    if reason is None:
        return code in _NOBODY
    return code >= 500 and reason[1] in (b"1", b"2")


def _give(connection: smtplib.SMTP, message: bytes) -> int:
    try:
        code, _ = connection.data(message)
    except smtplib.SMTPDataError as error:
        code = error.smtp_code
    except OSError:
        raise Unknown from None
    _judge(code)
    return code


def _judge(code: int, otherwise: type[Undelivered] = Rejected) -> None:
    if not 200 <= code < 300:
        raise (PutOff if code < 500 else otherwise)(code)
