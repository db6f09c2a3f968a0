"""E-mail to clients and payers, by way of the outbox. Without a mail server nothing is sent: the
person copies the text instead."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desk.context import Desk
from storage import outbox

LONGEST_SUBJECT = 200
_PART = r'[^@\s,;:<>()\[\]\\"]'
_ADDRESS = re.compile(f"{_PART}{{1,64}}@{_PART}{{1,255}}")


@dataclass(frozen=True)
class Attachment:
    """A file that is made when the mail leaves, by the maker that is registered for `kind`."""

    kind: str
    key: str


@dataclass(frozen=True)
class WayOut:
    """How a reader gets no more of such mails: by a mail with this subject, and where there is a
    `url`, there."""

    subject: str
    url: str | None = None


@dataclass(frozen=True)
class Mail:
    """`to` is one plain address. `html` says the same as `text`. `reply_to`: where answers go, if
    not to the sender. `way_out`: of those that nobody sends by hand."""

    to: str
    subject: str
    text: str
    html: str | None = None
    attachments: tuple[Attachment, ...] = ()
    reply_to: str | None = None
    way_out: WayOut | None = None


def can_send(desk: Desk, address: str | None) -> bool:
    """Whether mail can be sent, and to that address. If not, offer the text to be copied."""
    return desk.sends_mail and is_address(address or "")


def send(desk: Desk, practice_id: int, mail: Mail, uid: str, asked_by: str | None = None) -> bool:
    """Have the mail sent, in the transaction of what it tells about; once for each `uid`.

    `asked_by`: the Slack user who hears of it if it can't be delivered; None: the owners do.
    False: mail can't be sent there, so nothing will be.
    """
    if not can_send(desk, mail.to):
        return False
    outbox.enqueue(
        desk.store,
        practice_id,
        kind=outbox.MAIL,
        recipient=mail.to,
        uid=uid,
        payload={
            "subject": one_line(mail.subject)[:LONGEST_SUBJECT],
            "text": mail.text,
            "html": mail.html,
            "attachments": [[one.kind, one.key] for one in mail.attachments],
            "reply_to": mail.reply_to if is_address(mail.reply_to or "") else None,
            "way_out": vars(mail.way_out) if mail.way_out else None,
            "asked_by": asked_by,
            "asked_at": desk.clock(),
        },
        now=desk.clock(),
    )
    return True


def one_line(text: str) -> str:
    """Fit for a header: line breaks and other control characters are spaces, and nothing reads as
    an encoded word, which could hold such."""
    printable = "".join(one if one.isprintable() else " " for one in text)
    return " ".join(printable.replace("=?", "= ?").split())


def mail_of(recipient: str, payload: Mapping[str, Any]) -> Mail:
    """What `send` wrote into the outbox."""
    way_out = payload.get("way_out")  # Older mails that still wait have none.
    return Mail(
        to=recipient,
        subject=payload["subject"],
        text=payload["text"],
        html=payload["html"],
        attachments=tuple(Attachment(kind, key) for kind, key in payload["attachments"]),
        reply_to=payload["reply_to"],
        way_out=WayOut(**way_out) if way_out else None,
    )


def is_address(text: str) -> bool:
    """One plain address, without anything that could act in a header or an SMTP command."""
    return text.isprintable() and bool(_ADDRESS.fullmatch(text))
