"""Whether the value of a setting that is an address, a number or a file is right.

Each function takes the setting's name and its cleaned text, and returns the value or raises
SettingProblem with a sentence that names the setting and says how to mend it.
"""

import ipaddress
import re
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from bot.setting_checks import SettingProblem
from desk.language import language_of
from rules.words import Refusal
from storage.address import parse_address


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself, so that nothing travels over a network."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def web_address(name: str, text: str) -> str:
    """An address as given: https, or http on this machine itself."""
    _split_web_address(name, text)
    return text


def base_address(name: str, text: str) -> str:
    """An address to which paths are added: without a slash at its end, or a query."""
    parts = _split_web_address(name, text)
    if parts.query or parts.fragment:
        raise SettingProblem(f"{name} is “{text}”. Leave out what follows “?” or “#”.")
    return text.rstrip("/")


def public_address(name: str, text: str) -> str:
    address = base_address(name, text)
    for ending in ("/slack/events", "/stripe/webhook"):
        if address.endswith(ending):
            short = address.removesuffix(ending)
            raise SettingProblem(f"{name} is “{text}”. Leave out “{ending}”: {short}")
    return address


def slack_address(name: str, text: str) -> str:
    """Slack's Web API; Slack's client wants the slash at its end."""
    return base_address(name, text) + "/"


def _split_web_address(name: str, text: str) -> SplitResult:
    example = f"Write it like {name}=https://paydesk.example.org"
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise SettingProblem(f"{name} is “{text}”, which is no web address. {example}") from None
    if parts.username or parts.password:
        raise SettingProblem(f"{name} must not hold a user name or password. {example}")
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"\s", text):
        raise SettingProblem(f"{name} is “{text}”, which is no web address. {example}")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise SettingProblem(
            f"{name} is “{text}”. It must begin with https://; http:// is only for this machine "
            "itself, such as http://127.0.0.1:3000."
        )
    return parts


def database_address(name: str, text: str) -> str:
    """sqlite:///file or postgresql://…, as the store reads it; it may hold a password."""
    try:
        parse_address(text)
    except Refusal as refusal:
        raise SettingProblem(language_of("en").sentence(refusal.sentence)) from None
    return text


def host(name: str, text: str) -> str:
    if re.fullmatch(r"[A-Za-z0-9.:-]+", text) and not re.fullmatch(r"[^:]+:\d+", text):
        return text
    raise SettingProblem(
        f"{name} is “{text}”. It takes a host name or an IP address without a port, such as "
        "127.0.0.1 (this machine only) or 0.0.0.0 (every network that it is in)."
    )


def port(name: str, text: str) -> int:
    return _whole_number(name, text, 0, 65535, "such as 3000 (0: the system picks a free one)")


def lease_seconds(name: str, text: str) -> int:
    return _whole_number(name, text, 1, 3600, "such as 120")


def _whole_number(name: str, text: str, least: int, most: int, example: str) -> int:
    if re.fullmatch(r"[0-9]{1,9}", text) and least <= int(text) <= most:
        return int(text)
    raise SettingProblem(
        f"{name} is “{text}”. It takes a whole number from {least} to {most}, {example}."
    )


def mail_sender(name: str, text: str) -> str:
    """name@example.org, or Name <name@example.org>."""
    _, address = parseaddr(text)
    if re.fullmatch(r"[^@\s,<>]+@[^@\s,<>]+", address) and "\n" not in text and "\r" not in text:
        return text
    raise SettingProblem(
        f"{name} is “{text}”, which is no mail address. Write it like “Northside Practice "
        "<billing@example.org>”."
    )


def file_path(name: str, text: str) -> Path:
    path = Path(text)
    if path.is_dir():
        raise SettingProblem(f"{name} is “{text}”, which is a folder. Name a file.")
    return path
