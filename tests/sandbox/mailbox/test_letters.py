"""What a reader sees of a mail, however its sender wrote it."""

import pytest

from sandbox.mailbox.headers import Address, Unsubscribe
from sandbox.mailbox.letter import read
from tests.sandbox.mailbox.support import DESK, JANE, PDF, receipt


def with_header(line: str) -> bytes:
    return line.encode() + b"\r\n\r\nHello"


def part(headers: str, content: str = "x") -> bytes:
    return (
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
        f"--b\r\n{headers}\r\n\r\n{content}\r\n--b--\r\n"
    ).encode()


def test_text_html_and_attachments_are_told_apart() -> None:
    letter = read(bytes(receipt()))
    assert letter.text == "Thank you.\nSee https://pay.example/r?a=1&b=2.\n"
    assert letter.html == "<p>Thank you\n"
    assert [(one.name, one.mimetype) for one in letter.attachments] == [
        ("INV-1042.pdf", "application/pdf"),
        ("notes.txt", "text/plain"),
        ("all.zip", "application/zip"),
    ]
    assert letter.attachments[0].content == PDF
    assert letter.attachments[1].shown == "Café\n".encode()


def test_people_have_names_and_addresses() -> None:
    letter = read(bytes(receipt(Cc="a@b.example, =?utf-8?q?Zo=C3=A9?= <zoe@b.example>")))
    assert letter.sender == (Address("Northside Physio", DESK),)
    assert letter.to == (Address("Jane Doe", JANE),)
    assert letter.cc == (Address("", "a@b.example"), Address("Zoé", "zoe@b.example"))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Caf=?utf-8?q?=C3=A9?=", "Café"),
        ("=?utf-8?b?Q2Fm?= =?utf-8?b?w6k=?=", "Café"),
        ("=?iso-8859-1?Q?Caf=E9?= cr=C3", "Café cr=C3"),
        ("Café as it is", "Café as it is"),
        ("Café =?utf-8?q?Caf=C3=A9?= Ω", "Café Café Ω"),
        ("=?nowhere?q?Caf=E9?=", "Café"),
        ("=?utf-8?b?w?=", "=?utf-8?b?w?="),
        ("=?unicode_escape?q?=5Cud800?=", "\ufffd"),
        ("two\r\n lines", "two lines"),
        ("a\0b", "a\ufffdb"),
        ("", ""),
    ],
)
def test_a_subject_is_shown_as_it_was_meant(written: str, shown: str) -> None:
    assert read(with_header(f"Subject: {written}")).subject == shown


@pytest.mark.parametrize(
    ("charset", "content"),
    [("utf-8", "Déjà".encode()), ("utf-8", "Déjà".encode("latin-1")), ("nowhere", "Déjà".encode())],
)
def test_a_text_is_read_even_where_its_charset_is_wrong(charset: str, content: bytes) -> None:
    raw = f"Content-Type: text/plain; charset={charset}\r\n\r\n".encode() + content
    assert read(raw).text == "Déjà"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ('filename="../../etc/passwd"', "_.._etc_passwd"),
        ('filename="C:\\\\temp\\\\a.pdf"', "C_temp_a.pdf"),
        ("filename*=utf-8''re%C3%A7u%20%22x%22.pdf", "reçu _x_.pdf"),
        ("filename*=utf-8''%E2%80%AEfdp.exe", "_fdp.exe"),
        ("filename*0=long; filename*1=er.pdf", "longer.pdf"),
        (f"filename={'n' * 300}.pdf", f"{'n' * 116}.pdf"),
        (f"filename={'n' * 300}", "n" * 120),
        ("filename=..", "attachment-1.pdf"),
        ("x=y", "attachment-1.pdf"),
        ("filename*=utf-8''a; filename*0*=b", "attachment-1.pdf"),
    ],
)
def test_an_attachment_has_a_name_that_is_safe(written: str, name: str) -> None:
    raw = part(f"Content-Type: application/pdf\r\nContent-Disposition: attachment; {written}")
    assert [one.name for one in read(raw).attachments] == [name]


def test_a_message_within_is_an_attachment_that_reads_as_text() -> None:
    [inner] = read(part("Content-Type: message/rfc822", "Subject: inside\r\n\r\nHello")).attachments
    assert (inner.name, inner.opens_as) == ("attachment-1.eml", "text/plain")
    assert inner.shown == b"Subject: inside\n\nHello"


def test_a_picture_that_the_html_shows_is_not_listed() -> None:
    mail = receipt('<img src="cid:logo">')
    mail.add_attachment(b"GIF", maintype="image", subtype="gif", filename="l.gif", cid="<logo>")
    letter = read(bytes(mail))
    assert len(letter.attachments) == 4
    assert [one.name for _, one in letter.listed] == ["INV-1042.pdf", "notes.txt", "all.zip"]


@pytest.mark.parametrize(
    ("fields", "meant"),
    [
        (
            "List-Unsubscribe: <mailto:leave@b.example>,\r\n <https://b.example/u>\r\n"
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            Unsubscribe("https://b.example/u", "mailto:leave@b.example", one_click=True),
        ),
        ("List-Unsubscribe: <https://b.example/u>", Unsubscribe("https://b.example/u")),
        (
            "List-Unsubscribe: <mailto:leave@b.example>\r\n"
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            Unsubscribe("", "mailto:leave@b.example"),
        ),
        ("List-Unsubscribe: <javascript:alert(1)>", Unsubscribe()),
    ],
)
def test_the_ways_out_of_a_list_are_read(fields: str, meant: Unsubscribe) -> None:
    assert read(with_header(fields)).unsubscribe == meant


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("Tue, 1 Sep 2026 10:00:00 +0200", 1_788_249_600.0),
        ("Tue, 1 Sep 2026 08:00:00 -0000", 1_788_249_600.0),
        ("soon", None),
        ("Tue, 99 Sep 2026 10:00:00", None),
    ],
)
def test_a_date_is_a_moment_or_nothing(written: str, seconds: float | None) -> None:
    assert read(with_header(f"Date: {written}")).date == seconds
