"""Whatever is sent is kept byte for byte, listed, and can be opened in every way."""

import random

import pytest
from flask.testing import FlaskClient

from sandbox.mailbox.letter import read
from sandbox.mailbox.mailbox import Mailbox
from sandbox.mailbox.showing import frame, text_with_links
from sandbox.mailbox.smtp import SmtpServer
from tests.sandbox.mailbox.support import connected, keep, page, receipt, send
from tests.sandbox.mailbox.weird import WEIRD

MUTATIONS = 400
_PIECES = [b"=?", b"?=", b"\0", b"\r\n\r\n", b'"', b";", b"*0*=", b"''", b"(", b"<", b"\xff", b"--"]


def opens_in_every_way(client: FlaskClient, mail_id: int) -> None:
    page(client)
    for view in ("", "html", "text", "source"):
        shown = page(client, f"/mails/{mail_id}", query_string={"view": view})
    assert client.get(f"/mails/{mail_id}/html").status_code == 200
    assert client.get(f"/mails/{mail_id}/source").status_code == 200
    for link in shown.one("main").all("a"):
        address = link.attributes["href"]
        if "/attachments/" in address:
            assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("raw", WEIRD.values(), ids=WEIRD)
def test_a_weird_mail_is_listed_and_opens(inbox: Mailbox, client: FlaskClient, raw: bytes) -> None:
    opens_in_every_way(client, keep(inbox, raw))


def test_weird_mails_come_in_over_the_wire(mailbox: Mailbox, server: SmtpServer) -> None:
    sent = [raw for raw in WEIRD.values() if all(len(one) < 999 for one in raw.split(b"\r\n"))]
    with connected(server) as client:
        for raw in sent:
            client.sendmail("", ["jane@example.org"], raw)
    assert len(sent) > 20
    kept = [mail.raw for mail in mailbox.mails()]
    assert kept == [raw if raw.endswith(b"\r\n") else raw + b"\r\n" for raw in sent]


def test_a_mail_of_20_megabytes_opens(inbox: Mailbox, client: FlaskClient) -> None:
    raw = (
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n"
        + b"A line of text, one of many. " * 200_000
        + b"--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + b"\r\n"
        + (b"A" * 996 + b"\r\n") * 15_000
    )
    assert len(raw) > 20_000_000
    opens_in_every_way(client, keep(inbox, raw))


def test_a_large_mail_comes_in_over_the_wire(mailbox: Mailbox, server: SmtpServer) -> None:
    raw = b"Subject: large\r\n\r\n" + (b"x" * 998 + b"\r\n") * 2_000
    send(server, raw)
    assert mailbox.mails()[0].raw == raw


def test_what_cannot_be_taken_apart_shows_its_headers_and_source(
    inbox: Mailbox, client: FlaskClient
) -> None:
    mail_id = keep(inbox, WEIRD["boundaries that contradict"])
    shown = page(client, f"/mails/{mail_id}").one("main")
    assert shown.one("h1").text == "x"
    assert "can’t be taken apart" in shown.text
    assert "boundary*0*=b" in shown.one("pre").text


def test_a_mail_with_random_damage_can_be_read() -> None:
    whole = bytes(receipt(Cc="(c) e@f.example", Date="Tue, 1 Sep 2026 10:00:00 +0200"))
    whole += b"\r\n--x\r\nContent-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\n\xe9"
    chance = random.Random(7)
    for _ in range(MUTATIONS):
        letter = read(_damaged(whole, chance))
        frame(letter).encode()
        text_with_links(letter.text or "").encode()
        repr(letter).encode()


def _damaged(whole: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(whole)
    for _ in range(chance.randint(1, 10)):
        at, until = sorted(chance.randrange(len(damaged)) for _ in range(2))
        match chance.randrange(4):
            case 0:
                damaged[at:at] = chance.choice(_PIECES)
            case 1:
                damaged[at : at + 20] = b""
            case 2:
                damaged[at] = chance.randrange(256)
            case 3:
                damaged[at:at] = damaged[until : until + 60]
    return bytes(damaged)
