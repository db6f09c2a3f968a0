"""The mail server that SMTP_URL names, and a connection to it."""

import re
import smtplib
import ssl
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from bot.address_checks import is_loopback
from bot.setting_checks import SettingProblem

# Scheme of SMTP_URL: the port that servers listen on for it.
PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
EXAMPLE = "smtp+starttls://user:password@mail.example.org"


@dataclass(frozen=True)
class MailServer:
    """How to reach the server that takes our mail. `security` is a scheme of PORTS."""

    security: str
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)


def read_mail_server(name: str, text: str) -> MailServer:
    """From smtp://, smtps:// or smtp+starttls://, with user:password@ where the server asks for
    them (special characters as %40). The address may hold a password, so problems don't show it.
    """
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise SettingProblem(f"{name} is no mail server address. Write it like {EXAMPLE}") from None
    if parts.scheme not in PORTS:
        raise SettingProblem(
            f"{name} must begin with smtp+starttls:// (port 587), smtps:// (port 465) or smtp:// "
            f"(a server on this machine). Write it like {EXAMPLE}"
        )
    host = parts.hostname or ""
    if not re.fullmatch(r"[A-Za-z0-9.:-]+", host) or parts.path not in ("", "/"):
        raise SettingProblem(
            f"{name} has no server name that makes sense, or something after it. Write it like "
            f"{EXAMPLE}, and special characters of a password as %40 (for @), %2F (for /)."
        )
    if parts.scheme == "smtp" and parts.password and not is_loopback(host):
        raise SettingProblem(
            f"{name} begins with smtp://, which would send the password unencrypted. "
            "Begin it with smtp+starttls:// or smtps://."
        )
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not (user + password).isascii():
        raise SettingProblem(
            f"{name} has a user name or password with a letter such as é, which mail servers "
            "don't take. Change it at your mail provider."
        )
    return MailServer(parts.scheme, host, port or PORTS[parts.scheme], user, password)


def connect(server: MailServer, seconds: float) -> smtplib.SMTP:
    """A connection that is encrypted and logged in as SMTP_URL says; close it, or use `with`.

    `seconds` is the longest silence. Raises smtplib.SMTPException or OSError.
    """
    if server.security == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=seconds, context=ssl.create_default_context()
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=seconds)
    try:
        connection.ehlo_or_helo_if_needed()
        if server.security == "smtp+starttls":
            connection.starttls(context=ssl.create_default_context())
        if server.user:
            connection.login(server.user, server.password)
    except (smtplib.SMTPException, OSError):
        connection.close()
        raise
    return connection
