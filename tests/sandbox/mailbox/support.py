"""Mails to send, ways to send them, and the mailbox's page as a browser reads it."""

import smtplib
from email.message import EmailMessage
from typing import Any

from flask.testing import FlaskClient

from sandbox.mailbox.mailbox import Mailbox
from sandbox.mailbox.smtp import SmtpServer
from sandbox.mailbox.web import build_web
from tests.sandbox.slack.pages_support import Tag, read

DESK, JANE, MARC = "billing@northside.example", "jane@example.org", "marc@example.org"
NOW = 1_790_000_000.0

PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj
trailer<</Size 4/Root 1 0 R>>
%%EOF
"""


def connected(server: SmtpServer, timeout: float = 10) -> smtplib.SMTP:
    return smtplib.SMTP("127.0.0.1", server.port, timeout=timeout)


def send(server: SmtpServer, raw: bytes | str = "Subject: Hello\n\nHi", *to: str) -> None:
    with connected(server) as client:
        client.sendmail(DESK, to or [JANE], raw)


def receipt(html: str = "<p>Thank you", **headers: str) -> EmailMessage:
    """A mail with a text, HTML, a PDF, a text file and an archive."""
    mail = EmailMessage()
    mail["From"] = f"Northside Physio <{DESK}>"
    mail["To"] = f"Jane Doe <{JANE}>"
    mail["Subject"] = "Your receipt for INV-1042"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("Thank you.\nSee https://pay.example/r?a=1&b=2.")
    mail.add_alternative(html, subtype="html")
    mail.add_attachment(PDF, maintype="application", subtype="pdf", filename="INV-1042.pdf")
    mail.add_attachment("Café", filename="notes.txt")
    mail.add_attachment(b"PK", maintype="application", subtype="zip", filename="all.zip")
    return mail


def keep(mailbox: Mailbox, raw: bytes | EmailMessage, *to: str) -> int:
    content = raw if isinstance(raw, bytes) else bytes(raw)
    return mailbox.keep(DESK, list(to or [JANE]), content).id


def browser(mailbox: Mailbox, **more: Any) -> FlaskClient:
    web = build_web(mailbox, **more)
    web.testing = True
    return web.test_client()


def page(client: FlaskClient, path: str = "/", **more: Any) -> Tag:
    answer = client.get(path, **more)
    assert answer.status_code == 200
    return read(answer.text)
