"""A mail as it goes over the wire: headers that can't be broken out of, text, HTML, attachments."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import parseaddr
from mimetypes import guess_type
from urllib.parse import quote

from desk.mail import Mail, one_line

LONGEST_NAME = 100
_OF_URLS = "%/:?#[]@!$&'()*+,;=-._~"


@dataclass(frozen=True)
class Sender:
    """Whom a practice's mail comes from. `address` is the one of MAIL_FROM."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


def address_in(mail_from: str) -> str:
    """Of "Practice <billing@example.org>", the address alone."""
    return parseaddr(mail_from)[1]


def composed(
    mail: Mail, sender: Sender, message_id: str, now: int, files: Iterable[tuple[str, bytes]]
) -> bytes:
    """The message with its line ends. `now` is epoch ms; `files` are names and contents."""
    policy = (SMTP if mail.to.isascii() else SMTPUTF8).clone(cte_type="7bit")
    message = EmailMessage(policy=policy)
    message["From"] = Address(one_line(sender.name)[:LONGEST_NAME], addr_spec=sender.address)
    message["To"] = Address(addr_spec=mail.to)
    if mail.reply_to:
        message["Reply-To"] = Address(addr_spec=mail.reply_to)
    message["Subject"] = one_line(mail.subject)
    message["Date"] = datetime.fromtimestamp(now / 1_000, UTC)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"  # Absence notes don't answer such.
    message.set_content(mail.text)
    if mail.html is not None:
        message.add_alternative(mail.html, subtype="html")
    for name, content in files:
        main, _, sub = (guess_type(name)[0] or "application/octet-stream").partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=one_line(name))
    return _ways_out(mail, sender) + message.as_bytes()


def _ways_out(mail: Mail, sender: Sender) -> bytes:
    """The headers by which the reader's program offers to end such mails (RFC 2369, RFC 8058). As
    they are: a long address would be written as an encoded word, which no program reads there."""
    if mail.way_out is None:
        return b""
    to = quote(mail.reply_to or sender.address, safe="@")
    by_mail, url = f"<mailto:{to}?subject={quote(mail.way_out.subject)}>", mail.way_out.url
    if url is None:
        return f"List-Unsubscribe: {by_mail}\r\n".encode("ascii")
    header = f"List-Unsubscribe: <{quote(url, safe=_OF_URLS)}>,\r\n {by_mail}\r\n"
    if url.startswith("https:"):
        header += "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    return header.encode("ascii")


def message_id(practice_id: int, uid: str, domain: str) -> str:
    """The same for the same mail whenever it is sent, so that its reader's program knows it
    again."""
    name = hashlib.sha256(f"paydesk mail:{practice_id}:{uid}".encode()).hexdigest()[:32]
    return f"<{name}@{domain}>"
