"""Checks the mail server: connects, encrypts, logs in as SMTP_URL says. Sends nothing."""

import smtplib
import socket
import ssl

from bot.checkup.finding import Finding, note, right, wrong
from bot.mail_server import MailServer, connect
from bot.settings import Settings

SECONDS = 5


def mail_findings(settings: Settings) -> list[Finding]:
    server = settings.mail_server
    if server is None:
        return [note("Mail", "not set: messages to clients can be copied instead")]
    where = f"{server.host}, port {server.port}"
    try:
        with connect(server, SECONDS) as connection:
            connection.noop()
    except (smtplib.SMTPException, OSError) as error:
        text, mend = _explain(server, error)
        return [wrong("Mail", f"{where}: {text}", mend)]
    return [right("Mail", where)]


def _explain(server: MailServer, error: Exception) -> tuple[str, str]:
    """What a failed connection means and how to mend it; never the server's own text."""
    match error:
        case smtplib.SMTPAuthenticationError():
            return "it refuses the user name or password", (
                "Check them in SMTP_URL. Special characters are written as %40 (@), %2F (/), %3A "
                "(:). Some providers want a password made for apps."
            )
        case smtplib.SMTPNotSupportedError():
            return "it doesn't offer what SMTP_URL asks for", _other_way(server)
        case ssl.SSLCertVerificationError():
            return "its certificate isn't valid for this name", "Check the server name in SMTP_URL."
        case ssl.SSLError() | smtplib.SMTPServerDisconnected():
            return "it breaks the connection off", _other_way(server)
        case socket.gaierror():
            return "no such server name", "Check the server name in SMTP_URL."
        case TimeoutError():
            return "no answer", "Check the server name and port in SMTP_URL, and the firewall."
        case ConnectionRefusedError():
            return "nothing listens there", "Check the server name and port in SMTP_URL."
    return f"refused ({type(error).__name__})", "Check SMTP_URL with your mail provider's page."


def _other_way(server: MailServer) -> str:
    if server.security == "smtps":
        return "Try smtp+starttls:// (port 587) instead of smtps:// in SMTP_URL."
    return "Try smtps:// (port 465) instead in SMTP_URL, or leave out user and password."
